import type { FactOf } from '#contracts';
import { fen, yuan } from '#kernel';
import { rows, type Tx } from '#platform';
import { type Head, type LedgerEntry, seal, type Unsealed } from './domain/entry.js';
import { newlyChanges } from './domain/newly.js';
import { postedDay } from './domain/posting.js';
import { type Cell, cellsOf } from './domain/rollups.js';
import {
  type Change,
  changesBy,
  type Posting,
  type Received,
  type ReversedFact,
  type StepFact,
} from './domain/steps.js';
import { entriesOfPairs, insertEntries } from './entry.store.js';
import { StepTaken } from './errors.js';
import { cellsOfLine, type FigureLine } from './figures/line.js';
import { insertLines } from './figures/line.store.js';
import { engagementLine } from './figures/telling.js';

export interface RecordedSteps {
  /** Steps that had been recorded before. */
  readonly repeated: number;
  readonly entries: readonly LedgerEntry[];
  readonly cells: readonly Cell[];
}

/** One pair while a batch is worked: what came for it, and its entries, those of the batch included. */
interface Pair {
  readonly received: Received[];
  readonly before: readonly LedgerEntry[];
  readonly added: LedgerEntry[];
}

/**
 * Enters verified and reversed steps, with a fixed number of statements however many there are.
 * @throws StepTaken `statistics.step_taken`: another fact stands at the same place of the same pair.
 */
export async function recordSteps(
  tx: Tx,
  steps: readonly Received[],
  before: Head,
  frozen: ReadonlySet<string>,
): Promise<RecordedSteps> {
  if (steps.length === 0) return { repeated: 0, entries: [], cells: [] };
  const pairs = await pairsOf(tx, steps);
  const [fresh, entries, lines]: [Received[], LedgerEntry[], FigureLine[]] = [[], [], []];
  for (const step of steps) {
    const pair = pairs.get(pairKey(step.fact)) ?? { received: [], before: [], added: [] };
    pairs.set(pairKey(step.fact), pair);
    if (pair.received.some((known) => known.id === step.id)) continue;
    if (pair.received.some((known) => known.fact.sequence === step.fact.sequence))
      throw new StepTaken(step.id);
    const changes = changesBy(pair.received, step);
    pair.received.push(step);
    fresh.push(step);
    for (const change of changes) {
      for (const posting of change.postings) {
        const entry = seal(entries.at(-1) ?? before, compose(change, posting, pair, frozen));
        entries.push(entry);
        pair.added.push(entry);
      }
      lines.push(...agreementLine(change, frozen));
    }
  }
  await keep(tx, fresh);
  await insertEntries(tx, entries);
  await insertLines(tx, lines);
  const cells = [
    ...entries.flatMap(cellsOf),
    ...lines.flatMap(cellsOfLine),
    ...[...pairs.values()].flatMap((pair) => newlyChanges(pair.before, pair.added)),
  ];
  return { repeated: steps.length - fresh.length, entries, cells };
}

function firmOf(fact: StepFact): string {
  return fact.name === 'claim.verified' ? fact.supply.organisationId : fact.firmId;
}

function pairKey(fact: StepFact): string {
  return `${fact.scenarioId} ${firmOf(fact)}`;
}

async function pairsOf(tx: Tx, steps: readonly Received[]): Promise<Map<string, Pair>> {
  const scenarios = steps.map((step) => step.fact.scenarioId);
  const firms = steps.map((step) => firmOf(step.fact));
  const received = await rows<{ fact_id: string; payload: StepFact }>(
    tx,
    `SELECT fact_id, payload FROM ledger_facts
     WHERE (scenario_id, firm_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY sequence`,
    [scenarios, firms],
  );
  const pairs = new Map<string, { received: Received[]; before: LedgerEntry[]; added: LedgerEntry[] }>();
  for (const { fact_id: id, payload: fact } of received) {
    const pair = pairs.get(pairKey(fact)) ?? { received: [], before: [], added: [] };
    pair.received.push({ id, fact });
    pairs.set(pairKey(fact), pair);
  }
  if (received.length > 0)
    for (const entry of await entriesOfPairs(tx, scenarios, firms))
      pairs.get(`${entry.scenarioId} ${entry.firmId}`)?.before.push(entry);
  return pairs;
}

async function keep(tx: Tx, steps: readonly Received[]): Promise<void> {
  const all = steps.map(({ id, fact }) => ({
    fact_id: id,
    scenario_id: fact.scenarioId,
    firm_id: firmOf(fact),
    sequence: fact.sequence,
    name: fact.name,
    payload: fact,
  }));
  if (all.length === 0) return;
  await rows(
    tx,
    `INSERT INTO ledger_facts (fact_id, scenario_id, firm_id, sequence, name, payload)
     SELECT fact_id, scenario_id, firm_id, sequence, name, payload FROM jsonb_populate_recordset(NULL::ledger_facts, $1::jsonb)`,
    [JSON.stringify(all)],
  );
}

function agreementLine({ id, fact, agreement }: Change, frozen: ReadonlySet<string>): FigureLine[] {
  if (!agreement) return [];
  const line = engagementLine(id, 'agreement', agreement.of, fact.day, { count: agreement.count });
  return [{ ...line, postedDay: postedDay(fact.day, frozen) }];
}

function compose(
  { id, fact }: Change,
  { level, occasion, amount, amountOccasion, takenFrom }: Posting,
  pair: Pair,
  frozen: ReadonlySet<string>,
): Unsealed {
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
