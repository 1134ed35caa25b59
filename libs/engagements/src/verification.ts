import { authorise, bodyStanding, type Principal, stakesIn } from '#accounts';
import { rows, type Tx } from '#platform';
import { involvement } from './domain/independence.js';
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

/**
 * Whoever works for a party, for one of its controllers or for the department that owns the demand decides nothing on it,
 * nor does such a body: as it was when the claim was made, as it is now, and by ids. Nor who acted for a side before.
 * @param department that owns the demand now.
 * @throws ReviewerInvolved `claim.reviewer_involved`
 */
export async function independent(
  { tx, row, claim, caller }: At,
  { demand, supply }: Parties,
  department = row.demand.department,
): Promise<void> {
  const acted = await rows(
    tx,
    "SELECT 1 FROM engagement_history WHERE engagement_id = $1 AND actor_id = $2 AND side <> 'coordinator' LIMIT 1",
    [row.id, caller.personId],
  );
  const body = caller.body && (await bodyStanding(tx, caller.body.id));
  if (!caller.body || !body || caller.organisation || acted.length > 0) throw new ReviewerInvolved('person');
  const now = await stakesIn(tx, [demand.uscc, supply.uscc], [department]);
  const verifier = { personId: caller.personId, bodyId: caller.body.id, ...body };
  const why = involvement(verifier, [claim.stakes, now]);
  if (why) throw new ReviewerInvolved(why);
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
