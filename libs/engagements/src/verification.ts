import type { Principal } from '#accounts';
import { rows, type Tx } from '#platform';
import type { EngagementSubject } from './domain/subject.js';
import type { ClaimRow, EngagementRow } from './engagement.store.js';
import { ReviewerInvolved, SecondReviewerWanted } from './errors.js';

/** What a step works on, locked. */
export interface At {
  readonly tx: Tx;
  readonly row: EngagementRow;
  readonly claim: ClaimRow;
  readonly caller: Principal;
  readonly now: Date;
}

/** Who works for a side, has acted for one in this engagement, or whose body bears its name, decides nothing on it. */
export async function independent({ tx, row, caller }: At): Promise<void> {
  const acted = await rows(
    tx,
    "SELECT 1 FROM engagement_history WHERE engagement_id = $1 AND actor_id = $2 AND side <> 'coordinator' LIMIT 1",
    [row.id, caller.personId],
  );
  const same = [row.demand.name, row.supply.name].includes(caller.body?.name ?? '');
  if (!caller.body || caller.organisation || acted.length > 0 || same) throw new ReviewerInvolved();
}

/** @throws SecondReviewerWanted `claim.second_reviewer_wanted` */
export function secondReviewer({ claim, caller }: At, reason: string | undefined): void {
  if (claim.confirmed_at === null || claim.disputed_by === caller.personId || reason === undefined)
    throw new SecondReviewerWanted();
}

/** The listings of this moment, as far as they are still the same two. */
export function current(row: EngagementRow, subject: EngagementSubject | undefined): EngagementSubject {
  const same =
    subject?.scenario.id === row.scenario_id &&
    subject.capability.id === row.capability_id &&
    subject.scenario.organisationId === row.demand_id &&
    subject.capability.organisationId === row.firm_id;
  return same && subject ? subject : row.subject;
}
