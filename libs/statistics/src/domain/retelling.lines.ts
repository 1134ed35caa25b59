import type { LedgerEntry } from './entry.js';
import type { StepFact } from './steps.js';

/** What a fact said of a pair's step, as far as entries follow from it. */
export interface ToldStep {
  readonly id: string;
  readonly kind: 'verified' | 'reversal';
  readonly pair: string;
  readonly sequence: number;
  readonly claimId: string;
  readonly level: number;
  /** Yuan. */
  readonly amount: string | null;
  readonly number: string | null;
  /** What its entries take over from it, and those that take them back; none of a reversal. */
  readonly codes: string | null;
  /** Who did it, when, to which claim. */
  readonly act: string;
}

/** One thing that an entry tells: the pair at a level, or its amount. */
export interface EnteredLine {
  readonly line: string;
  readonly number: string;
  readonly codes: string;
}

export function codesOf(given: string, act: string): string {
  return `${given} ${act}`;
}

/** `12`, `12.5` and `12.50` are one amount. */
export function money(amount: string | null): string {
  if (amount === null) return '-';
  const [yuan = '0', cents = ''] = amount.split('.');
  return `${BigInt(yuan)}.${cents.padEnd(2, '0')}`;
}

export function toldBy(id: string, fact: StepFact): ToldStep {
  const { sequence, claimId, level } = fact;
  if (fact.name === 'claim.reversed')
    return {
      id,
      kind: 'reversal',
      pair: `${fact.demandListingId} ${fact.firmId}`,
      sequence,
      claimId,
      level,
      amount: null,
      number: null,
      codes: null,
      act: JSON.stringify([claimId, level, fact.day, fact.reverserId, fact.reason]),
    };
  return {
    id,
    kind: 'verified',
    pair: `${fact.demandListingId} ${fact.supply.organisationId}`,
    sequence,
    claimId,
    level,
    amount: fact.amount,
    number: fact.number,
    codes: codesTold(fact),
    act: JSON.stringify([claimId, level, fact.day, fact.verifierId, null]),
  };
}

function codesTold(fact: Extract<StepFact, { name: 'claim.verified' }>): string {
  const { demand, supply } = fact;
  return JSON.stringify([
    fact.market,
    fact.engagementId,
    fact.demandListingId,
    supply.organisationId,
    fact.number,
    fact.demandNumber,
    fact.demandTitle,
    fact.supplyNumber,
    fact.supplyTitle,
    demand.name,
    demand.uscc,
    supply.name,
    supply.uscc,
    demand.area,
    demand.department,
    fact.chain,
    fact.field,
    supply.area,
    fact.channel,
    fact.firstVersion,
  ]);
}

/** The pair at its level where it was counted, and the amount where there is one. */
export function enteredBy(entry: LedgerEntry): EnteredLine[] {
  const { factId, kind, level, occasion, amount, number } = entry;
  const codes = codesOf(
    JSON.stringify([
      entry.market,
      entry.engagementId,
      entry.demandListingId,
      entry.firmId,
      entry.number,
      entry.demandNumber,
      entry.demandTitle,
      entry.supplyNumber,
      entry.supplyTitle,
      entry.demandName,
      entry.demandUscc,
      entry.supplyName,
      entry.supplyUscc,
      entry.area,
      entry.department,
      entry.chain,
      entry.field,
      entry.firmArea,
      entry.channel,
      entry.firstVersion,
    ]),
    JSON.stringify([entry.claimId, entry.claimedLevel, entry.happenedDay, entry.actorId, entry.reason]),
  );
  const at = `${factId} ${kind} level ${level}`;
  return [
    ...(occasion === null ? [] : [{ line: `${at} pair`, number, codes }]),
    ...(amount === null ? [] : [{ line: `${at} amount ${money(amount)}`, number, codes }]),
  ];
}
