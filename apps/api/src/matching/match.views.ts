import {
  type EngagementView,
  kinds,
  type ListingKind,
  type MarketCode,
  type MarketRule,
  type MatchAnswer,
  markets,
  type PublishedListing,
  type ReasonView,
  type RuleWeights,
} from '#contracts';
import { marksOf, type Reason, type RunRow } from '#matching';

/** Both sides of a pair, as they are in force. */
export interface Pair {
  readonly demand: PublishedListing;
  readonly supply: PublishedListing;
}

/** A listing as others mention it. */
export function head(kind: ListingKind, listing: PublishedListing): MatchAnswer['demand'] {
  return {
    id: listing.id,
    number: listing.number,
    title: kinds[kind].titleOf(listing),
    organisation: listing.organisation.name,
    area: listing.area,
  };
}

/** A match shows progress of its own supply only, and says where the firm is engaged with another. */
export function progress(
  supplyListingId: string,
  of: EngagementView | undefined,
): Pick<MatchAnswer, 'engagement' | 'elsewhere'> {
  if (!of) return { engagement: null, elsewhere: null };
  const { id, number, state, level, intent, declinedBy, supplyListing } = of;
  const head = { id, number, state, level, intent, declinedBy };
  return supplyListing.id === supplyListingId
    ? { engagement: head, elsewhere: null }
    : { engagement: null, elsewhere: { ...head, supplyListing } };
}

export function reasonView(market: MarketCode, reason: Reason, weights: RuleWeights, pair: Pair): ReasonView {
  const rules: Readonly<Record<string, MarketRule>> = markets[market].rules;
  return {
    ...reason,
    label: rules[reason.rule]?.label ?? reason.rule,
    most: weights[reason.rule] ?? 0,
    words: [...reason.words],
    marks: marksOf(market, pair, reason.words),
  };
}

export function runView(row: RunRow) {
  return {
    id: row.id,
    market: row.market,
    state: row.state,
    requestedAt: row.requested_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    demands: row.demands,
    supplies: row.supplies,
    done: row.done,
    pairs: row.pairs,
    firmPairs: row.firm_pairs,
    chunks: row.chunks,
    chunksDone: row.chunks_done,
    firstVersionMoves: row.first_version_moves,
    pinned: row.pinned,
    blocked: row.blocked,
    gaps: row.gaps,
    weightsVersion: row.weights_version,
    synonymsVersion: row.synonyms_version,
    meaning: row.meaning,
    error: row.error,
    job: row.job_id === null ? null : { id: row.job_id, href: `/api/v1/jobs/${row.job_id}` },
  };
}
