import type { MarketCode, PublishedListing } from '#contracts';
import { type SynonymFinder, type SynonymGroups, synonymFinder, synonyms } from '#text';
import { type Counts, type KnownHits, type LexicalHandle, LexicalIndex } from '#topk';
import type { FeatureHandle } from '../catalogue/feature-table.js';
import { FeatureTable } from '../catalogue/feature-table.js';
import { excludedBy } from '../markets/exclusion.js';
import type { DemandFeatures } from '../markets/features.js';
import { rulesOf } from '../markets/index.js';
import { inOrder, type MarketRules, tenths, total } from '../markets/rules.js';
import { type Holds, NamedWords } from './domain/words.js';
import { demandTexts, supplyTexts } from './fields.js';
import { Holders } from './holders.js';
import { type Found, Judge, nothing } from './judge.js';
import type { Aids, Decided, KnownPair, Matched, MatchSettings, Meaning, PairScore } from './matched.js';
import { outside } from './rerank.js';
import { textShare } from './strength.js';
import { type Ranked, type TextQuery, TextRanker } from './text-ranker.js';
import { countsOf, views } from './views.js';

/** All that a thread needs to match. */
export interface MatcherHandle {
  readonly market: MarketCode;
  readonly lexical: LexicalHandle;
  readonly features: FeatureHandle;
}

/** Candidates by text, from which rules choose: these weigh at most half as much again, so nobody comes from far behind. */
const candidates = 150;

/** Demands that are matched together; the lists are by demand, in the same order. */
export interface Together {
  readonly demands: readonly PublishedListing[];
  readonly decided: readonly Decided[];
  /** What rules look at in them, where it is made already. */
  readonly features?: readonly DemandFeatures[];
  /** What the search of an earlier match has found, by the statistics in force and for the same texts. */
  readonly known?: readonly (KnownHits | undefined)[];
}

/** Demands against the catalogue's shared tables, by the rules of their market; the same in the process that keeps them and in its threads. */
export class Matcher {
  private readonly ranker: TextRanker;
  private readonly holders: Holders;
  private readonly judging: Judge;
  private finder: { readonly of: SynonymGroups; readonly find: SynonymFinder } | undefined;

  constructor(
    readonly rules: MarketRules,
    readonly lexical: LexicalIndex,
    readonly features: FeatureTable,
  ) {
    this.ranker = new TextRanker(lexical);
    this.holders = new Holders(lexical);
    this.judging = new Judge(rules, features, this.ranker, this.holders);
  }

  static attach({ market, lexical, features }: MatcherHandle): Matcher {
    const rules = rulesOf(market);
    return new Matcher(rules, LexicalIndex.attach(lexical, views), new FeatureTable(rules.layout, features));
  }

  get handle(): MatcherHandle {
    const { market } = this.rules;
    return { market, lexical: this.lexical.handle, features: this.features.handle };
  }

  match(demand: PublishedListing, settings: MatchSettings, decided: Decided = nothing, aids?: Aids): Matched {
    const query = this.query(demand, settings);
    const hits = this.candidates(query, settings);
    return this.judge({ demand: this.rules.demandFeatures(demand), query, hits, decided, aids }, settings);
  }

  /** What a reranking server is asked about: a demand's first by text, best first. */
  leading(
    demand: PublishedListing,
    settings: MatchSettings,
    decided: Decided = nothing,
    meaning?: Meaning,
  ): number[] {
    const query = this.query(demand, settings);
    return this.judging.leading(query, this.candidates(query, settings), decided, meaning);
  }

  /** The same for many demands by words alone. */
  matchEach({ demands, decided, features, known }: Together, settings: MatchSettings): Matched[] {
    const queries = demands.map((demand) => this.query(demand, settings));
    return this.candidatesOfEach(queries, settings, known).map((hits, i) =>
      this.judge(
        {
          demand: features?.[i] ?? this.rules.demandFeatures(demands[i] as PublishedListing),
          query: queries[i] as TextQuery,
          hits,
          decided: decided[i],
        },
        settings,
      ),
    );
  }

  /** A demand in the index's terms. @param holding terms of a document that is not in the index. */
  query(demand: PublishedListing, settings: MatchSettings, holding?: ReadonlySet<number>): TextQuery {
    const find = this.finderOf(settings);
    return this.ranker.query(demandTexts(this.rules.market, demand), settings.associations, find, holding);
  }

  /** What a demand asks for, as counts of terms. */
  countsOf(demand: PublishedListing, settings: MatchSettings): Counts {
    return this.ranker.countsOf(
      demandTexts(this.rules.market, demand),
      settings.associations,
      this.finderOf(settings),
    );
  }

  private finderOf({ synonyms: of = synonyms }: MatchSettings): SynonymFinder {
    if (this.finder?.of !== of) this.finder = { of, find: synonymFinder(of) };
    return this.finder.find;
  }

  /** The best by text, from which rules choose. */
  candidates(query: TextQuery, settings: MatchSettings): Ranked {
    return this.candidatesOfEach([query], settings)[0] as Ranked;
  }

  candidatesOfEach(
    queries: readonly TextQuery[],
    { keep }: MatchSettings,
    known?: Together['known'],
  ): Ranked[] {
    return this.ranker.searchEach(queries, Math.max(candidates, keep * 2), known);
  }

  /** What rules make of candidates, whatever these were ranked by. */
  judge(found: Found, settings: MatchSettings): Matched {
    return this.judging.judge(found, settings);
  }

  /**
   * One pair with all that is known of it, by statistics alone: neither need to be in the index.
   * @param known the score of text that its ranking has found; what it left out is scored as what it leaves out is.
   * @param aided servers had a part in that ranking: what its words count for is in the score already.
   */
  explain(
    demand: PublishedListing,
    supply: PublishedListing,
    settings: MatchSettings,
    { known, aided = false, blocked }: KnownPair,
  ): PairScore {
    const { vector } = this.lexical.weighed(countsOf(supplyTexts(this.rules.market, supply)));
    const held = new Set(vector.terms);
    const query = this.query(demand, settings, held);
    const pair = { demand: this.rules.demandFeatures(demand), supply: this.rules.supplyFeatures(supply) };
    const score = known ?? this.lexical.scoreOf(query, vector) * outside;
    const { weights, preferences } = settings;
    const weighing = { most: inOrder(this.rules.market, weights), preferences };
    const words = new NamedWords(query, this.holders.common);
    const holds: Holds = (term) => held.has(term);
    const named = words.named(holds);
    const text = textShare(score, query.bound) * (known !== undefined && aided ? 1 : named.support);
    const points = tenths(this.rules, pair, text, weighing);
    return {
      tenths: points,
      points: total(points),
      excluded: blocked ? 'blocked' : excludedBy(this.rules, pair.demand, pair.supply, preferences.today),
      words: named.words,
      lacking: words.lacking(holds),
      query,
      vector,
    };
  }
}
