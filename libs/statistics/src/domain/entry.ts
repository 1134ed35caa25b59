import { canonicalJson, type Day, sha256, type Yuan } from '#kernel';

/** One line of the ledger: a pair reached a level, or lost it again. Codes are those of that moment. */
export interface LedgerEntry {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly prevHash: string;
  readonly hash: string;
  readonly factId: string;
  readonly kind: 'verified' | 'reversal';
  /** 2 to 5. */
  readonly level: number;
  /** How often the pair has reached this level, this time included; null for an entry about an amount alone. */
  readonly occasion: number | null;
  /** How often an amount was entered for the pair at this level, this time included; null without an amount. */
  readonly amountOccasion: number | null;
  readonly scenarioId: string;
  readonly firmId: string;
  readonly engagementId: string;
  readonly claimId: string;
  /** Level of the claim that was verified; higher than `level` when lower ones were passed over. */
  readonly claimedLevel: number;
  readonly number: string;
  readonly scenarioNumber: string;
  readonly scenarioTitle: string;
  readonly capabilityNumber: string;
  readonly product: string;
  readonly demandName: string;
  readonly demandUscc: string;
  readonly supplyName: string;
  readonly supplyUscc: string;
  readonly area: string | null;
  readonly department: string | null;
  readonly chain: string | null;
  readonly field: string | null;
  readonly firmArea: string | null;
  readonly channel: 'online' | 'meeting';
  readonly firstVersion: boolean;
  readonly amount: Yuan | null;
  /** Shanghai day of the verification or reversal. */
  readonly happenedDay: Day;
  /** The day it counts on; later than `happenedDay` only where that month was frozen. */
  readonly postedDay: Day;
  /** Why it was reversed; null for a verified one. */
  readonly reason: string | null;
  readonly actorId: string;
  /** Instant with milliseconds, UTC. */
  readonly recordedAt: string;
}

export type Unsealed = Omit<LedgerEntry, 'seq' | 'prevHash' | 'hash'>;

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export const genesis: Head = { seq: 0, hash: '0'.repeat(64) };

/** The hash of an entry: SHA-256 over the canonical JSON (RFC 8785) of all its members except the hash itself. */
export function hashOf(entry: LedgerEntry): string {
  const { hash: _own, ...content } = entry;
  return sha256(canonicalJson(content));
}

/** Chains an entry to the one before. */
export function seal(head: Head, entry: Unsealed): LedgerEntry {
  const open = { ...entry, seq: head.seq + 1, prevHash: head.hash, hash: '' };
  return { ...open, hash: hashOf(open) };
}
