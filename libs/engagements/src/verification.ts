import { authorise, type Principal } from '#accounts';
import { rows, type Tx } from '#platform';
import type { EngagementSubject } from './domain/subject.js';
import { type ClaimRow, type EngagementRow, touch } from './engagement.store.js';
import { ReviewerInvolved, SecondReviewerWanted } from './errors.js';
import { type Parties, snapshots } from './parties.js';

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

/** Writes the listings and parties of this moment into the engagement, and takes the next place in its sequence. */
export async function renew(
  { tx, row: before, caller }: At,
  parties: Parties,
  subject: EngagementSubject,
): Promise<EngagementRow> {
  const { demand, supply } = snapshots(parties, subject);
  // The scenario may have moved to an area that is not this coordinator's.
  authorise(caller, 'claim.verify', { area: demand.area });
  const row = { ...before, subject, demand, supply, area: demand.area, sequence: before.sequence + 1 };
  await touch(tx, row.id, 'subject = $2, demand = $3, supply = $4, area = $5, sequence = $6', [
    JSON.stringify(subject),
    JSON.stringify(demand),
    JSON.stringify(supply),
    row.area,
    row.sequence,
  ]);
  return row;
}
