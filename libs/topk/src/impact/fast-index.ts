import type { Hits, ImpactIndex, KnownHits, SparseVector } from '../face.js';
import { Beside } from './beside.js';
import { Forward } from './forward.js';
import { dataAt, headerAt, layoutMagic, layoutVersion, Store, type Word, word } from './layout.js';
import { checkDocument, oneSection, readRecord, type SectionOf, writeRecord } from './records.js';
import { instantiate, type Kernel, Scratch } from './scratch.js';
import { Searches } from './searches.js';

/** Whatever another thread needs to use the same index: `postMessage` it, then `FastIndex.attach`. */
export interface SharedHandle {
  readonly memory: WebAssembly.Memory;
}

/** The index has no room left for this document or term; build it anew (`compacted`). */
export class IndexFull extends RangeError {}

/** One shared index as one thread sees it. Any thread may search; only one may add and remove. */
export class FastIndex implements ImpactIndex {
  private readonly kernel: Kernel;
  private readonly scratch: Scratch;
  private readonly searches: Searches;
  private readonly besides = new Map<number, Beside>();

  /** @param sectionOf for documents that are added; those that are there have it in their records. */
  constructor(
    readonly store: Store,
    public sectionOf: SectionOf = oneSection,
  ) {
    this.kernel = instantiate(store.memory);
    this.scratch = new Scratch(store);
    this.searches = new Searches(store, this.kernel, this.scratch);
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
    return this.searches.search(query, k, accept);
  }

  /** The k best for each query. Many queries at once share what a block brings into the caches. */
  searchBatch(queries: readonly SparseVector[], k: number): Hits[] {
    return this.searches.searchBatch(queries, k);
  }

  /**
   * The k best where they are known as they were: only the documents that have come since are looked at. Undefined where
   * one of those known has gone, so that nobody knows who follows, or where the blocks were built anew meanwhile.
   */
  searchOn(query: SparseVector, known: KnownHits): Hits | undefined {
    return this.searches.searchOn(query, known);
  }

  score(query: SparseVector, doc: number): number {
    return this.searches.score(query, doc);
  }

  /** Documents whose exact scores the last batch needed after the bounds. */
  get rescored(): number {
    return this.searches.rescored;
  }

  /** Queries of the last batch whose blocks had to be scanned a second time. */
  get rescanned(): number {
    return this.searches.rescanned;
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
