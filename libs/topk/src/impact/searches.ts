import type { Hits, KnownHits, SparseVector } from '../face.js';
import { top } from '../top.js';
import { LaterDocuments } from './later.js';
import { type Store, slot } from './layout.js';
import { checkQuery, mostHits, type Plan, plan, planAgain, proven, slotBytes } from './plan.js';
import { batchSize, type Kernel, type Scratch } from './scratch.js';

const none: Hits = { docs: new Uint32Array(0), scores: new Float32Array(0) };

/** The searches of one thread in a shared index: bounds of all documents, exact scores of those that can be among the best. */
export class Searches {
  private readonly later: LaterDocuments;
  /** Documents whose exact scores the last batch needed after the bounds. */
  rescored = 0;
  /** Queries of the last batch whose blocks had to be scanned a second time. */
  rescanned = 0;

  constructor(
    private readonly store: Store,
    private readonly kernel: Kernel,
    private readonly scratch: Scratch,
  ) {
    this.later = new LaterDocuments(store);
  }

  search(query: SparseVector, k: number, accept?: (doc: number) => boolean): Hits {
    if (!accept) return this.searchBatch([query], k)[0] ?? none;
    // The best k of those accepted are the accepted ones among the best of all, taken until there are k.
    for (let wide = Math.max(64, 2 * k); wide <= mostHits; wide *= 4) {
      const hits = this.search(query, wide);
      const kept = [...hits.docs.keys()].filter((i) => accept(hits.docs[i] as number));
      if (kept.length >= k || hits.docs.length < wide) return pick(hits, kept.slice(0, k));
    }
    checkQuery(query);
    return this.searchAll(query, k, accept);
  }

  /** The k best for each query. Many queries at once share what a block brings into the caches. */
  searchBatch(queries: readonly SparseVector[], k: number): Hits[] {
    const found: Hits[] = [];
    this.rescored = 0;
    this.rescanned = 0;
    for (const query of queries) checkQuery(query);
    if (!(k > 0)) return queries.map(() => none);
    for (let from = 0; from < queries.length; from += batchSize) {
      const batch = queries.slice(from, from + batchSize);
      const plans = batch.map((query, i) => plan(this.store, this.scratch.slot(i), query, k));
      const { slots, accumulators, values } = this.scratch;
      if (plans.every((p) => p.way === 'blocks'))
        this.kernel.scan(slots, slotBytes, batch.length, accumulators, values);
      else
        plans.forEach((p, i) => {
          if (p.way === 'blocks') this.kernel.scan(this.scratch.slot(i), slotBytes, 1, accumulators, values);
        });
      batch.forEach((query, i) => {
        found.push(this.finish(query, plans[i] as Plan, this.scratch.slot(i), k));
      });
    }
    return found;
  }

  /**
   * The k best where they are known as they were: only the documents that have come since are looked at. Undefined where
   * one of those known has gone, so that nobody knows who follows, or where the blocks were built anew meanwhile.
   */
  searchOn(query: SparseVector, { k, documents, ...known }: KnownHits): Hits | undefined {
    if (documents < this.store.get('staticDocs')) return undefined;
    if (!known.docs.every((doc) => this.isLive(doc))) return undefined;
    checkQuery(query);
    const least = leastOf(known, k);
    const found = Array.from(known.docs, (doc, i): [number, number] => [doc, known.scores[i] as number]);
    this.scratch.asked(query, (asked) => {
      for (const doc of this.later.reaching(query, () => least, documents)) {
        const score = this.kernel.scoreOne(this.record(doc), asked);
        // Who counted the documents before searching may have found one of the next.
        if (score > 0 && score >= least && !known.docs.includes(doc)) found.push([doc, score]);
      }
    });
    if (found.length === known.docs.length) return known;
    found.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const best = found.slice(0, k);
    return {
      docs: Uint32Array.from(best, ([doc]) => doc),
      scores: Float32Array.from(best, ([, score]) => score),
    };
  }

  score(query: SparseVector, doc: number): number {
    if (!this.isLive(doc)) return 0;
    checkQuery(query);
    return this.scratch.asked(query, (asked) => this.kernel.scoreOne(this.record(doc), asked));
  }

  private finish(query: SparseVector, { way, hidden }: Plan, at: number, k: number): Hits {
    if (way === 'all' || this.overflown(at)) return this.searchAll(query, k);
    let hits = this.rescore(query, at);
    let least = leastOf(hits, k);
    if (!proven(this.store, at, least)) {
      if (least === 0) return this.searchAll(query, k);
      this.rescanned++;
      planAgain(this.store, at, least);
      this.kernel.scan(at, slotBytes, 1, this.scratch.accumulators, this.scratch.values);
      if (this.overflown(at)) return this.searchAll(query, k);
      hits = this.rescore(query, at);
      least = leastOf(hits, k);
    }
    return hidden > 0 && least <= hidden ? this.searchAll(query, k) : hits;
  }

  private overflown(at: number): boolean {
    return this.store.u32[(at + slot.overflow) >>> 2] !== 0;
  }

  /** The best of what the bounds left over and of what has come since, by exact scores. */
  private rescore(query: SparseVector, at: number): Hits {
    const { store } = this;
    const of = (name: 'found' | 'k' | 'scores' | 'numbers') => store.u32[(at + slot[name]) >>> 2] as number;
    this.scratch.asked(query, (asked) => {
      this.rescored += this.kernel.finish(at, asked);
      const least = () => (of('found') === of('k') ? (store.f32[of('scores') >>> 2] as number) : 0);
      for (const doc of this.later.reaching(query, least)) this.kernel.offerOne(at, doc, asked);
    });
    this.kernel.order(at);
    const { u32, f32 } = store;
    const n = of('found');
    const scores = of('scores') >>> 2;
    const docs = of('numbers') >>> 2;
    return { docs: u32.slice(docs, docs + n), scores: f32.slice(scores, scores + n) };
  }

  /** Every document's exact score: for what the bounds cannot serve. */
  private searchAll(query: SparseVector, k: number, accept?: (doc: number) => boolean): Hits {
    const documents = this.store.get('docs');
    const out = this.scratch.out(documents);
    this.scratch.asked(query, (asked) => {
      this.kernel.scoreAll(asked, out);
    });
    const scores = this.store.f32.slice(out >>> 2, (out >>> 2) + documents);
    if (accept)
      scores.forEach((score, doc) => {
        if (score > 0 && !accept(doc)) scores[doc] = 0;
      });
    return top(scores, documents, Math.min(k, documents));
  }

  private isLive(doc: number): boolean {
    return doc < this.store.get('docs') && this.store.bytes[this.store.get('alive') + doc] === 1;
  }

  private record(doc: number): number {
    return this.store.u32[(this.store.get('records') >>> 2) + doc] as number;
  }
}

/** The k-th score; 0 where there are fewer. */
function leastOf({ scores }: Hits, k: number): number {
  return scores[k - 1] ?? 0;
}

function pick(hits: Hits, kept: number[]): Hits {
  return {
    docs: Uint32Array.from(kept, (i) => hits.docs[i] as number),
    scores: Float32Array.from(kept, (i) => hits.scores[i] as number),
  };
}
