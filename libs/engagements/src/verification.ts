import { In, Not } from 'typeorm';
import { authorise, bodyStanding, type Principal, stakesIn } from '#accounts';
import { appendFact, type Tx } from '#platform';
import type { ActingSide } from './domain/claims.js';
import { involvement } from './domain/independence.js';
import type { EngagementSubject } from './domain/subject.js';
import { touch } from './engagement.store.js';
import { type Claim, type Engagement, EngagementStep } from './entities/index.js';
import { ReviewerInvolved, SecondReviewerWanted } from './errors.js';
import { reversedFact, subjectOf } from './facts.js';
import { type Parties, snapshots } from './parties.js';

/** What a step works on, locked. */
export interface At {
  readonly tx: Tx;
  readonly row: Engagement;
  readonly claim: Claim;
  readonly caller: Principal;
  /** In what part the caller acts. */
  readonly side: ActingSide;
  readonly now: Date;
}

/**
 * Whoever works for a party, for one of its controllers or for the department that owns the demand decides nothing on it,
 * nor does such a body: as it was when the claim was made, as it is now, and by ids. Nor who acted for a side before, or
 * vouched for one at a meeting.
 * @param department that owns the demand now.
 * @throws ReviewerInvolved `claim.reviewer_involved`
 */
export async function independent(
  { tx, row, claim, caller }: At,
  { demand, supply }: Parties,
  department = row.demand.department,
): Promise<void> {
  const own = { engagementId: row.id, actorId: caller.personId };
  const acted = await tx.existsBy(EngagementStep, [
    { ...own, side: Not('coordinator') },
    { ...own, to: In(['claimed', 'confirmed']) },
  ]);
  const body = caller.body && (await bodyStanding(tx, caller.body.id));
  if (!caller.body || !body || caller.organisation || acted) throw new ReviewerInvolved('person');
  const now = await stakesIn(tx, [demand.uscc, supply.uscc], [department]);
  const verifier = { personId: caller.personId, bodyId: caller.body.id, ...body };
  const why = involvement(verifier, [claim.stakes, now]);
  if (why) throw new ReviewerInvolved(why);
}

/**
 * A dispute is decided by another than who raised it, with a reason, whichever way; nothing is verified in it that the
 * other side has not confirmed.
 * @throws SecondReviewerWanted `claim.second_reviewer_wanted`
 */
export function secondReviewer(
  { claim, caller }: At,
  to: 'verified' | 'rejected',
  reason: string | undefined,
): void {
  if (claim.state !== 'disputed') return;
  const unconfirmed = to === 'verified' && claim.confirmedAt === null;
  if (unconfirmed || claim.disputedBy === caller.personId || reason === undefined)
    throw new SecondReviewerWanted();
}

/** The listings of this moment, as far as they are still the same two. */
export function current(row: Engagement, subject: EngagementSubject | undefined): EngagementSubject {
  const same =
    subject?.demand.id === row.demandListingId &&
    subject.supply.id === row.supplyListingId &&
    subject.demand.organisationId === row.demandId &&
    subject.supply.organisationId === row.firmId;
  return same && subject ? subject : row.subject;
}

/** Writes the listings and parties of this moment into the engagement, and takes the next place in its sequence. */
export async function renew(
  { tx, row: before, caller }: At,
  parties: Parties,
  subject: EngagementSubject,
): Promise<Engagement> {
  const { demand, supply } = snapshots(parties, subject);
  // The demand may have moved to an area that is not this coordinator's.
  authorise(caller, 'claim.verify', { area: demand.area });
  const row = { ...before, subject, demand, supply, area: demand.area, sequence: before.sequence + 1 };
  await touch(tx, row.id, { subject, demand, supply, area: row.area, sequence: row.sequence });
  return row;
}

/** Announces that what was verified is taken back, at the next place in the engagement's sequence. */
export async function takeBack({ tx, row: before, claim, caller, now }: At, reason: string): Promise<void> {
  const row = { ...before, sequence: before.sequence + 1 };
  await touch(tx, row.id, { sequence: row.sequence });
  await appendFact(tx, subjectOf(row), reversedFact(row, claim, { personId: caller.personId, reason }, now));
}
