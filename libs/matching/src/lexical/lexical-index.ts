import type { Hits, SparseVector } from '../engine/face.js';
import { FastIndexBuilder } from '../engine/fast/builder.js';
import { compacted, compactedNow } from '../engine/fast/compaction.js';
import { FastIndex, IndexFull } from '../engine/fast/fast-index.js';
import type { Forward } from '../engine/fast/forward.js';
import { type DictionaryHandle, TermDictionary } from './dictionary.js';
import { Lengths } from './lengths.js';
import type { ViewSetting } from './view.js';

/** Terms of a document by view: words, pairs, characters. Values are weighted occurrences, above 0. */
export type Counts = readonly ReadonlyMap<string, number>[];

/** A query in the index's term numbers. */
export interface LexicalQuery extends SparseVector {
  /** Of each term its words, where it is of the first view: what reasons are told with. */
  readonly names: ReadonlyMap<number, string>;
  /**
   * What a document would score that held every term endlessly often, terms that no document holds included: a need
   * that nobody speaks of is not covered by the little that is left of it.
   */
  readonly bound: number;
  /** Words that no document holds, with their weights. */
  readonly unknown: readonly { readonly word: string; readonly weight: number }[];
}

export interface LexicalHandle {
  readonly memory: WebAssembly.Memory;
  readonly dictionary: DictionaryHandle;
}

function idf(size: number, df: number): number {
  return Math.log(1 + (size - df + 0.5) / (df + 0.5));
}

/** A slot of the engine holds 512 terms; a longer query keeps its heaviest. */
const mostTerms = 480;
/** Fewer documents than this are put in order at once, without anyone noticing. */
const few = 4096;

/**
 * The catalogue's texts under BM25 (Robertson and Zaragoza 2009, without the constant factor k1 + 1), summed over views,
 * in the engine's impact index: a document's weights hold its saturated counts, a query's hold IDF. Mean lengths go
 * into the documents' weights in steps (see Lengths), so that one more document does not change all the others.
 */
export class LexicalIndex {
  private fast: FastIndex;
  private readonly lengths: Lengths;
  private building: Promise<void> | undefined;
  /** Grows when threads must attach anew. */
  generation = 0;

  constructor(
    readonly views: readonly ViewSetting[],
    private readonly dictionary = new TermDictionary(),
    fast = new FastIndexBuilder().build(),
    lengths = new Lengths(views, (term) => dictionary.viewOf(term)),
  ) {
    this.fast = fast;
    this.lengths = lengths;
  }

  /** For searching only. */
  static attach(handle: LexicalHandle, views: readonly ViewSetting[]): LexicalIndex {
    return new LexicalIndex(
      views,
      TermDictionary.attach(handle.dictionary),
      FastIndex.attach({ memory: handle.memory }),
    );
  }

  get handle(): LexicalHandle {
    return { memory: this.fast.handle.memory, dictionary: this.dictionary.handle };
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
    return this.fast.bytes + this.dictionary.bytes + this.lengths.bytes;
  }

  /** What a snapshot must hold. */
  get parts(): { readonly fast: FastIndex; readonly dictionary: TermDictionary; readonly lengths: Lengths } {
    return { fast: this.fast, dictionary: this.dictionary, lengths: this.lengths };
  }

  /** Before very many are added at once. */
  reserve(documents: number): void {
    if (this.fast.documents > 0 || documents < few) return;
    this.fast = new FastIndexBuilder({
      spareDocuments: Math.ceil(documents * 1.25),
      spareTerms: 1 << 21,
    }).build();
    this.generation++;
  }

  /** @returns the document's number. */
  add(counts: Counts): number {
    const terms: [number, number, number][] = [];
    const before = this.dictionary.handle.slots;
    const lengths = counts.map((of, view) => {
      let length = 0;
      for (const [term, count] of of) {
        terms.push([this.dictionary.intern(view, term), count, view]);
        length += count;
      }
      return length;
    });
    if (this.dictionary.handle.slots !== before) this.generation++;
    terms.sort((a, b) => a[0] - b[0]);
    const norms = this.views.map((_, view) => this.lengths.norm(view, lengths[view] as number));
    const vector: SparseVector = {
      terms: Uint32Array.from(terms, (t) => t[0]),
      weights: Float32Array.from(terms, (t) => t[1] / (t[1] + (norms[t[2]] as number))),
    };
    const doc = this.taken(vector);
    this.lengths.put(doc, lengths);
    return doc;
  }

  remove(doc: number): void {
    if (this.fast.remove(doc)) this.lengths.remove(doc);
  }

  /** Query counts to term weights: IDF^power × saturated count × weight of the view. */
  query(counts: Counts, saturation: number): LexicalQuery {
    const found: [number, number][] = [];
    const names = new Map<number, string>();
    const unknown: { word: string; weight: number }[] = [];
    const size = this.size;
    let bound = 0;
    counts.forEach((of, view) => {
      const { weight: share, idfPower } = this.views[view] as ViewSetting;
      for (const [term, count] of of) {
        const number = this.dictionary.find(view, term);
        const df = number < 0 ? 0 : this.fast.df(number);
        const weight =
          share * idf(size, df) ** idfPower * ((count * (saturation + 1)) / (count + saturation));
        bound += weight;
        if (df === 0) {
          if (view === 0) unknown.push({ word: term, weight });
          continue;
        }
        found.push([number, weight]);
        if (view === 0) names.set(number, term);
      }
    });
    if (found.length > mostTerms) {
      found.sort((a, b) => b[1] - a[1]);
      found.length = mostTerms;
    }
    found.sort((a, b) => a[0] - b[0]);
    return {
      terms: Uint32Array.from(found, (f) => f[0]),
      weights: Float32Array.from(found, (f) => f[1]),
      names,
      bound,
      unknown,
    };
  }

  search(query: SparseVector, k: number): Hits {
    return this.fast.search(query, k);
  }

  searchBatch(queries: readonly SparseVector[], k: number): Hits[] {
    return this.fast.searchBatch(queries, k);
  }

  score(query: SparseVector, doc: number): number {
    return this.fast.score(query, doc);
  }

  /** A document's terms, ascending, with what each weighs in it (0 to 1); undefined where it is gone. */
  vector(doc: number): SparseVector | undefined {
    return this.fast.vector(doc);
  }

  /** For reading some views of many documents at once; good until the next turn of the event loop. */
  forward(views: readonly number[]): Forward {
    return this.fast.forward(this.dictionary.pagesOf(views));
  }

  /** A term's number, −1 where no document ever held it. */
  termOf(view: number, term: string): number {
    return this.dictionary.find(view, term);
  }

  /** ln(1 + (N − df + ½) / (df + ½)). */
  idf(df: number): number {
    return idf(this.size, df);
  }

  df(term: number): number {
    return this.fast.df(term);
  }

  /** Puts the blocks in order where they have become stale: at once while small, otherwise beside the work. */
  async settle(): Promise<void> {
    if (this.building) return this.building;
    if (!this.stale) return;
    const change = this.lengths.reweighing();
    const room = this.room();
    if (this.fast.documents < few) {
      this.adopt(compactedNow(this.fast, room, change));
      return;
    }
    this.building = compacted(this.fast, (fresh) => this.adopt(fresh), room, change).finally(() => {
      this.building = undefined;
    });
    return this.building;
  }

  /** Weights refer to mean lengths that are no longer those of the documents. */
  get off(): boolean {
    return this.lengths.moved;
  }

  /** Changed so much since its blocks were built that searches are slower or weights are off. */
  get stale(): boolean {
    const { fast } = this;
    return (
      this.lengths.moved ||
      fast.pending > Math.max(few, fast.documents / 20) ||
      (fast.documents >= few && fast.documents - fast.size > fast.documents / 4 + fast.pending)
    );
  }

  private adopt(fresh: FastIndex): void {
    this.fast = fresh;
    this.lengths.adopt();
    this.generation++;
  }

  private room() {
    return {
      spareDocuments: Math.max(2048, this.fast.documents >>> 1),
      spareTerms: Math.max(65536, this.dictionary.size >>> 1),
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
