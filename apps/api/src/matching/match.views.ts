import type {
  EngagementView,
  MatchAnswer,
  PublishedCapability,
  PublishedScenario,
  ReasonView,
  RuleWeights,
} from '#contracts';
import { marksOf, type Reason, type RunRow, ruleLabels } from '#matching';

/** A listing as others mention it. */
export function head(listing: PublishedScenario | PublishedCapability): MatchAnswer['scenario'] {
  return {
    id: listing.id,
    number: listing.number,
    title: 'title' in listing ? listing.title : listing.product,
    organisation: listing.organisation.name,
    area: listing.area,
  };
}

/** A match shows progress of its own product only, and says where the firm is engaged with another. */
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

export function reasonView(
  reason: Reason,
  weights: RuleWeights,
  scenario: PublishedScenario,
  capability: PublishedCapability,
): ReasonView {
  return {
    ...reason,
    label: ruleLabels[reason.rule],
    most: weights[reason.rule],
    words: [...reason.words],
    marks: marksOf(scenario, capability, reason.words),
  };
}

export function runView(row: RunRow) {
  return {
    id: row.id,
    state: row.state,
    requestedAt: row.requested_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    scenarios: row.scenarios,
    capabilities: row.capabilities,
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
