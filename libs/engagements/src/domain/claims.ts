import type { ClaimState, EngagementSide } from '#contracts';
import type { StateTable } from '#kernel';

/**
 * The way of a claim: one side claims, the other confirms, a coordinator of neither verifies. A dispute holds it until a
 * second reviewer decides; what nobody answers expires; what was verified can only be reversed.
 */
export const claimStates = {
  claimed: ['confirmed', 'declined', 'withdrawn', 'disputed', 'expired'],
  confirmed: ['verified', 'rejected', 'withdrawn', 'disputed'],
  disputed: ['verified', 'rejected', 'withdrawn'],
  verified: ['reversed'],
  declined: [],
  rejected: [],
  withdrawn: [],
  reversed: [],
  expired: [],
} as const satisfies StateTable<ClaimState>;

/** States in which a claim occupies its level. */
export const occupyingStates: readonly ClaimState[] = ['claimed', 'confirmed', 'disputed', 'verified'];

/** From this level on a claim needs a file or a contract number: 协议, 合同, 验收应用. */
export const evidenceFrom = 3;

export type ActingSide = EngagementSide | 'coordinator';

/** Who takes a step to a state, seen from the claim: its own side, the other side, or a coordinator. */
export const takenBy: Readonly<Record<ClaimState, readonly ('own' | 'other' | 'coordinator')[]>> = {
  claimed: ['own'],
  confirmed: ['other'],
  declined: ['other'],
  withdrawn: ['own'],
  disputed: ['own', 'other', 'coordinator'],
  verified: ['coordinator'],
  rejected: ['coordinator'],
  reversed: ['coordinator'],
  expired: [], // by the calendar alone
};

export function roleIn(claimSide: EngagementSide, actor: ActingSide): 'own' | 'other' | 'coordinator' {
  if (actor === 'coordinator') return 'coordinator';
  return actor === claimSide ? 'own' : 'other';
}

/** The highest level that stands: 0 without intent, 1 with it, 2 to 5 when verified. */
export function levelOf(intent: boolean, claims: readonly { level: number; state: ClaimState }[]): number {
  return Math.max(intent ? 1 : 0, ...claims.filter((c) => c.state === 'verified').map((c) => c.level));
}
