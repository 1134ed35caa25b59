import type { SparseVector } from '../face.js';
import { FastIndexBuilder } from '../impact/builder.js';
import { compactedNow } from '../impact/compaction.js';
import { type FastIndex, IndexFull } from '../impact/fast-index.js';
import type { LexicalIndex } from './lexical-index.js';
import { type Counts, saturated } from './query.js';

/** A query of the engine holds 512 terms; of a longer document the lightest are reckoned with at their most. */
const mostTerms = 480;
/** Hits asked for: most documents enter few lists. */
const tries = [64, 1024] as const;
/** Sums of 32-bit weights may be off by so much of themselves. */
const rounding = 1e-5;
/** How much further than any query the columns reach, for queries that come later. */
const headroom = 1.5;

type Weighted = [term: number, weight: number];

interface Kept {
  readonly doc: number;
  readonly bar: number;
}

/**
 * Queries as documents, and a document as a query: whose lists a document can enter, by one search. A query is kept with
 * the score that a document must reach in it, its bar, under a column of its own, so that the best k of a search are those
 * which the document exceeds the bar of by most. The scores are those of the index of documents.
 */
export class ReverseIndex {
  private fast: FastIndex = new FastIndexBuilder().build();
  private readonly kept = new Map<string, Kept>();
  private names: (string | undefined)[] = [];
  /** By view, what n is measured down from; and bars. */
  private reach: readonly number[];
  private barReach = 1;
  private greatest = 1;
  private readonly barColumn: number;
  /** Documents that were pending when the blocks were built: too few for a block, they stay so. */
  private left = 0;
  /** By term, what it is worth in the document that is looked at; 0 between two looks. */
  private worths = new Float64Array(0);

  constructor(
    private readonly index: LexicalIndex,
    private readonly saturation: number,
  ) {
    this.reach = index.views.map(() => 1);
    this.barColumn = index.special('bar');
  }

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
    const asked: number[] = [];
    const found: [term: number, weight: number][] = [];
    counts.forEach((of, view) => {
      let n = 0;
      for (const [term, count] of of) {
        const times = saturated(count, this.saturation);
        n += times;
        found.push([this.index.intern(view, term), times]);
        this.greatest = Math.max(this.greatest, times);
      }
      asked.push(n);
    });
    this.reachTo(asked, bar);
    this.index.columnTerms.forEach((column, view) => {
      found.push([column, (this.reach[view] as number) - (asked[view] as number)]);
    });
    found.push([this.barColumn, this.barReach - bar]);
    found.sort((a, b) => a[0] - b[0]);
    this.add(name, bar, {
      terms: Uint32Array.from(found, ([term]) => term),
      weights: Float32Array.from(found, ([, weight]) => weight),
    });
  }

  setBar(name: string, bar: number): void {
    const kept = this.kept.get(name);
    if (!kept || kept.bar === bar) return;
    this.reachTo([], bar);
    const now = this.kept.get(name) as Kept;
    const { terms, weights } = this.fast.vector(now.doc) as SparseVector;
    weights[terms.indexOf(this.barColumn)] = this.barReach - bar;
    this.remove(name);
    this.add(name, bar, { terms, weights });
  }

  remove(name: string): void {
    const kept = this.kept.get(name);
    if (!kept) return;
    this.fast.remove(kept.doc);
    this.names[kept.doc] = undefined;
    this.kept.delete(name);
  }

  /** The queries in which a document of the index reaches the bar. */
  reachedBy(doc: number): string[] {
    const vector = this.index.vector(doc);
    return vector ? this.reachedByVector(vector) : [];
  }

  /** The same for a document that may have left the index. */
  reachedByVector(vector: SparseVector): string[] {
    this.tidy();
    const { query, base, spare } = this.asked(vector);
    const least = base - spare - rounding * base;
    for (const k of tries) {
      const hits = this.fast.search(query.light, k);
      const over = [...hits.scores].findIndex((score) => score < least);
      if (over < 0 && hits.docs.length === k) continue;
      const docs = over < 0 ? hits.docs : hits.docs.slice(0, over);
      return this.reached(docs, query.whole, base);
    }
    return this.reached(
      Uint32Array.from(this.names, (_, doc) => doc),
      query.whole,
      base,
    );
  }

  private reached(docs: Uint32Array, whole: readonly Weighted[], base: number): string[] {
    const found: string[] = [];
    const forward = this.fast.forward();
    const worths = this.worthsOf(whole);
    for (const doc of docs) {
      const name = this.names[doc];
      if (name === undefined) continue;
      const n = forward.read(doc);
      let sum = 0;
      for (let i = 0; i < n; i++)
        sum += (worths[forward.terms[i] as number] as number) * (forward.weights[i] as number);
      const { bar } = this.kept.get(name) as Kept;
      // The bar's own column is in the sum: above the base is above the bar.
      if (bar === 0 ? sum > base - rounding * base : sum >= base - rounding * base) found.push(name);
    }
    for (const [term] of whole) worths[term] = 0;
    return found;
  }

  /** As a table over all terms: where a document is compared with every query, it is asked millions of times. */
  private worthsOf(whole: readonly Weighted[]): Float64Array {
    const rooms = Math.max(this.index.terms, this.fast.termRoom);
    const most = whole.reduce((max, [term]) => Math.max(max, term), rooms);
    if (this.worths.length <= most) this.worths = new Float64Array(most + 65_536);
    for (const [term, weight] of whole) this.worths[term] = weight;
    return this.worths;
  }

  /** A document's weights as a query; `light` holds its heaviest terms, `spare` is the most that the others can add. */
  private asked({ terms, weights }: SparseVector) {
    const { index } = this;
    const found: Weighted[] = [];
    const columns: Weighted[] = [[this.barColumn, 1]];
    let base = this.barReach;
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] as number;
      const view = index.columnTerms.indexOf(term);
      if (view < 0) found.push([term, index.worth(term) * (weights[i] as number)]);
      else {
        const chance = index.chanceWorth(view, weights[i] as number);
        base += chance * (this.reach[view] as number);
        columns.push([term, chance]);
      }
    }
    found.sort((a, b) => b[1] - a[1]);
    const spare = found.slice(mostTerms).reduce((sum, [, weight]) => sum + weight, 0) * this.greatest;
    const light = [...found.slice(0, mostTerms), ...columns].sort((a, b) => a[0] - b[0]);
    return {
      query: {
        light: {
          terms: Uint32Array.from(light, ([term]) => term),
          weights: Float32Array.from(light, ([, weight]) => weight),
        },
        whole: [...found, ...columns],
      },
      base,
      spare,
    };
  }

  private add(name: string, bar: number, vector: SparseVector): void {
    let doc: number;
    try {
      doc = this.fast.add(vector);
    } catch (error) {
      if (!(error instanceof IndexFull)) throw error;
      this.rebuild((_, same) => same);
      doc = this.fast.add(vector);
    }
    this.names[doc] = name;
    this.kept.set(name, { doc, bar });
  }

  /** Columns that no longer reach are laid anew for all. */
  private reachTo(asked: readonly number[], bar: number): void {
    const short = asked.some((n, view) => n > (this.reach[view] as number));
    if (!short && bar <= this.barReach) return;
    const before = this.reach;
    const barBefore = this.barReach;
    this.reach = before.map((n, view) => Math.max(n, (asked[view] ?? 0) * headroom));
    this.barReach = Math.max(barBefore, bar * headroom);
    this.rebuild((_, { terms, weights }) => {
      this.index.columnTerms.forEach((column, view) => {
        weights[terms.indexOf(column)]! += (this.reach[view] as number) - (before[view] as number);
      });
      weights[terms.indexOf(this.barColumn)]! += this.barReach - barBefore;
      return { terms, weights };
    });
  }

  private tidy(): void {
    const { fast } = this;
    if (fast.pending - this.left > Math.max(1024, fast.documents / 4)) this.rebuild((_, same) => same);
  }

  /** Fresh blocks without those that are gone. */
  private rebuild(change: Parameters<typeof compactedNow>[2]): void {
    const room = { spareDocuments: Math.max(4096, this.kept.size), spareTerms: this.index.terms + (1 << 20) };
    const builder = new FastIndexBuilder(room);
    const names: string[] = [];
    for (const [name, { doc, bar }] of this.kept) {
      const vector = this.fast.vector(doc);
      if (!vector) continue;
      this.kept.set(name, { doc: builder.add(change(doc, vector)), bar });
      names.push(name);
    }
    this.fast = builder.build();
    this.left = this.fast.pending;
    this.names = names;
  }
}
