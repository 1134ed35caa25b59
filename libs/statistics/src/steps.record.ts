import { copyRows, rows, type Tx } from '#platform';
import type { Head, LedgerEntry } from './domain/entry.js';
import { foldStep, type PairSteps } from './domain/fold.js';
import { newlyChanges } from './domain/newly.js';
import { postedDay } from './domain/posting.js';
import { type Move, movesOf } from './domain/rollups.js';
import type { Change, Received, StepFact } from './domain/steps.js';
import { entriesOfPairs, insertEntries } from './entry.store.js';
import { type FigureLine, movesOfLine } from './figures/line.js';
import { insertLines } from './figures/line.store.js';
import { engagementLine } from './figures/telling.js';

export interface RecordedSteps {
  /** Steps that had been recorded before. */
  readonly repeated: number;
  readonly entries: readonly LedgerEntry[];
  /** All that claims move in the roll-ups. */
  readonly moves: readonly Move[];
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
  if (steps.length === 0) return { repeated: 0, entries: [], moves: [] };
  const pairs = await pairsOf(tx, steps);
  const [fresh, entries, lines]: [Received[], LedgerEntry[], FigureLine[]] = [[], [], []];
  for (const step of steps) {
    const pair = pairs.get(pairKey(step.fact)) ?? { received: [], before: [], added: [] };
    pairs.set(pairKey(step.fact), pair);
    const head = entries.at(-1) ?? before;
    const folded = foldStep(pair, step, { head, frozen, recordedAt: new Date().toISOString() });
    if (!folded) continue;
    fresh.push(step);
    entries.push(...folded.entries);
    lines.push(...folded.changes.flatMap((change) => agreementLine(change, frozen)));
  }
  await keep(tx, fresh);
  await insertEntries(tx, entries);
  await insertLines(tx, lines);
  const moves = [
    ...entries.flatMap(movesOf),
    ...lines.flatMap(movesOfLine),
    ...[...pairs.values()].flatMap((pair) => newlyChanges(pair.before, pair.added)),
  ];
  return { repeated: steps.length - fresh.length, entries, moves };
}

function firmOf(fact: StepFact): string {
  return fact.name === 'claim.verified' ? fact.supply.organisationId : fact.firmId;
}

function pairKey(fact: StepFact): string {
  return `${fact.demandListingId} ${firmOf(fact)}`;
}

async function pairsOf(tx: Tx, steps: readonly Received[]): Promise<Map<string, PairSteps>> {
  const scenarios = steps.map((step) => step.fact.demandListingId);
  const firms = steps.map((step) => firmOf(step.fact));
  const received = await rows<{ fact_id: string; payload: StepFact }>(
    tx,
    `SELECT fact_id, payload FROM ledger_facts
     WHERE (demand_listing_id, firm_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY sequence`,
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
      pairs.get(`${entry.demandListingId} ${entry.firmId}`)?.before.push(entry);
  return pairs;
}

async function keep(tx: Tx, steps: readonly Received[]): Promise<void> {
  if (steps.length === 0) return;
  await copyRows(
    tx,
    'ledger_facts',
    ['fact_id', 'demand_listing_id', 'firm_id', 'sequence', 'name', 'payload'],
    steps.map(({ id, fact }) => [
      id,
      fact.demandListingId,
      firmOf(fact),
      fact.sequence,
      fact.name,
      JSON.stringify(fact),
    ]),
  );
}

function agreementLine({ id, fact, agreement }: Change, frozen: ReadonlySet<string>): FigureLine[] {
  if (!agreement) return [];
  const line = engagementLine(
    { factId: id, part: 'agreement', fact: agreement.of, day: fact.day },
    { count: agreement.count },
  );
  return [{ ...line, postedDay: postedDay(fact.day, frozen) }];
}
