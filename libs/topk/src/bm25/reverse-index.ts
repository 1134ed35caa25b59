import type { SparseVector } from '../face.js';
import { SparseLists } from '../impact/sparse-lists.js';
import type { LexicalIndex } from './lexical-index.js';
import { type Counts, saturated } from './query.js';

/** Sums of 32-bit weights may be off by so much of themselves. */
const rounding = 1e-5;

/** Queries that may wait for their lists. */
const few = 256;

/**
 * Queries as documents, and a document as a query: whose lists a document can enter, by one walk over the lists of its
 * terms. A query is kept with the score that a document must reach in it, its bar, which stands beside the lists, so that
 * it moves for nothing. The scores are those of the index of documents.
 */
export class ReverseIndex {
  private readonly lists = new SparseLists(few);
  private readonly slots = new Map<string, number>();
  /** By slot; undefined where the query is gone. */
  private readonly names: (string | undefined)[] = [];
  private bars = new Float64Array(few);
  /** By view and slot, how many terms a query asks for: what chance gives a document grows with it. */
  private asked: Float64Array[] = [];

  constructor(
    private readonly index: LexicalIndex,
    private readonly saturation: number,
  ) {}

  get size(): number {
    return this.slots.size;
  }

  has(name: string): boolean {
    return this.slots.has(name);
  }

  barOf(name: string): number | undefined {
    const slot = this.slots.get(name);
    return slot === undefined ? undefined : this.bars[slot];
  }

  /** @param bar 0: every document enters that scores more than chance gives. */
  put(name: string, counts: Counts, bar: number): void {
    this.remove(name);
    const found: [term: number, times: number][] = [];
    const asked = counts.map((of, view) => {
      let n = 0;
      for (const [term, count] of of) {
        const times = saturated(count, this.saturation);
        n += times;
        found.push([this.index.intern(view, term), times]);
      }
      return n;
    });
    const slot = this.lists.add({
      terms: Uint32Array.from(found, ([term]) => term),
      weights: Float32Array.from(found, ([, times]) => times),
    });
    this.makeRoom(slot, asked.length);
    this.slots.set(name, slot);
    this.names[slot] = name;
    this.bars[slot] = bar;
    for (const [view, n] of asked.entries()) (this.asked[view] as Float64Array)[slot] = n;
  }

  setBar(name: string, bar: number): void {
    const slot = this.slots.get(name);
    if (slot !== undefined) this.bars[slot] = bar;
  }

  remove(name: string): void {
    const slot = this.slots.get(name);
    if (slot === undefined) return;
    this.lists.remove(slot);
    this.slots.delete(name);
    this.names[slot] = undefined;
  }

  /** The queries in which a document of the index reaches the bar. */
  reachedBy(doc: number): string[] {
    const vector = this.index.vector(doc);
    return vector ? this.reachedByVector(vector) : [];
  }

  /** The same for a document that may have left the index. */
  reachedByVector({ terms, weights }: SparseVector): string[] {
    const { index } = this;
    const worths = new Float64Array(terms.length);
    const offs = index.columnTerms.map(() => 0);
    for (let i = 0; i < terms.length; i++) {
      const view = index.columnTerms.indexOf(terms[i] as number);
      if (view < 0) worths[i] = index.worth(terms[i] as number) * (weights[i] as number);
      else offs[view] = index.chanceWorth(view, weights[i] as number);
    }
    return this.reached(this.lists.sums(terms, worths), offs);
  }

  /** @param offs by view, what chance takes off for each term asked. */
  private reached(sums: Float64Array, offs: readonly number[]): string[] {
    const most = offs.map((_, view) => this.index.chanceWorth(view, 0));
    const found: string[] = [];
    const { names, bars, asked } = this;
    for (let slot = 0; slot < names.length; slot++) {
      const name = names[slot];
      if (name === undefined) continue;
      const bar = bars[slot] as number;
      let score = sums[slot] as number;
      let whole = bar;
      for (let view = 0; view < asked.length; view++) {
        const n = (asked[view] as Float64Array)[slot] as number;
        score -= (offs[view] as number) * n;
        whole += (most[view] as number) * n;
      }
      const least = bar - rounding * whole;
      if (bar === 0 ? score > least : score >= least) found.push(name);
    }
    return found;
  }

  private makeRoom(slot: number, views: number): void {
    while (this.asked.length < views) this.asked.push(new Float64Array(this.bars.length));
    if (slot < this.bars.length) return;
    const grown = (from: Float64Array) => {
      const room = new Float64Array(2 * slot);
      room.set(from);
      return room;
    };
    this.bars = grown(this.bars);
    this.asked = this.asked.map(grown);
  }
}
