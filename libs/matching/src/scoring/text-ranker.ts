import type { SynonymFinder } from '#text';
import type { Counts, Hits, KnownHits, LexicalIndex, LexicalQuery, Searched } from '#topk';
import { bestFirst } from './order.js';
import { outside, Reranker } from './rerank.js';
import {
  type Associations,
  countsOf,
  type Field,
  type Further,
  furtherOf,
  pairsView,
  querySaturation,
  wordsView,
} from './views.js';

/** What a text is ranked by. */
export interface TextQuery extends LexicalQuery {
  readonly fields: readonly Field[];
  /** Words that the need does not say itself. */
  readonly further: ReadonlySet<string>;
  /** Where the terms that have names stand: a phrase's is a pair. */
  readonly namedViews: readonly number[];
}

/** Ranks texts of the index for a need: the whole of what `duijie eval` measures and the catalogue uses. */
export class TextRanker {
  private readonly reranker: Reranker;

  constructor(readonly index: LexicalIndex) {
    this.reranker = new Reranker(index);
  }

  /** What a need asks for, as counts: what it says and what that is called elsewhere. */
  countsOf(fields: readonly Field[], learnt?: Associations, find?: SynonymFinder): Counts {
    const own = countsOf(fields);
    return joined(own, furtherOf(fields, own, learnt, find).counts);
  }

  query(
    fields: readonly Field[],
    learnt?: Associations,
    find?: SynonymFinder,
    holding?: ReadonlySet<number>,
  ): TextQuery {
    const own = countsOf(fields);
    const further = furtherOf(fields, own, learnt, find);
    const asked = this.index.query(joined(own, further.counts), querySaturation, holding);
    // What is only called so elsewhere need not be covered as well.
    const extra = this.index.boundOf(further.counts, querySaturation);
    return {
      ...asked,
      names: this.named(asked.names, further),
      bound: asked.bound - extra,
      fields,
      further: new Set([...(further.counts[0]?.keys() ?? []), ...further.phrases.keys()]),
      namedViews: further.phrases.size > 0 ? [wordsView, pairsView] : [wordsView],
    };
  }

  /** A phrase goes by the rarest of its pairs: what holds the phrase holds them all. */
  private named(names: ReadonlyMap<number, string>, { phrases }: Further): ReadonlyMap<number, string> {
    const all = new Map(names);
    for (const [phrase, pairs] of phrases) {
      const terms = pairs.map((pair) => this.index.termOf(pairsView, pair));
      const df = (term: number) => (term < 0 ? 0 : this.index.df(term));
      all.set(
        terms.reduce((rarest, term) => (df(term) < df(rarest) ? term : rarest)),
        phrase,
      );
    }
    return all;
  }

  /** The best `k`, best first; scores are comparable with the query's bound. At least `candidates` are weighed. */
  search(query: TextQuery, k: number): Ranked {
    return this.searchEach([query], k)[0] as Ranked;
  }

  /**
   * The same for many queries, which share what a block of the index brings into the caches.
   * @param known by query, what a search by the same statistics has found before.
   */
  searchEach(queries: readonly TextQuery[], k: number, known?: readonly (KnownHits | undefined)[]): Ranked[] {
    const weighed = Math.max(candidates, k);
    return this.index.searchEach(queries, weighed, known).map((searched) => this.reranked(searched, k));
  }

  private reranked({ hits, known }: Searched, k: number): Ranked {
    const best = hits.scores[0] ?? 0;
    const scores = this.reranker.rescored(hits);
    const kept = this.ordered(hits.docs, scores).subarray(0, k);
    return {
      docs: kept.map((i) => hits.docs[i] as number),
      scores: Float32Array.from(kept, (i) => (scores[i] as number) * best),
      bar: hits.docs.length < known.k ? 0 : (hits.scores.at(-1) as number),
      known,
    };
  }

  /** Places of documents, best first, among equals the smaller number first. */
  private ordered(docs: Uint32Array, scores: Float32Array): Uint32Array {
    const order = bestFirst(scores);
    for (let i = 1; i < order.length; i++)
      for (let j = i; j > 0; j--) {
        const [before, after] = [order[j - 1] as number, order[j] as number];
        if (scores[before] !== scores[after] || (docs[before] as number) < (docs[after] as number)) break;
        order[j - 1] = after;
        order[j] = before;
      }
    return order;
  }

  /** What a document counts that the search left out. */
  scoreOutside(query: TextQuery, doc: number): number {
    return this.index.score(query, doc) * outside;
  }
}

export interface Ranked extends Hits {
  /** Score by words below which documents were not weighed; 0 where all were that share anything. */
  readonly bar: number;
  readonly known: KnownHits;
}

/** The engine finds them, the reranker puts them in order. */
const candidates = 150;

function joined(own: Counts, further: Counts): Counts {
  return own.map((of, view) => new Map([...(further[view] ?? []), ...of]));
}
