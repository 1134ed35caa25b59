import type { Hits, ImpactIndex, KnownHits, SparseVector } from '../face.js';
import { top } from '../top.js';
import { Beside } from './beside.js';
import { Forward } from './forward.js';
import { LaterDocuments } from './later.js';
import { dataAt, headerAt, layoutMagic, layoutVersion, Store, slot, type Word, word } from './layout.js';
import { checkQuery, mostHits, type Plan, plan, planAgain, proven, slotBytes } from './plan.js';
import { checkDocument, oneSection, readRecord, type SectionOf, writeRecord } from './records.js';
import { batchSize, instantiate, type Kernel, Scratch } from './scratch.js';

/** Whatever another thread needs to use the same index: `postMessage` it, then `FastIndex.attach`. */
export interface SharedHandle {
  readonly memory: WebAssembly.Memory;
}

/** The index has no room left for this document or term; build it anew (`compacted`). */
export class IndexFull extends RangeError {}

const none: Hits = { docs: new Uint32Array(0), scores: new Float32Array(0) };

/** One shared index as one thread sees it. Any thread may search; only one may add and remove. */
export class FastIndex implements ImpactIndex {
  private readonly kernel: Kernel;
  private readonly scratch: Scratch;
  private readonly later: LaterDocuments;
  private readonly besides = new Map<number, Beside>();
  /** Documents whose exact scores the last batch needed after the bounds. */
  rescored = 0;
  /** Queries of the last batch whose blocks had to be scanned a second time. */
  rescanned = 0;

  /** @param sectionOf for documents that are added; those that are there have it in their records. */
  constructor(
    readonly store: Store,
    public sectionOf: SectionOf = oneSection,
  ) {
    this.kernel = instantiate(store.memory);
    this.scratch = new Scratch(store);
    this.later = new LaterDocuments(store);
  }

  /** @throws Error where the memory holds no index of this version. */
  static attach({ memory }: SharedHandle): FastIndex {
    const store = new Store(memory);
    if (store.get('magic') !== layoutMagic || store.get('version') !== layoutVersion)
      throw new Error('the shared memory holds no index of this version');
    return new FastIndex(store);
  }

  get handle(): SharedHandle {
    return { memory: this.store.memory };
  }

  get size(): number {
    return this.store.get('live');
  }

  /** Numbers given so far. */
  get documents(): number {
    return this.store.get('docs');
  }

  /** Documents added since the blocks were built. */
  get pending(): number {
    return this.store.get('docs') - this.store.get('staticDocs');
  }

  /** Every term's number is below this. */
  get termRoom(): number {
    return this.store.get('termCapacity');
  }

  /** Bytes of the index; threads' scratch included, so is what they outgrew. */
  get bytes(): number {
    return this.store.get('top');
  }

  /** The same by what they hold; they lie in this order. */
  get bytesBy(): Readonly<Record<'vectors' | 'documents' | 'terms' | 'lists' | 'columns' | 'later', number>> {
    const at = (name: Word) => this.store.get(name);
    return {
      vectors: at('records') - dataAt,
      documents: at('df') - at('records'),
      terms: at('postings') - at('df'),
      lists: at('dense') - at('postings'),
      columns: at('staticEnd') - at('dense'),
      later: at('top') - at('staticEnd'),
    };
  }

  df(term: number): number {
    return term < this.store.get('termCapacity')
      ? (this.store.u32[(this.store.get('df') >>> 2) + term] as number)
      : 0;
  }

  /** Document frequencies by term; a view that is good until the next turn of the event loop. */
  get frequencies(): Uint32Array {
    const at = this.store.get('df') >>> 2;
    return this.store.u32.subarray(at, at + this.store.get('termCapacity'));
  }

  isLive(doc: number): boolean {
    return doc < this.documents && this.store.bytes[this.store.get('alive') + doc] === 1;
  }

  /** The document's vector as it was added; undefined where it is gone. */
  vector(doc: number): SparseVector | undefined {
    return this.isLive(doc) ? readRecord(this.store, this.record(doc)) : undefined;
  }

  /**
   * For reading many documents at once; good until the next turn of the event loop.
   * @param only by section, 1 where its terms are wanted.
   */
  forward(only?: Uint8Array): Forward {
    return new Forward(this.store, only);
  }

  /** For comparing few documents with one another by the terms of one section. */
  beside(section: number): Beside {
    let beside = this.besides.get(section);
    if (!beside) {
      beside = new Beside(this.store, this.kernel, this.scratch, section);
      this.besides.set(section, beside);
    }
    return beside;
  }

  /**
   * Takes a document in at once, without touching the blocks. @returns its number.
   * @throws BadVector, IndexFull
   */
  add(vector: SparseVector): number {
    checkDocument(vector);
    const { store } = this;
    const doc = store.get('docs');
    const last = vector.terms[vector.terms.length - 1] ?? 0;
    if (doc >= store.get('docCapacity') || last >= store.get('termCapacity'))
      throw new IndexFull('no room left');
    const at = writeRecord(store, vector, this.sectionOf);
    store.u32[(store.get('records') >>> 2) + doc] = at;
    store.bytes[store.get('alive') + doc] = 1;
    this.count(vector.terms, 1);
    store.set('docs', doc + 1);
    return doc;
  }

  /** Forgets a document at once; false where it was not there. */
  remove(doc: number): boolean {
    const vector = this.vector(doc);
    if (!vector) return false;
    this.store.bytes[this.store.get('alive') + doc] = 0;
    this.count(vector.terms, -1);
    return true;
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
    this.weighed(query, (table, products) => {
      for (const doc of this.later.reaching(query, () => least, documents)) {
        const score = this.kernel.scoreOne(this.record(doc), table, products);
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
    return this.weighed(query, (table, products) => this.kernel.scoreOne(this.record(doc), table, products));
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
    this.weighed(query, (table, products) => {
      this.rescored += this.kernel.finish(at, table, products);
      const least = () => (of('found') === of('k') ? (store.f32[of('scores') >>> 2] as number) : 0);
      for (const doc of this.later.reaching(query, least)) this.kernel.offerOne(at, doc, table, products);
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
    const { documents } = this;
    const out = this.scratch.out(documents);
    this.weighed(query, (table, products) => {
      this.kernel.scoreAll(table, products, out);
    });
    const scores = this.store.f32.slice(out >>> 2, (out >>> 2) + documents);
    if (accept)
      scores.forEach((score, doc) => {
        if (score > 0 && !accept(doc)) scores[doc] = 0;
      });
    return top(scores, documents, Math.min(k, documents));
  }

  /** Runs with the query's weights spread out by term number. */
  private weighed<T>({ terms, weights }: SparseVector, run: (table: number, products: number) => T): T {
    const table = this.scratch.table();
    const products = this.scratch.products(terms.length);
    const { f32 } = this.store;
    const known = this.store.get('termCapacity');
    const n = terms.length;
    for (let i = 0; i < n; i++)
      if ((terms[i] as number) < known) f32[(table >>> 2) + (terms[i] as number)] = weights[i] as number;
    try {
      return run(table, products);
    } finally {
      for (let i = 0; i < n; i++)
        if ((terms[i] as number) < known) f32[(table >>> 2) + (terms[i] as number)] = 0;
    }
  }

  private record(doc: number): number {
    return this.store.u32[(this.store.get('records') >>> 2) + doc] as number;
  }

  private count(terms: Uint32Array, by: 1 | -1): void {
    const { store } = this;
    const df = store.get('df') >>> 2;
    for (const term of terms) store.u32[df + term] = (store.u32[df + term] as number) + by;
    Atomics.add(store.u32, (headerAt >> 2) + word.live, by);
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
