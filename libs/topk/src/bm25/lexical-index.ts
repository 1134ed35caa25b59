import type { Hits, SparseVector } from '../face.js';
import { FastIndexBuilder } from '../impact/builder.js';
import { type Change, compacted, compactedNow } from '../impact/compaction.js';
import { FastIndex, IndexFull } from '../impact/fast-index.js';
import type { Forward } from '../impact/forward.js';
import { atOnce, inPieces } from '../pieces.js';
import { Chance, type Fresh } from './chance.js';
import { type DictionaryHandle, TermDictionary } from './dictionary.js';
import { Lengths, type Reweigh } from './lengths.js';
import { type Asked, aboveBase, type Counts, type LexicalQuery, queryOf } from './query.js';
import type { ViewSetting } from './view.js';

export interface LexicalHandle {
  readonly memory: WebAssembly.Memory;
  readonly dictionary: DictionaryHandle;
  readonly measuredFrom: readonly number[];
}

function idf(size: number, df: number): number {
  return Math.log(1 + (size - df + 0.5) / (df + 0.5));
}

/** Fewer documents than this are put in order at once, without anyone noticing. */
const few = 4096;

/**
 * The catalogue's texts under BM25 (Robertson and Zaragoza 2009, without the constant factor k1 + 1), summed over views,
 * in the engine's impact index: a document's weights hold its saturated counts, a query's hold IDF. Mean lengths go
 * into the documents' weights in steps (see Lengths), so that one more document does not change all the others.
 */
export class LexicalIndex {
  private fast: FastIndex;
  private building: Promise<void> | undefined;
  /** Grows when threads must attach anew. */
  generation = 0;

  constructor(
    readonly views: readonly ViewSetting[],
    private readonly dictionary = new TermDictionary(),
    fast = new FastIndexBuilder().build(),
    private readonly lengths = new Lengths(views),
    private readonly chance = new Chance(views, dictionary),
  ) {
    this.fast = fast;
  }

  /** For searching only. */
  static attach(handle: LexicalHandle, views: readonly ViewSetting[]): LexicalIndex {
    const dictionary = TermDictionary.attach(handle.dictionary);
    return new LexicalIndex(
      views,
      dictionary,
      FastIndex.attach({ memory: handle.memory }),
      new Lengths(views),
      new Chance(views, dictionary, { expected: new Float32Array(0), tops: handle.measuredFrom, changes: 0 }),
    );
  }

  get handle(): LexicalHandle {
    const { memory } = this.fast.handle;
    return { memory, dictionary: this.dictionary.handle, measuredFrom: this.chance.measuredFrom };
  }

  /** Terms known; their numbers are below this. */
  get terms(): number {
    return this.fast.termRoom;
  }

  /** The first terms are no words but columns of chance: so many. */
  get columns(): number {
    return this.chance.columns.length;
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
    return this.fast.bytes + this.dictionary.bytes + this.lengths.bytes + this.chance.bytes;
  }

  /** What a snapshot must hold. */
  get parts() {
    const { fast, dictionary, lengths, chance } = this;
    return { fast, dictionary, lengths, chance };
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
    const terms: [term: number, weight: number, view: number][] = [];
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
    const norms = this.views.map((_, view) => this.lengths.norm(view, lengths[view] as number));
    for (const term of terms) term[1] /= term[1] + (norms[term[2]] as number);
    const columns = this.chance.weights(this.chance.meanOf(terms));
    columns.forEach((weight, view) => {
      terms.push([this.chance.columns[view] as number, weight, this.views.length]);
    });
    terms.sort((a, b) => a[0] - b[0]);
    const doc = this.taken({
      terms: Uint32Array.from(terms, (t) => t[0]),
      weights: Float32Array.from(terms, (t) => t[1]),
    });
    this.lengths.put(doc, lengths);
    this.chance.changed();
    return doc;
  }

  remove(doc: number): void {
    if (!this.fast.remove(doc)) return;
    this.lengths.remove(doc);
    this.chance.changed();
  }

  /** Query counts to term weights: IDF^power × saturated count × weight of the view; what chance gives is weighed off. */
  query(counts: Counts, saturation: number): LexicalQuery {
    const { views, dictionary, fast, chance, size } = this;
    return queryOf(counts, saturation, {
      views,
      termOf: (view, term) => dictionary.find(view, term),
      dfOf: (term) => fast.df(term),
      idf: (df) => idf(size, df),
      columns: chance.columns,
      measuredFrom: chance.measuredFrom,
    });
  }

  search(query: Asked, k: number): Hits {
    return this.searchBatch([query], k)[0] as Hits;
  }

  /** The best k of those that score more than chance gives. */
  searchBatch(queries: readonly Asked[], k: number): Hits[] {
    return this.fast.searchBatch(queries, k).map((hits, i) => aboveBase(hits, queries[i]?.base ?? 0));
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
    const reweigh = this.lengths.reweigh();
    const { fast, dictionary } = this;
    const measuring = this.chance.remeasured({ fast, dictionary, reweigh, idf: (df) => this.idf(df) });
    if (fast.documents < few) {
      const fresh = atOnce(measuring);
      this.adopt(compactedNow(fast, this.room(), this.change(reweigh, fresh)), fresh);
      return;
    }
    this.building = this.rebuilt(reweigh, measuring).finally(() => {
      this.building = undefined;
    });
    return this.building;
  }

  private async rebuilt(reweigh: Reweigh, measuring: Generator<void, Fresh>): Promise<void> {
    const fresh = await inPieces(measuring);
    await compacted(this.fast, (fast) => this.adopt(fast, fresh), this.room(), this.change(reweigh, fresh));
  }

  /** A document's vector by fresh mean lengths and what is freshly known of chance. */
  private change(reweigh: Reweigh, { expected, means, tops }: Fresh): Change {
    const { dictionary, chance } = this;
    return (doc, { terms, weights }) => {
      reweigh.open(doc);
      const mean = means.map((of) => of[doc]);
      const late = mean[0] === undefined;
      const sums = means.map(() => 0);
      const fresh = weights.slice();
      for (let i = 0; i < terms.length; i++) {
        const term = terms[i] as number;
        const view = dictionary.viewOf(term);
        if (chance.isColumn(term)) continue;
        fresh[i] = reweigh.weight(view, weights[i] as number);
        if (late) sums[view] = (sums[view] as number) + (expected[term] ?? 0) * (fresh[i] as number);
      }
      chance.columns.forEach((column, view) => {
        const of = (late ? sums[view] : mean[view]) as number;
        fresh[terms.indexOf(column)] = Math.max(0, (tops[view] as number) - of);
      });
      return { terms, weights: fresh };
    };
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
      this.chance.outdated(fast.size) ||
      fast.pending > Math.max(few, fast.documents / 20) ||
      (fast.documents >= few && fast.documents - fast.size > fast.documents / 4 + fast.pending)
    );
  }

  private adopt(fast: FastIndex, fresh: Fresh): void {
    this.fast = fast;
    this.lengths.adopt();
    this.chance.adopt(fresh);
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
