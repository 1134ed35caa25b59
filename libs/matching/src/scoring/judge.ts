import type { ExclusionCode } from '#contracts';
import type { Forward, LexicalIndex } from '#topk';
import type { FeatureTable } from '../catalogue/feature-table.js';
import { excludedBy } from '../markets/exclusion.js';
import type { DemandFeatures } from '../markets/features.js';
import { inOrder, type MarketRules, ruleNames, tenths, total } from '../markets/rules.js';
import { type Holds, NamedWords } from './domain/words.js';
import type { Aids, Decided, Matched, MatchSettings, Meaning, Places } from './matched.js';
import { textShare } from './strength.js';
import type { Ranked, TextQuery, TextRanker } from './text-ranker.js';
import { gathered, leading, placesOf, reordered, type TextScores } from './weighed.js';

/** Supplies that may hold a word before it counts as common, however few there are in all. */
const fewHolders = 8;
const nearest = 3;
/** The rule whose points a policy gives: how far it moves supplies up is told. */
const bonusRule = 'firstVersion';

export const nothing: Decided = { pinned: [], blocked: [] };

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

/** What rules make of a demand's candidates: points, what is proposed, and the words that speak for it. */
export class Judge {
  /** By term, the mark of the document that was last found to hold it. */
  private holders = new Uint32Array(0);
  private lastMark = 0;
  /** Place of the policy's rule; -1 where the market has none. */
  private readonly bonus: number;

  constructor(
    private readonly rules: MarketRules,
    private readonly lexical: LexicalIndex,
    private readonly features: FeatureTable,
    private readonly ranker: TextRanker,
  ) {
    this.bonus = ruleNames(rules.market).indexOf(bonusRule);
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

  /** A demand's first by text, best first. */
  leading(query: TextQuery, hits: Ranked, { pinned }: Decided, meaning?: Meaning): number[] {
    return leading(this.gathered(query, byDoc(hits), pinned, meaning));
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

  /** So many supplies hold a term that it is no reason for any of them. */
  readonly common = (term: number): boolean =>
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
