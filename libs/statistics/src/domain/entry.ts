import type { MarketCode } from '#contracts';
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
  /** It says the kinds of the demand and of the supply. */
  readonly market: MarketCode;
  readonly demandListingId: string;
  readonly firmId: string;
  readonly engagementId: string;
  readonly claimId: string;
  /** Level of the claim that was verified; higher than `level` when lower ones were passed over. */
  readonly claimedLevel: number;
  readonly number: string;
  readonly demandNumber: string;
  readonly demandTitle: string;
  readonly supplyNumber: string;
  readonly supplyTitle: string;
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
  /** How its content is written where it is hashed and exported. */
  readonly form: number;
}

export type Unsealed = Omit<LedgerEntry, 'seq' | 'prevHash' | 'hash' | 'form'>;

/** Entries are sealed in this form. In the first one there was the software market alone, and sides were called by it. */
const currentForm = 2;

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export const genesis: Head = { seq: 0, hash: '0'.repeat(64) };

/** An entry as it is hashed and as an auditor gets it, in the form in which it was sealed. */
export function writtenOf(entry: LedgerEntry): Readonly<Record<string, unknown>> {
  if (entry.form >= currentForm) return { ...entry };
  const {
    form: _form,
    market: _market,
    demandListingId: scenarioId,
    demandNumber: scenarioNumber,
    demandTitle: scenarioTitle,
    supplyNumber: capabilityNumber,
    supplyTitle: product,
    ...same
  } = entry;
  return { ...same, scenarioId, scenarioNumber, scenarioTitle, capabilityNumber, product };
}

/** The hash of an entry: SHA-256 over the canonical JSON (RFC 8785) of all that is written of it except the hash itself. */
export function hashOf(entry: LedgerEntry): string {
  return sha256(canonicalJson({ ...writtenOf(entry), hash: undefined }));
}

/** Chains an entry to the one before. */
export function seal(head: Head, entry: Unsealed): LedgerEntry {
  const sealed = { ...entry, seq: head.seq + 1, prevHash: head.hash, hash: '', form: currentForm };
  sealed.hash = hashOf(sealed);
  return sealed;
}
