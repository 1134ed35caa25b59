import type { ClaimState, EngagementSide } from '#contracts';
import { levelOf, occupyingStates } from './claims.js';

/** Who vouches that a side was at a meeting: one of its own people, or else who stood at the desk. */
export interface Witness {
  readonly personId: string;
  readonly name: string;
  readonly own: boolean;
}
export type Witnesses = Readonly<Record<EngagementSide, Witness>>;

interface Known {
  readonly id: string;
  readonly level: number;
  readonly state: ClaimState;
  readonly side: EngagementSide;
  readonly claimedBy: string;
}

/** What a meeting does to the claim of level 2 of its pair. */
export type Doing =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'confirm';
      readonly claimId: string;
      readonly by: Witness;
      readonly side: EngagementSide;
    }
  | {
      readonly kind: 'claim';
      readonly side: EngagementSide;
      readonly by: Witness;
      /** Absent: the same person vouches for both sides, so that the other side still has to confirm. */
      readonly confirmedBy?: Witness;
    };

/**
 * One claim of level 2 whatever came first: none where the pair has reached the level or a claim of it is at work
 * already, the word of the other side's witness where one waits for it, a claim of its own otherwise. Nobody vouches for
 * both sides.
 */
export function doingOf(claims: readonly Known[], witnesses: Witnesses): Doing {
  if (levelOf(false, claims) >= 2) return { kind: 'nothing' };
  const known = claims.find((claim) => claim.level === 2 && occupyingStates.includes(claim.state));
  if (known) {
    const side = other(known.side);
    const by = witnesses[side];
    const may = known.state === 'claimed' && by.personId !== known.claimedBy;
    return may ? { kind: 'confirm', claimId: known.id, by, side } : { kind: 'nothing' };
  }
  const side = !witnesses.demand.own && witnesses.supply.own ? 'supply' : 'demand';
  const [by, second] = [witnesses[side], witnesses[other(side)]];
  return { kind: 'claim', side, by, ...(second.personId !== by.personId && { confirmedBy: second }) };
}

export function other(side: EngagementSide): EngagementSide {
  return side === 'demand' ? 'supply' : 'demand';
}
