import type { FeatureTable } from '../catalogue/feature-table.js';
import { excludedBy } from '../markets/exclusion.js';
import type { DemandFeatures, SupplyFeatures } from '../markets/features.js';
import { inOrder, type MarketRules, ruleNames, tenths, total } from '../markets/rules.js';
import { type Holds, NamedWords } from './domain/words.js';
import type { Holders } from './holders.js';
import type { Aids, Decided, Matched, MatchSettings, Meaning, Places } from './matched.js';
import { movesByBonus, type Rated, Rating } from './rating.js';
import { scoreOfShare, textShare } from './strength.js';
import type { Ranked, TextQuery, TextRanker } from './text-ranker.js';
import { gathered, leading, placesOf, reordered, type TextScores } from './weighed.js';

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

/** What rules make of a demand's candidates: points, what is proposed, and the words that speak for it. */
export class Judge {
  /** Place of the policy's rule; -1 where the market has none. */
  private readonly bonus: number;

  constructor(
    private readonly rules: MarketRules,
    private readonly features: FeatureTable,
    private readonly ranker: TextRanker,
    private readonly holders: Holders,
  ) {
    this.bonus = ruleNames(rules.market).indexOf(bonusRule);
  }

  /** What rules make of candidates, whatever these were ranked by. */
  judge(found: Found, settings: MatchSettings): Matched {
    const { query, hits, decided = nothing, aids } = found;
    const words = new NamedWords(query, this.holders.common);
    const holdsOf = this.holders.of(query.namedViews);
    const rating = this.rate(found, settings, words, holdsOf);
    const { pinned } = decided;
    rating.settle((one) => pinned.includes(one.doc));
    const best = new Set(rating.first(settings.keep, (one) => isFree(one) && one.points >= settings.least));
    const kept = rating.ranked.filter((one) => best.has(one) || (isFree(one) && pinned.includes(one.doc)));
    const moves = movesByBonus(rating, kept, this.bonus);
    const near = rating.first(nearest);
    const [nearestFree] = rating.first(1, isFree);
    return {
      proposals: kept.map((one) => ({
        doc: one.doc,
        tenths: one.tenths,
        points: one.points,
        words: one.words ?? [],
        moved: moves.get(one.doc) ?? 0,
        ...(one.places ? { places: one.places } : {}),
      })),
      near: near.map((one) => ({
        doc: one.doc,
        points: one.points,
        excluded: one.excluded,
        lacking: words.lacking(holdsOf(one.doc)),
      })),
      best: nearestFree?.points,
      bar: hits.bar,
      weighed: {
        docs: Uint32Array.from(rating.ranked, (one) => one.doc),
        scores: Float32Array.from(rating.ranked, (one) => one.score),
      },
      known: hits.known,
      ...(aids ? { aids: aids.states } : {}),
    };
  }

  /** A demand's first by text, best first. */
  leading(query: TextQuery, hits: Ranked, { pinned }: Decided, meaning?: Meaning): number[] {
    return leading(this.gathered(query, byDoc(hits), pinned, meaning));
  }

  /** Candidates and all that must be looked at, whatever keeps them apart. */
  private rate(
    { demand, query, hits, decided: { pinned, blocked } = nothing, aids }: Found,
    { weights, preferences }: MatchSettings,
    named: NamedWords,
    holdsOf: (doc: number) => Holds,
  ): Rating {
    const { rules } = this;
    const weighing = { most: inOrder(rules.market, weights), preferences };
    const weighed = (supply: SupplyFeatures, text: number) =>
      tenths(rules, { demand, supply }, text, weighing);
    const rated: Rated[] = [];
    // Members one by one: every need makes hundreds of these.
    const rate = (score: number, doc: number, places?: Places, words?: readonly string[]) => {
      const supply = this.features.get(doc);
      const excluded = blocked.includes(doc)
        ? 'blocked'
        : excludedBy(rules, demand, supply, preferences.today);
      const points = weighed(supply, textShare(score, query.bound));
      const { tie } = supply;
      rated.push({ doc, tenths: points, points: total(points), tie, excluded, score, places, words });
    };
    if (pinned.length === 0 && !aids)
      for (let i = 0; i < hits.docs.length; i++) rate(hits.scores[i] as number, hits.docs[i] as number);
    else if (!aids?.meaning && !aids?.reranked)
      for (const [doc, score] of this.gathered(query, byDoc(hits), pinned, undefined)) rate(score, doc);
    else {
      // Servers put in another order what is weighed by its words already: whom they like gets the best score of these.
      const words = new Map<number, readonly string[]>();
      const supported = (doc: number, score: number) => {
        const { words: shared, support } = named.named(holdsOf(doc));
        words.set(doc, shared);
        if (support === 1) return score;
        return scoreOfShare(textShare(score, query.bound) * support, query.bound);
      };
      const own = new Map(Array.from(byDoc(hits), ([doc, score]) => [doc, supported(doc, score)]));
      const all = gathered(own, pinned, aids.meaning, (doc) =>
        supported(doc, this.ranker.scoreOutside(query, doc)),
      );
      const places = placesOf(own, all, aids);
      for (const [doc, score] of aids.reranked ? reordered(all, aids.reranked) : all)
        rate(score, doc, places.get(doc), words.get(doc) ?? []);
    }
    return new Rating(rated, (one) => {
      const { words, support } = named.named(holdsOf(one.doc));
      const { doc, tie, excluded, score, places } = one;
      const points =
        support === 1 ? one.tenths : weighed(this.features.get(doc), textShare(score, query.bound) * support);
      return { doc, tenths: points, points: total(points), tie, excluded, score, places, words };
    });
  }

  private gathered(
    query: TextQuery,
    words: TextScores,
    pinned: readonly number[],
    meaning: Meaning | undefined,
  ): TextScores {
    return gathered(words, pinned, meaning, (doc) => this.ranker.scoreOutside(query, doc));
  }
}

function byDoc({ docs, scores }: Ranked): TextScores {
  return new Map(Array.from(docs, (doc, i) => [doc, scores[i] as number]));
}

function isFree({ excluded }: Rated): boolean {
  return excluded === undefined;
}
