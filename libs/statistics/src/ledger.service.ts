import { Injectable } from '@nestjs/common';
import type { DeliveredFact, FactOf } from '#contracts';
import { fen, periodsOf, yuan } from '#kernel';
import { rows, type Tx } from '#platform';
import { type Head, type LedgerEntry, seal, type Unsealed } from './domain/entry.js';
import { postedDay } from './domain/posting.js';
import { cellsOf } from './domain/rollups.js';
import {
  type Change,
  changesBy,
  type Posting,
  type Received,
  type ReversedFact,
  type StepFact,
} from './domain/steps.js';
import { addCells, findEntries, insertEntry } from './entry.store.js';
import { StepTaken } from './errors.js';

export interface Recorded {
  /** Facts that had been recorded before: nothing was done for them. */
  readonly repeated: number;
  /** Entries appended now; 0 also while a fact waits for an earlier one of its pair. */
  readonly entries: number;
}

/** Enters facts into the ledger (对接台账), in its caller's transaction; one of them writes at a time. */
@Injectable()
export class LedgerService {
  /**
   * Records facts once, however often and in whatever order they come. Facts that the ledger does not count are ignored.
   * @throws StepTaken `statistics.step_taken`: another fact stands at the same place of the same pair.
   */
  async record(tx: Tx, facts: readonly DeliveredFact[]): Promise<Recorded> {
    const steps = facts.flatMap(({ id, fact }): Received[] =>
      fact.name === 'claim.verified' || fact.name === 'claim.reversed' ? [{ id, fact }] : [],
    );
    const head = await lockHead(tx); // also against a freeze between reading the frozen months and writing
    const frozen = await frozenMonths(tx);
    const { entries, ...seen } = await this.steps(tx, steps, head, frozen);
    let { repeated } = seen;
    for (const { fact } of facts) {
      if (fact.name === 'match.proposed')
        repeated += await addPairs(tx, 0, postedDay(fact.day, frozen), fact.pairs);
      if (fact.name === 'engagement.opened')
        repeated += await addPairs(tx, 1, postedDay(fact.day, frozen), [openedPair(fact)]);
    }
    return { repeated, entries };
  }

  private async steps(
    tx: Tx,
    steps: readonly Received[],
    before: Head,
    frozen: ReadonlySet<string>,
  ): Promise<Recorded> {
    const entries: LedgerEntry[] = [];
    let repeated = 0;
    for (const step of steps) {
      const changes = await arrive(tx, step);
      if (changes === undefined) repeated++;
      for (const change of changes ?? [])
        for (const posting of change.postings) {
          const entry = seal(entries.at(-1) ?? before, await this.compose(tx, change, posting, frozen));
          await insertEntry(tx, entry);
          entries.push(entry);
        }
    }
    const head = entries.at(-1);
    if (head) {
      await addCells(tx, entries.flatMap(cellsOf));
      await rows(tx, 'UPDATE ledger_head SET seq = $1, hash = $2', [head.seq, head.hash]);
    }
    return { repeated, entries: entries.length };
  }

  private async compose(
    tx: Tx,
    { id, fact }: Change,
    { level, occasion, amount, amountOccasion, takenFrom }: Posting,
    frozen: ReadonlySet<string>,
  ): Promise<Unsealed> {
    const common = {
      factId: id,
      level,
      occasion,
      amount: amount === null ? null : yuan(fen(amount)),
      amountOccasion,
      happenedDay: fact.day,
      postedDay: postedDay(fact.day, frozen),
      recordedAt: new Date().toISOString(),
    };
    if (fact.name === 'claim.verified') return { ...verified(fact), ...common };
    const taken = takenFrom === null ? undefined : await entryOfFact(tx, takenFrom, level);
    if (!taken) throw new Error(`nothing to reverse at level ${level} by fact ${id}`);
    return { ...reversal(taken, fact), ...common };
  }
}

type Pair = FactOf<'match.proposed'>['pairs'][number];

export function openedPair(fact: FactOf<'engagement.opened'>): Pair {
  return {
    scenarioId: fact.scenarioId,
    firmId: fact.supply.organisationId,
    area: fact.demand.area,
    department: fact.demand.department,
    firmArea: fact.supply.area,
    field: fact.field,
    chain: fact.chain,
  };
}

/** Distinct pairs of a month; a repeated fact finds them there. @returns 1 where nothing was new. */
async function addPairs(tx: Tx, level: 0 | 1, day: string, pairs: readonly Pair[]): Promise<number> {
  const column = (member: keyof Pair) => pairs.map((pair) => pair[member]);
  const written = await rows(
    tx,
    `INSERT INTO ledger_pairs (level, month, scenario_id, firm_id, area, department, chain, field, firm_area)
     SELECT $1::smallint, $2::text, p.* FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) AS p (s, f)
     ORDER BY s, f
     ON CONFLICT ON CONSTRAINT uq_ledger_pairs DO NOTHING RETURNING 1`,
    [
      level,
      periodsOf(day)[0],
      column('scenarioId'),
      column('firmId'),
      column('area'),
      column('department'),
      column('chain'),
      column('field'),
      column('firmArea'),
    ],
  );
  return written.length === 0 ? 1 : 0;
}

/** The lock of the chain: held until the transaction ends. */
export async function lockHead(tx: Tx): Promise<Head> {
  const [head] = await rows<{ seq: string; hash: string }>(
    tx,
    'SELECT seq, hash FROM ledger_head FOR UPDATE',
  );
  if (!head) throw new Error('ledger_head has no row');
  return { seq: Number(head.seq), hash: head.hash };
}

export async function frozenMonths(tx: Tx): Promise<ReadonlySet<string>> {
  return new Set(
    (await rows<{ month: string }>(tx, 'SELECT month FROM frozen_months')).map((row) => row.month),
  );
}

function firmOf(fact: StepFact): string {
  return fact.name === 'claim.verified' ? fact.supply.organisationId : fact.firmId;
}

/** Keeps a step and tells what it changes; undefined where it had come before. */
async function arrive(tx: Tx, arrived: Received): Promise<readonly Change[] | undefined> {
  const before = await receivedOf(tx, arrived.fact);
  if (before.some((step) => step.id === arrived.id)) return undefined;
  if (before.some((step) => step.fact.sequence === arrived.fact.sequence)) throw new StepTaken(arrived.id);
  await keep(tx, arrived);
  return changesBy(before, arrived);
}

async function receivedOf(tx: Tx, fact: StepFact): Promise<Received[]> {
  const found = await rows<{ fact_id: string; payload: StepFact }>(
    tx,
    'SELECT fact_id, payload FROM ledger_facts WHERE scenario_id = $1 AND firm_id = $2 ORDER BY sequence',
    [fact.scenarioId, firmOf(fact)],
  );
  return found.map((row) => ({ id: row.fact_id, fact: row.payload }));
}

async function keep(tx: Tx, { id, fact }: Received): Promise<void> {
  await rows(
    tx,
    'INSERT INTO ledger_facts (fact_id, scenario_id, firm_id, sequence, name, payload) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, fact.scenarioId, firmOf(fact), fact.sequence, fact.name, JSON.stringify(fact)],
  );
}

/** What a verified fact entered at a level. */
async function entryOfFact(tx: Tx, factId: string, level: number): Promise<LedgerEntry | undefined> {
  const found = await findEntries(tx, "WHERE e.fact_id = $1 AND e.level = $2 AND e.kind = 'verified'", [
    factId,
    level,
  ]);
  return found[0];
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
    scenarioId: fact.scenarioId,
    firmId: fact.supply.organisationId,
    engagementId: fact.engagementId,
    claimId: fact.claimId,
    claimedLevel: fact.level,
    number: fact.number,
    scenarioNumber: fact.scenarioNumber,
    scenarioTitle: fact.scenarioTitle,
    capabilityNumber: fact.capabilityNumber,
    product: fact.product,
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
  const { seq: _seq, prevHash: _prev, hash: _hash, ...same } = entry;
  return {
    ...same,
    kind: 'reversal',
    claimId: fact.claimId,
    claimedLevel: fact.level,
    reason: fact.reason,
    actorId: fact.reverserId,
  };
}
