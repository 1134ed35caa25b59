import { Catalogue, Matcher, type MatchSettings, mostOf, rulesOf } from '#matching/learning';
import type { FastIndex } from '#topk';
import type { Bm25, Bm25Query } from './bm25.js';
import type { Corpus } from './corpus.js';
import { Listings } from './listings.js';

const kept = 50;
/** Queries whose blocks are scanned together; their candidates are still in the caches when rules look at them. */
const together = 32;

const rules = rulesOf('software');

const settings: MatchSettings = {
  keep: kept,
  least: 0,
  weights: mostOf('software'),
  preferences: { firstVersion: true, today: 20261124 },
};

type Query = ReturnType<Matcher['query']>;

/** The product's own rules and reasons over the bench's words, with generated listings for what rules look at. */
export class Ruled {
  readonly matcher: Matcher;
  private readonly catalogue = new Catalogue(rules);
  private readonly scenarios: ReturnType<Listings['scenario']>[];
  private readonly queries: readonly Query[];
  private readonly bytesOfWords: number;

  constructor(
    corpus: Corpus,
    bm25: Bm25,
    private readonly index: FastIndex,
    queries: readonly Bm25Query[],
  ) {
    const listings = Listings.of(11, 2000, 20_000);
    // Without text: the words are in the index already.
    for (let doc = 0; doc < corpus.docs.length; doc++) this.catalogue.put(listings.capability());
    const { dictionary } = new Catalogue(rules).lexical.parts;
    for (const word of bm25.words) dictionary.intern(0, word);
    this.bytesOfWords = dictionary.bytes;
    this.matcher = Matcher.attach({
      market: 'software',
      lexical: {
        memory: index.handle.memory,
        dictionary: dictionary.handle,
        measuredFrom: [0, 0, 0],
        frequencies: bm25.frequencies,
      },
      features: this.catalogue.features.handle,
    });
    this.scenarios = queries.map(() => listings.scenario());
    this.queries = queries.map((query, i) => ({
      ...query,
      names: new Map(
        [...new Set(corpus.queries[i])].flatMap((word): [number, string][] => {
          const number = bm25.numberOf(word);
          return number === undefined ? [] : [[number, word]];
        }),
      ),
      // Without the column of chance, which comes first.
      bound: query.weights.subarray(1).reduce((sum, weight) => sum + weight, 0),
      unknown: [],
      further: new Set<string>(),
      namedViews: [0],
      fields: [],
    }));
  }

  get size(): number {
    return this.index.size;
  }

  get bytesBy(): { readonly index: number; readonly dictionary: number; readonly features: number } {
    return {
      index: this.index.bytes,
      dictionary: this.bytesOfWords,
      features: this.catalogue.features.bytes,
    };
  }

  /**
   * The best by text, those of them that rules put first, points by rule, words shared and lacking.
   * @param candidates among which rules choose; the product has 150.
   */
  byRules(candidates: number): number {
    const { queries, scenarios, matcher } = this;
    let proposals = 0;
    for (let from = 0; from < queries.length; from += together) {
      const found = this.index.searchBatch(queries.slice(from, from + together), candidates);
      found.forEach((hits, i) => {
        const at = from + i;
        const { base } = queries[at] as Query;
        const scores = hits.scores.map((score) => score - base);
        const known = { ...hits, k: candidates, documents: this.index.documents };
        const ranked = { docs: hits.docs, scores, bar: scores.at(-1) ?? 0, known };
        const scenario = scenarios[at] as (typeof scenarios)[number];
        proposals += matcher.judge(
          { demand: rules.demandFeatures(scenario), query: queries[at] as Query, hits: ranked },
          settings,
        ).proposals.length;
      });
    }
    return proposals;
  }

  /** The same, with the reranking by feedback and neighbours that the product does before. */
  asTheProductRanks(): number {
    const { queries, scenarios, matcher } = this;
    let proposals = 0;
    for (let from = 0; from < queries.length; from += together) {
      const each = matcher.candidatesOfEach(queries.slice(from, from + together), settings);
      each.forEach((ranked, i) => {
        const scenario = scenarios[from + i] as (typeof scenarios)[number];
        const query = queries[from + i] as Query;
        proposals += matcher.judge({ demand: rules.demandFeatures(scenario), query, hits: ranked }, settings)
          .proposals.length;
      });
    }
    return proposals;
  }
}
