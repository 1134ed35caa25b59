import type { SparseVector } from '../face.js';

/** Where more than this part of the vectors waits for lists, these are laid anew: an eighth. */
export const share = 8;

/**
 * Sparse vectors by term: lists laid end to end in two arrays, by which one vector meets all others in one walk. What has
 * come since they were laid is compared term by term, what has gone is passed over, and the whole is laid anew, in some tens
 * of milliseconds for 10,000 vectors, when either has become much.
 */
export class SparseLists {
  /** By slot; undefined where the vector is gone. */
  private readonly vectors: (SparseVector | undefined)[] = [];
  private readonly free: number[] = [];
  /** Slots that the lists hold. */
  private laid = new Set<number>();
  /** Slots that have come since the lists were laid. */
  private later = new Set<number>();
  /** Gone, but still in the lists: their numbers are not given again before these are laid anew. */
  private gone: number[] = [];
  private starts = new Uint32Array(1);
  private slots = new Uint32Array(0);
  private weights = new Float32Array(0);
  /** By slot, the sum for what was asked about last. */
  private found = new Float64Array(0);
  /** By term, what it is worth in what is asked about; 0 between two. */
  private worths = new Float64Array(0);

  /** @param few may always wait, and are compared one by one. */
  constructor(private readonly few: number) {}

  /** @returns its slot. */
  add(vector: SparseVector): number {
    const slot = this.free.pop() ?? this.vectors.length;
    this.vectors[slot] = vector;
    this.later.add(slot);
    return slot;
  }

  remove(slot: number): void {
    this.vectors[slot] = undefined;
    if (this.later.delete(slot)) this.free.push(slot);
    else if (this.laid.delete(slot)) this.gone.push(slot);
  }

  /** By slot, the sum of weights × worths over the terms asked; good until the next is asked, and for slots in use alone. */
  sums(terms: Uint32Array, worths: Float32Array | Float64Array): Float64Array {
    if (this.later.size + this.gone.length > Math.max(this.few, this.vectors.length / share)) this.layOut();
    if (this.found.length < this.vectors.length) this.found = new Float64Array(2 * this.vectors.length);
    const { found, starts, slots, weights } = this;
    found.fill(0);
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] as number;
      const worth = worths[i] as number;
      if (worth === 0 || term + 1 >= starts.length) continue;
      const end = starts[term + 1] as number;
      for (let at = starts[term] as number; at < end; at++)
        found[slots[at] as number]! += worth * (weights[at] as number);
    }
    if (this.later.size > 0) this.addLater(terms, worths);
    return found;
  }

  private addLater(terms: Uint32Array, worths: Float32Array | Float64Array): void {
    const room = terms.reduce((most, term) => Math.max(most, term + 1), this.worths.length);
    if (room > this.worths.length) this.worths = new Float64Array(room + 65_536);
    const { worths: table, found } = this;
    for (let i = 0; i < terms.length; i++) table[terms[i] as number] = worths[i] as number;
    for (const slot of this.later) {
      const vector = this.vectors[slot] as SparseVector;
      let sum = 0;
      for (let i = 0; i < vector.terms.length; i++) {
        const worth = table[vector.terms[i] as number];
        if (worth) sum += worth * (vector.weights[i] as number);
      }
      found[slot] = sum;
    }
    for (const term of terms) table[term] = 0;
  }

  /** Counts, then starts, then entries, as a counting sort does. */
  private layOut(): void {
    let terms = 0;
    let entries = 0;
    for (const vector of this.vectors) {
      if (!vector) continue;
      entries += vector.terms.length;
      for (const term of vector.terms) if (term >= terms) terms = term + 1;
    }
    const starts = new Uint32Array(terms + 1);
    for (const vector of this.vectors)
      for (const term of vector?.terms ?? []) starts[term + 1] = (starts[term + 1] as number) + 1;
    for (let term = 0; term < terms; term++)
      starts[term + 1] = (starts[term + 1] as number) + (starts[term] as number);
    const next = starts.slice();
    this.slots = new Uint32Array(entries);
    this.weights = new Float32Array(entries);
    this.laid = new Set();
    this.vectors.forEach((vector, slot) => {
      if (!vector) return;
      this.laid.add(slot);
      for (let i = 0; i < vector.terms.length; i++) {
        const term = vector.terms[i] as number;
        const at = next[term] as number;
        next[term] = at + 1;
        this.slots[at] = slot;
        this.weights[at] = vector.weights[i] as number;
      }
    });
    this.starts = starts;
    this.later = new Set();
    this.free.push(...this.gone.splice(0));
  }
}
