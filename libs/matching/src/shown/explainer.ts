import { Injectable } from '@nestjs/common';
import { type ExclusionCode, type MarketCode, markets, type PublishedListing } from '#contracts';
import { dayOf } from '#kernel';
import { DictionaryService, type Sight } from '#listings';
import { Database } from '#platform';
import { Grounds } from '../catalogue/grounds.js';
import { exclusionText } from '../markets/exclusion.js';
import { type Reason, reasonsOf } from '../markets/reasons.js';
import { weighedScore } from '../runs/match.store.js';
import { split } from '../scoring/domain/shares.js';
import { type NamedField, supplyTexts } from '../scoring/fields.js';
import type { Aids, PairScore } from '../scoring/matched.js';
import { countsOf } from '../scoring/views.js';
import { MatchInputs } from '../steering/match.inputs.js';
import { MatchReader, type StoredMatch } from './match.reader.js';
import { type ShownDecision, shownDecision } from './sight.js';

export interface PairExplanation {
  readonly score: number;
  readonly reasons: readonly Reason[];
  /** Of the text rule's points, by field of the supply. */
  readonly fields: readonly { readonly field: string; readonly label: string; readonly points: number }[];
  readonly excluded: { readonly code: ExclusionCode; readonly text: string } | null;
  /** From 1 among the demand's matches as the asker sees them. */
  readonly place: number | null;
  readonly folded: boolean;
  readonly verdict: string;
  readonly lacking: readonly string[];
  readonly decision: ShownDecision | null;
  readonly weightsVersion: number;
  /** Whether servers helped the words that the demand's list was ranked by. */
  readonly aids: Aids['states'];
}

/** A pair of one market. */
export interface ComparedPair {
  readonly demand: PublishedListing;
  readonly supply: PublishedListing;
}

/** Why a pair stands where it stands, or why it does not stand on the list at all; for any pair in force. */
@Injectable()
export class Explainer {
  constructor(
    private readonly db: Database,
    private readonly grounds: Grounds,
    private readonly inputs: MatchInputs,
    private readonly matches: MatchReader,
    private readonly dictionaries: DictionaryService,
  ) {}

  async explain(
    market: MarketCode,
    { demand, supply }: ComparedPair,
    sight: Sight,
  ): Promise<PairExplanation> {
    const matcher = await this.grounds.current(market);
    const { settings, version } = await this.inputs.settings(market);
    const decisions = (await this.inputs.decisions([demand.id])).get(demand.id) ?? [];
    const pair = matcher.explain(demand, supply, settings, {
      ...(await this.known(demand, supply)),
      blocked: decisions.some((of) => of.kind === 'block' && of.supplyListingId === supply.id),
    });
    const arranged = await this.matches.arranged(market, demand.id, sight);
    const isIt = (one: StoredMatch) => one.supplyListingId === supply.id;
    const at = arranged.findIndex(({ match }) => isIt(match));
    const head = arranged.findIndex(({ folded }) => folded.some(isIt));
    const listed = arranged.flatMap(({ match, folded }) => [match, ...folded]).find(isIt);
    const label = await this.dictionaries.labels();
    const today = dayOf(new Date());
    const excluded = pair.excluded
      ? {
          code: pair.excluded,
          text: exclusionText(matcher.rules, pair.excluded, { demand, supply, today, label }),
        }
      : null;
    const made = decisions.find((of) => of.supplyListingId === supply.id);
    const decision = made ? shownDecision(made, sight, demand) : null;
    const verdict = verdictOf(market, {
      excluded: excluded?.text,
      decision,
      place: at + 1,
      head: head + 1,
      points: pair.points,
      least: settings.least,
      keep: settings.keep,
    });
    return {
      score: pair.points / 10,
      reasons: reasonsOf(
        matcher.rules,
        { demand, supply, label },
        { ...pair, places: listed?.places },
        settings.weights['text'] ?? 0,
      ),
      fields: byField(supplyTexts(market, supply, label), pair, (view, term) =>
        matcher.lexical.termOf(view, term),
      ),
      excluded,
      place: at < 0 ? null : at + 1,
      folded: head >= 0,
      verdict,
      lacking: pair.lacking,
      decision,
      weightsVersion: version,
      aids: await this.matches.aids(demand.id),
    };
  }

  /** The score of text that the demand's ranking has found for a supply, and whether servers had a part in it. */
  private async known(demand: PublishedListing, supply: PublishedListing) {
    const [row] = await this.db.query<{ weighed: Buffer } & Aids['states']>(
      'SELECT weighed, meaning, reranked FROM match_summaries WHERE demand_listing_id = $1 AND demand_revision = $2',
      [demand.id, demand.revision],
    );
    return {
      known: row && weighedScore(row.weighed, supply.id),
      aided: row?.meaning === 'on' || row?.reranked === 'on',
    };
  }
}

interface Circumstances {
  readonly excluded: string | undefined;
  readonly decision: ShownDecision | null;
  /** From 1; 0 where it is not shown. */
  readonly place: number;
  readonly head: number;
  readonly points: number;
  readonly least: number;
  readonly keep: number;
}

/** One sentence for an official. */
function verdictOf(market: MarketCode, of: Circumstances): string {
  const { demand, supply, supplier } = markets[market].words;
  const why = of.decision?.reason == null ? '' : `（${of.decision.reason}）`;
  if (of.decision?.kind === 'block') return `经审核人员屏蔽${why}，至${of.decision.until}止不列入推荐。`;
  if (of.excluded !== undefined) return `不符合硬性条件：${of.excluded}，因此不列入推荐。`;
  if (of.decision?.kind === 'pin') return `经审核人员置顶${why}，至${of.decision.until}止列在最前。`;
  if (of.place > 0) return `列推荐名单第${of.place}位。`;
  if (of.head > 0)
    return `同一${supplier}列在前面的${supply}已满，收在该${supplier}名单第${of.head}位的${supply}之下。`;
  if (of.points < of.least) return `得分${of.points / 10}分，低于列入推荐的最低分${of.least / 10}分。`;
  return `得分未进入该${demand}的前${of.keep}名，或发布后尚未参加匹配。`;
}

/** The text rule's points by the fields in which the shared terms stand. */
function byField(
  fields: readonly NamedField[],
  { query, vector, tenths: [ofText = 0] }: PairScore,
  termOf: (view: number, term: string) => number,
): { field: string; label: string; points: number }[] {
  const gains = new Map<number, number>();
  const held = new Map(Array.from(vector.terms, (term, i) => [term, vector.weights[i] as number]));
  query.terms.forEach((term, i) => {
    const weight = held.get(term);
    if (weight !== undefined) gains.set(term, weight * (query.weights[i] as number));
  });
  const whole = new Map<number, number>();
  const parts = fields.map((field) =>
    countsOf([field]).flatMap((counts, view) =>
      Array.from(counts, ([term, count]) => {
        const number = termOf(view, term);
        whole.set(number, (whole.get(number) ?? 0) + count);
        return { number, count };
      }),
    ),
  );
  const weights = parts.map((terms) =>
    terms.reduce(
      (sum, { number, count }) => sum + ((gains.get(number) ?? 0) * count) / (whole.get(number) ?? 1),
      0,
    ),
  );
  return split(ofText, weights)
    .map((points, i) => ({
      field: fields[i]?.field ?? '',
      label: fields[i]?.label ?? '',
      points: points / 10,
    }))
    .filter(({ points }) => points > 0);
}
