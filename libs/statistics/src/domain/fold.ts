import type { FactOf } from '#contracts';
import { fen, yuan } from '#kernel';
import { StepTaken } from '../errors.js';
import { type Head, type LedgerEntry, seal, type Unsealed } from './entry.js';
import { postedDay } from './posting.js';
import { type Change, changesBy, type Posting, type Received, type ReversedFact } from './steps.js';

/** One pair while facts are worked: what came for it, and its entries, those added now apart. */
export interface PairSteps {
  readonly received: Received[];
  readonly before: readonly LedgerEntry[];
  readonly added: LedgerEntry[];
}

/** The end of the chain, the months that take no more, and the clock. */
export interface Moment {
  readonly head: Head;
  readonly frozen: ReadonlySet<string>;
  readonly recordedAt: string;
}

export interface Folded {
  readonly changes: readonly Change[];
  /** Sealed, in the order of the chain; none while the step waits for an earlier one. */
  readonly entries: readonly LedgerEntry[];
}

/**
 * What one step adds to the ledger; the pair keeps it. The ledger is this, over all facts: nothing here knows a database.
 * @returns undefined for a step that had come before.
 * @throws StepTaken `statistics.step_taken`: another fact stands at the same place of the same pair.
 */
export function foldStep(pair: PairSteps, step: Received, moment: Moment): Folded | undefined {
  if (pair.received.some((known) => known.id === step.id)) return undefined;
  if (pair.received.some((known) => known.fact.sequence === step.fact.sequence)) throw new StepTaken(step.id);
  const changes = changesBy(pair.received, step);
  pair.received.push(step);
  const entries: LedgerEntry[] = [];
  for (const change of changes)
    for (const posting of change.postings) {
      const entry = seal(entries.at(-1) ?? moment.head, compose(change, posting, pair, moment));
      entries.push(entry);
      pair.added.push(entry);
    }
  return { changes, entries };
}

function compose(
  { id, fact }: Change,
  { level, occasion, amount, amountOccasion, takenFrom }: Posting,
  pair: PairSteps,
  { frozen, recordedAt }: Moment,
): Unsealed {
  const common = {
    factId: id,
    level,
    occasion,
    amount: amount === null ? null : yuan(fen(amount)),
    amountOccasion,
    happenedDay: fact.day,
    postedDay: postedDay(fact.day, frozen),
    recordedAt,
  };
  if (fact.name === 'claim.verified') return { ...verified(fact), ...common };
  const taken = [...pair.before, ...pair.added].find(
    (entry) => entry.factId === takenFrom && entry.level === level && entry.kind === 'verified',
  );
  if (!taken) throw new Error(`nothing to reverse at level ${level} by fact ${id}`);
  return { ...reversal(taken, fact), ...common };
}

type Common =
  | 'factId'
  | 'level'
  | 'occasion'
  | 'amount'
  | 'amountOccasion'
  | 'happenedDay'
  | 'postedDay'
  | 'recordedAt';

function verified(fact: FactOf<'claim.verified'>): Omit<Unsealed, Common> {
  return {
    kind: 'verified',
    market: fact.market,
    demandListingId: fact.demandListingId,
    firmId: fact.supply.organisationId,
    engagementId: fact.engagementId,
    claimId: fact.claimId,
    claimedLevel: fact.level,
    number: fact.number,
    demandNumber: fact.demandNumber,
    demandTitle: fact.demandTitle,
    supplyNumber: fact.supplyNumber,
    supplyTitle: fact.supplyTitle,
    demandName: fact.demand.name,
    demandUscc: fact.demand.uscc,
    supplyName: fact.supply.name,
    supplyUscc: fact.supply.uscc,
    area: fact.demand.area,
    department: fact.demand.department,
    chain: fact.chain,
    field: fact.field,
    firmArea: fact.supply.area,
    channel: fact.channel,
    firstVersion: fact.firstVersion,
    reason: null,
    actorId: fact.verifierId,
  };
}

/** Takes back what the entry gave, under the same codes. */
function reversal(entry: LedgerEntry, fact: ReversedFact): Unsealed {
  const { seq: _seq, prevHash: _prev, hash: _hash, form: _form, ...same } = entry;
  return {
    ...same,
    kind: 'reversal',
    claimId: fact.claimId,
    claimedLevel: fact.level,
    reason: fact.reason,
    actorId: fact.reverserId,
  };
}
