import { may, type Principal } from '#accounts';
import type { Claim, Engagement } from './entities/index.js';
import { OwnClaim } from './errors.js';
import { sideIn, whose } from './reach.js';

/**
 * Whether a claim waits for this person's word: for somebody of the other side who did not claim it himself. Pages ask
 * here, lists ask `waitsForSql`, which is the same, and the step itself refuses everybody else.
 */
export function waitsFor(caller: Principal, row: Engagement, claim: Claim): boolean {
  const side = sideIn(caller, row);
  return (
    claim.state === 'claimed' &&
    side !== undefined &&
    side !== claim.side &&
    claim.claimedBy !== caller.personId &&
    may(caller, 'claim.confirm', whose(row))
  );
}

/** For a claim `c` of an engagement `e`, where the caller may confirm at all. `person` and `organisation` are placeholders. */
export function waitsForSql(person: string, organisation: string): string {
  return `c.state = 'claimed' AND c.claimed_by <> ${person}::uuid
    AND (CASE c.side WHEN 'demand' THEN e.firm_id ELSE e.demand_id END) = ${organisation}::uuid`;
}

/** Nobody answers his own claim, even where he speaks for the other side by now. @throws OwnClaim `claim.own` */
export function refuseOwn(caller: Principal, claim: Claim): void {
  if (claim.claimedBy === caller.personId) throw new OwnClaim();
}
