import type { Hits, KnownHits, SparseVector } from '../face.js';
import type { Beside } from '../impact/beside.js';
import { FastIndexBuilder } from '../impact/builder.js';
import { compacted, compactedNow } from '../impact/compaction.js';
import { FastIndex, IndexFull } from '../impact/fast-index.js';
import type { Forward } from '../impact/forward.js';
import { atOnce, inPieces } from '../pieces.js';
import { Chance } from './chance.js';
import { TermDictionary } from './dictionary.js';
import type { KeptGrounds, LexicalHandle, Parts, Searched } from './lexical-parts.js';
import type { Asked, Counts } from './query.js';
import { reweighed } from './reweighing.js';
import { searchEach } from './searching.js';
import {
  expectations,
  Frequencies,
  frequenciesOf,
  measured,
  type Statistics,
  sharedCopy,
} from './statistics.js';
import type { ViewSetting } from './view.js';
import { Weighing } from './weighing.js';

/** Fewer documents than this are put in order at once, without anyone noticing. */
const few = 4096;

/** Share of the documents that have come or gone from which on statistics are taken anew: a sixteenth. */
const agedAt = 16;

/**
 * The catalogue's texts under BM25 (Robertson and Zaragoza 2009, without the constant factor k1 + 1), summed over views,
 * in the engine's impact index: a document's weights hold its saturated counts, a query's hold IDF. All of it rests on
 * statistics that stand until others are adopted, so that one more document does not change the scores of all the others.
 */
export class LexicalIndex extends Weighing {
  private fast: FastIndex;
  private building: Promise<void> | undefined;
  /** Documents that have come or gone since the statistics were taken. */
  private changes = 0;

  constructor(
    views: readonly ViewSetting[],
    { dictionary, fast = new FastIndexBuilder().build(), lengths, chance }: Parts = {},
  ) {
    super(views, dictionary, lengths, chance);
    this.fast = fast;
    fast.sectionOf = this.sectionOf;
  }

  /** For searching only. */
  static attach(handle: LexicalHandle, views: readonly ViewSetting[]): LexicalIndex {
    const dictionary = TermDictionary.attach(handle.dictionary);
    const index = new LexicalIndex(views, {
      dictionary,
      fast: FastIndex.attach({ memory: handle.memory }),
      chance: new Chance(views, dictionary, handle.measuredFrom),
    });
    index.counted = new Frequencies(handle.frequencies.size, new Uint32Array(handle.frequencies.of));
    return index;
  }

  /** As a snapshot has kept it. */
  static restore(
    views: readonly ViewSetting[],
    parts: Required<Omit<Parts, 'chance'>>,
    kept: KeptGrounds,
  ): LexicalIndex {
    const index = new LexicalIndex(views, parts);
    index.counted = new Frequencies(kept.size, sharedCopy(kept.frequencies));
    index.chance.adopt(atOnce(expectations(index.grounds(), index.counted)), kept.tops);
    index.version = kept.version;
    index.changes = kept.changes;
    return index;
  }

  get handle(): LexicalHandle {
    const { memory } = this.fast.handle;
    return {
      memory,
      dictionary: this.dictionary.handle,
      measuredFrom: this.chance.measuredFrom,
      frequencies: { size: this.counted.size, of: this.counted.of.buffer as SharedArrayBuffer },
    };
  }

  /** Terms known; their numbers are below this. */
  get terms(): number {
    return this.fast.termRoom;
  }

  /** Documents alive. */
  get size(): number {
    return this.fast.size;
  }

  /** Numbers given so far; the dead keep theirs. */
  get documents(): number {
    return this.fast.documents;
  }

  get bytes(): number {
    const { fast, dictionary, lengths, counted } = this;
    return fast.bytes + dictionary.bytes + lengths.bytes + counted.bytes;
  }

  /** The same by what they hold. */
  get bytesBy(): Readonly<Record<string, number>> {
    const { fast, dictionary, lengths, counted } = this;
    return {
      ...fast.bytesBy,
      dictionary: dictionary.bytes,
      lengths: lengths.bytes,
      frequencies: counted.bytes,
    };
  }

  /** What a snapshot must hold. */
  get parts() {
    const { fast, dictionary, lengths, chance, version, counted, changes } = this;
    const kept: KeptGrounds = {
      version,
      size: counted.size,
      frequencies: counted.of.slice(),
      tops: chance.measuredFrom,
      changes,
    };
    return { fast, dictionary, lengths, kept };
  }

  /** Before very many are added at once. */
  reserve(documents: number): void {
    if (this.fast.documents > 0 || documents < few) return;
    this.fast = new FastIndexBuilder({
      spareDocuments: Math.ceil(documents * 1.25),
      spareTerms: 1 << 21,
      sectionOf: this.sectionOf,
    }).build();
    this.generation++;
  }

  /** @returns the document's number. */
  add(counts: Counts): number {
    const before = this.dictionary.handle.slots;
    const { vector, lengths } = this.weighed(counts);
    if (this.dictionary.handle.slots !== before) this.generation++;
    const doc = this.taken(vector);
    this.lengths.put(doc, lengths);
    this.changes++;
    return doc;
  }

  remove(doc: number): void {
    if (!this.fast.remove(doc)) return;
    this.lengths.remove(doc);
    this.changes++;
  }

  search(query: Asked, k: number): Hits {
    return this.searchBatch([query], k)[0] as Hits;
  }

  /** The best k of those that score more than chance gives. */
  searchBatch(queries: readonly Asked[], k: number): Hits[] {
    return this.searchEach(queries, k).map(({ hits }) => hits);
  }

  /** The same, going on from what is known of some of the queries. */
  searchEach(
    queries: readonly Asked[],
    k: number,
    known: readonly (KnownHits | undefined)[] = [],
  ): Searched[] {
    return searchEach(this.fast, queries, k, known);
  }

  /** 0 where a document has no more in common with the query than by chance. */
  score(query: Asked, doc: number): number {
    return Math.max(0, Math.fround(this.fast.score(query, doc) - query.base));
  }

  /** A document's terms, ascending, with what each weighs in it (0 to 1); undefined where it is gone. */
  vector(doc: number): SparseVector | undefined {
    return this.fast.vector(doc);
  }

  /** For reading some views of many documents at once; good until the next turn of the event loop. */
  forward(views: readonly number[]): Forward {
    return this.fast.forward(Uint8Array.from(this.views, (_, view) => (views.includes(view) ? 1 : 0)));
  }

  /** For comparing few documents by their terms of one view; good until the next turn of the event loop. */
  beside(view: number): Beside {
    return this.fast.beside(view);
  }

  /** So much has come and gone since the statistics were taken that they should be taken anew. */
  get aged(): boolean {
    const { size } = this.fast;
    return Math.max(this.changes, Math.abs(size - this.counted.size)) * agedAt > size;
  }

  /** The statistics of the documents as they are now, under the next version; not in force before they are adopted. */
  measure(): Promise<Statistics> {
    const taking = measured(
      { ...this.grounds(), fast: this.fast, reweigh: this.lengths.reweigh() },
      this.version + 1,
    );
    return this.fast.documents < few ? Promise.resolve(atOnce(taking)) : inPieces(taking);
  }

  /** Puts statistics in force and the blocks in order by them: at once while small, otherwise in pieces. */
  async adopt(statistics: Statistics): Promise<void> {
    await this.building;
    const counted = new Frequencies(statistics.size, frequenciesOf(statistics, this.dictionary));
    const expecting = expectations(this.grounds(), counted);
    const small = this.fast.documents < few;
    const expectation = small ? atOnce(expecting) : await inPieces(expecting);
    const reweigh = this.lengths.reweigh(statistics.means);
    const change = reweighed(this.chance, this.dictionary, reweigh, { expectation, tops: statistics.tops });
    const done = (fast: FastIndex) => {
      this.fast = fast;
      this.changes = 0;
      this.goBy(statistics, counted, expectation);
    };
    if (small) return done(compactedNow(this.fast, this.room(), change));
    this.building = compacted(this.fast, done, this.room(), change).finally(() => {
      this.building = undefined;
    });
    return this.building;
  }

  /** Statistics of its own where those in force have aged, and blocks in order: for an index that shares none. */
  async settle(): Promise<void> {
    if (this.aged) return this.adopt(await this.measure());
    return this.tidy();
  }

  /** Puts the blocks in order where they have become stale: at once while small, otherwise beside the work. */
  async tidy(): Promise<void> {
    if (this.building) return this.building;
    if (!this.stale) return;
    const done = (fast: FastIndex) => {
      this.fast = fast;
      this.generation++;
    };
    if (this.fast.documents < few) return done(compactedNow(this.fast, this.room(), (_, vector) => vector));
    this.building = compacted(this.fast, done, this.room()).finally(() => {
      this.building = undefined;
    });
    return this.building;
  }

  /** Changed so much since its blocks were built that searches are slower. */
  get stale(): boolean {
    const { fast } = this;
    return (
      fast.pending > Math.max(few, fast.documents / 20) ||
      (fast.documents >= few && fast.documents - fast.size > fast.documents / 4 + fast.pending)
    );
  }

  protected override isHeld(term: number): boolean {
    return super.isHeld(term) || this.fast.df(term) > 0;
  }

  /** Readers of words pass over pairs and characters. */
  private readonly sectionOf = (term: number): number => this.dictionary.viewOf(term);

  private room() {
    return {
      spareDocuments: Math.max(2048, this.fast.documents >>> 1),
      spareTerms: Math.max(65536, this.dictionary.size >>> 3),
      sectionOf: this.sectionOf,
    };
  }

  private taken(vector: SparseVector): number {
    try {
      return this.fast.add(vector);
    } catch (error) {
      if (!(error instanceof IndexFull)) throw error;
      const room = this.room();
      const most = (vector.terms.at(-1) ?? 0) + 1;
      this.fast = compactedNow(
        this.fast,
        { ...room, spareTerms: Math.max(room.spareTerms, most) },
        (_, same) => same,
      );
      this.generation++;
      return this.fast.add(vector);
    }
  }
}
