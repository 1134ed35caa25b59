import type { ExclusionCode, MarketCode, PublishedListing } from '#contracts';
import { type SynonymFinder, type SynonymGroups, synonymFinder, synonyms } from '#text';
import {
  type Counts,
  type Forward,
  type KnownHits,
  type LexicalHandle,
  LexicalIndex,
  type SparseVector,
} from '#topk';
import type { FeatureHandle } from '../catalogue/feature-table.js';
import { FeatureTable } from '../catalogue/feature-table.js';
import { excludedBy } from '../markets/exclusion.js';
import type { DemandFeatures } from '../markets/features.js';
import { rulesOf } from '../markets/index.js';
import { inOrder, type MarketRules, ruleNames, tenths, total } from '../markets/rules.js';
import { type Holds, NamedWords } from './domain/words.js';
import { demandTexts, supplyTexts } from './fields.js';
import type { Aids, Decided, Matched, MatchSettings, Meaning, Places } from './matched.js';
import { outside } from './rerank.js';
import { textShare } from './strength.js';
import { type Ranked, type TextQuery, TextRanker } from './text-ranker.js';
import { countsOf, views } from './views.js';
import { gathered, leading, placesOf, reordered, type TextScores } from './weighed.js';

/** All that a thread needs to match. */
export interface MatcherHandle {
  readonly market: MarketCode;
  readonly lexical: LexicalHandle;
  readonly features: FeatureHandle;
}

/** Supplies that may hold a word before it counts as common, however few there are in all. */
const fewHolders = 8;
/** Candidates by text, from which rules choose: these weigh at most half as much again, so nobody comes from far behind. */
const candidates = 150;
const nearest = 3;
/** The rule whose points a policy gives: how far it moves supplies up is told. */
const bonusRule = 'firstVersion';

/** Demands that are matched together; the lists are by demand, in the same order. */
export interface Together {
  readonly demands: readonly PublishedListing[];
  readonly decided: readonly Decided[];
  /** What rules look at in them, where it is made already. */
  readonly features?: readonly DemandFeatures[];
  /** What the search of an earlier match has found, by the statistics in force and for the same texts. */
  readonly known?: readonly (KnownHits | undefined)[];
}

/** A demand, what its text has found, and what is known of it besides. */
export interface Found {
  readonly demand: DemandFeatures;
  readonly query: TextQuery;
  readonly hits: Ranked;
  readonly decided?: Decided | undefined;
  readonly aids?: Aids | undefined;
}

interface Rated {
  readonly doc: number;
  readonly tenths: readonly number[];
  readonly points: number;
  readonly tie: number;
  readonly excluded: ExclusionCode | undefined;
  /** Of text. */
  readonly score: number;
  readonly places?: Places | undefined;
}

/** One pair on its own. */
export interface PairScore {
  readonly tenths: readonly number[];
  readonly points: number;
  readonly excluded: ExclusionCode | undefined;
  readonly words: readonly string[];
  readonly lacking: readonly string[];
  readonly query: TextQuery;
  /** The supply's terms. */
  readonly vector: SparseVector;
}

/** Demands against the catalogue's shared tables, by the rules of their market; the same in the process that keeps them and in its threads. */
export class Matcher {
  private readonly ranker: TextRanker;
  /** By term, the mark of the document that was last found to hold it. */
  private holders = new Uint32Array(0);
  private lastMark = 0;
  private finder: { readonly of: SynonymGroups; readonly find: SynonymFinder } | undefined;
  /** Place of the policy's rule; -1 where the market has none. */
  private readonly bonus: number;

  constructor(
    readonly rules: MarketRules,
    readonly lexical: LexicalIndex,
    readonly features: FeatureTable,
  ) {
    this.ranker = new TextRanker(lexical);
    this.bonus = ruleNames(rules.market).indexOf(bonusRule);
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
    { pinned }: Decided = nothing,
    meaning?: Meaning,
  ): number[] {
    const query = this.query(demand, settings);
    return leading(this.gathered(query, byDoc(this.candidates(query, settings)), pinned, meaning));
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
    const { query, hits, decided = nothing, aids } = found;
    const rated = this.rate(found, settings);
    const free = rated.filter((one) => one.excluded === undefined);
    const kept = this.kept(free, settings, decided);
    const moves = movesByBonus(free, kept, this.bonus);
    const words = new NamedWords(query, this.common);
    const forward = this.lexical.forward(query.namedViews);
    return {
      proposals: kept.map((one) => ({
        doc: one.doc,
        tenths: one.tenths,
        points: one.points,
        words: words.shared(this.held(forward, one.doc)),
        moved: moves.get(one.doc) ?? 0,
        ...(one.places ? { places: one.places } : {}),
      })),
      near: rated.slice(0, nearest).map((one) => ({
        doc: one.doc,
        points: one.points,
        excluded: one.excluded,
        lacking: words.lacking(this.held(forward, one.doc)),
      })),
      best: free[0]?.points,
      bar: hits.bar,
      weighed: {
        docs: Uint32Array.from(rated, (one) => one.doc),
        scores: Float32Array.from(rated, (one) => one.score),
      },
      known: hits.known,
      ...(aids ? { aids: aids.states } : {}),
    };
  }

  /**
   * One pair with all that is known of it, by statistics alone: neither need to be in the index.
   * @param known the score of text that its ranking has found; what it left out is scored as what it leaves out is.
   */
  explain(
    demand: PublishedListing,
    supply: PublishedListing,
    settings: MatchSettings,
    { known, blocked }: { readonly known: number | undefined; readonly blocked: boolean },
  ): PairScore {
    const { vector } = this.lexical.weighed(countsOf(supplyTexts(this.rules.market, supply)));
    const held = new Set(vector.terms);
    const query = this.query(demand, settings, held);
    const pair = { demand: this.rules.demandFeatures(demand), supply: this.rules.supplyFeatures(supply) };
    const score = known ?? this.lexical.scoreOf(query, vector) * outside;
    const { weights, preferences } = settings;
    const weighing = { most: inOrder(this.rules.market, weights), preferences };
    const points = tenths(this.rules, pair, textShare(score, query.bound), weighing);
    const words = new NamedWords(query, this.common);
    const holds: Holds = (term) => held.has(term);
    return {
      tenths: points,
      points: total(points),
      excluded: blocked ? 'blocked' : excludedBy(this.rules, pair.demand, pair.supply, preferences.today),
      words: words.shared(holds),
      lacking: words.lacking(holds),
      query,
      vector,
    };
  }

  /** Candidates and all that must be looked at, best first, whatever keeps them apart. */
  private rate(
    { demand, query, hits, decided: { pinned, blocked } = nothing, aids }: Found,
    { weights, preferences }: MatchSettings,
  ): Rated[] {
    const { rules } = this;
    const weighing = { most: inOrder(rules.market, weights), preferences };
    const rated: Rated[] = [];
    const rate = (score: number, doc: number, places?: Places) => {
      const supply = this.features.get(doc);
      const points = tenths(rules, { demand, supply }, textShare(score, query.bound), weighing);
      const excluded = blocked.includes(doc)
        ? 'blocked'
        : excludedBy(rules, demand, supply, preferences.today);
      rated.push({ doc, tenths: points, points: total(points), tie: supply.tie, excluded, score, places });
    };
    if (pinned.length === 0 && !aids)
      for (let i = 0; i < hits.docs.length; i++) rate(hits.scores[i] as number, hits.docs[i] as number);
    else {
      const words = byDoc(hits);
      const all = this.gathered(query, words, pinned, aids?.meaning);
      const places = aids?.meaning || aids?.reranked ? placesOf(words, all, aids) : undefined;
      for (const [doc, score] of aids?.reranked ? reordered(all, aids.reranked) : all)
        rate(score, doc, places?.get(doc));
    }
    return rated.sort(byPoints);
  }

  private gathered(
    query: TextQuery,
    words: TextScores,
    pinned: readonly number[],
    meaning: Meaning | undefined,
  ): TextScores {
    return gathered(words, pinned, meaning, (doc) => this.ranker.scoreOutside(query, doc));
  }

  private kept(free: readonly Rated[], { keep, least }: MatchSettings, { pinned }: Decided): Rated[] {
    return free.filter((one, place) => pinned.includes(one.doc) || (place < keep && one.points >= least));
  }

  private readonly common = (term: number): boolean =>
    this.lexical.df(term) > Math.max(fewHolders, this.lexical.known / 2);

  /** Which terms a document holds; good until the next document is asked about. */
  private held(forward: Forward, doc: number): Holds {
    if (this.holders.length < this.lexical.terms) this.holders = new Uint32Array(this.lexical.terms + 65536);
    const { holders } = this;
    const mark = this.mark(holders);
    const n = forward.readTerms(doc);
    const { terms } = forward;
    for (let i = 0; i < n; i++) holders[terms[i] as number] = mark;
    return (term) => holders[term] === mark;
  }

  private mark(holders: Uint32Array): number {
    if (this.lastMark === 0xffffffff) {
      holders.fill(0);
      this.lastMark = 0;
    }
    return ++this.lastMark;
  }
}

const nothing: Decided = { pinned: [], blocked: [] };

function byDoc({ docs, scores }: Ranked): TextScores {
  return new Map(Array.from(docs, (doc, i) => [doc, scores[i] as number]));
}

function byPoints(a: Rated, b: Rated): number {
  return b.points - a.points || a.tie - b.tie || a.doc - b.doc;
}

/** Places that a policy's bonus moved supplies up among all that may be proposed, pinned or not. */
function movesByBonus(
  free: readonly Rated[],
  kept: readonly Rated[],
  rule: number,
): ReadonlyMap<number, number> {
  const bonus = (one: Rated) => one.tenths[rule] ?? 0;
  if (!kept.some((one) => bonus(one) > 0)) return new Map();
  const without = free.map((one) => ({ ...one, points: one.points - bonus(one) })).sort(byPoints);
  const before = new Map(without.map((one, place) => [one.doc, place]));
  return new Map(
    free.flatMap((one, place) =>
      bonus(one) > 0 ? [[one.doc, Math.max(0, (before.get(one.doc) ?? place) - place)]] : [],
    ),
  );
}
