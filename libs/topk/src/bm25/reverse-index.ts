import type { SparseVector } from '../face.js';
import { SparseLists } from '../impact/sparse-lists.js';
import type { LexicalIndex } from './lexical-index.js';
import { type Counts, saturated } from './query.js';

/** Sums of 32-bit weights may be off by so much of themselves. */
const rounding = 1e-5;

/** Queries that may wait for their lists. */
const few = 256;

interface Kept {
  readonly slot: number;
  /** By view, how many terms it asks for: what chance gives a document grows with it. */
  readonly asked: readonly number[];
  bar: number;
}

/**
 * Queries as documents, and a document as a query: whose lists a document can enter, by one walk over the lists of its
 * terms. A query is kept with the score that a document must reach in it, its bar, which stands beside the lists, so that
 * it moves for nothing. The scores are those of the index of documents.
 */
export class ReverseIndex {
  private readonly lists = new SparseLists(few);
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly index: LexicalIndex,
    private readonly saturation: number,
  ) {}

  get size(): number {
    return this.kept.size;
  }

  has(name: string): boolean {
    return this.kept.has(name);
  }

  barOf(name: string): number | undefined {
    return this.kept.get(name)?.bar;
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
    this.kept.set(name, { slot, asked, bar });
  }

  setBar(name: string, bar: number): void {
    const kept = this.kept.get(name);
    if (kept) kept.bar = bar;
  }

  remove(name: string): void {
    const kept = this.kept.get(name);
    if (!kept) return;
    this.lists.remove(kept.slot);
    this.kept.delete(name);
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
    for (const [name, { slot, asked, bar }] of this.kept) {
      let score = sums[slot] as number;
      let whole = bar;
      for (let view = 0; view < asked.length; view++) {
        const n = asked[view] as number;
        score -= (offs[view] as number) * n;
        whole += (most[view] as number) * n;
      }
      const least = bar - rounding * whole;
      if (bar === 0 ? score > least : score >= least) found.push(name);
    }
    return found;
  }
}
