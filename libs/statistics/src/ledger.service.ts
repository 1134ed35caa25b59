import { Injectable } from '@nestjs/common';
import type { DeliveredFact } from '#contracts';
import { rows, type Tx } from '#platform';
import type { Head } from './domain/entry.js';
import type { Received } from './domain/steps.js';
import { addCells } from './entry.store.js';
import { cellsOfLine } from './figures/line.js';
import { recordLines } from './figures/lines.record.js';
import { recordPairs } from './figures/pairs.record.js';
import { addToLadders } from './ladder.store.js';
import { recordSteps } from './steps.record.js';

export interface Recorded {
  /** Facts that had been recorded before: nothing was done for them. */
  readonly repeated: number;
  /** Entries appended now; 0 also while a fact waits for an earlier one of its pair. */
  readonly entries: number;
}

/** Enters facts into the ledger (对接台账) and the measures beside it, in its caller's transaction; one of them writes at a time. */
@Injectable()
export class LedgerService {
  /**
   * Records facts once, however often and in whatever order they come. Facts that no figure counts are ignored.
   * @throws StepTaken `statistics.step_taken`: another fact stands at the same place of the same pair.
   */
  async record(tx: Tx, facts: readonly DeliveredFact[]): Promise<Recorded> {
    const steps = facts.flatMap(({ id, fact }): Received[] =>
      fact.name === 'claim.verified' || fact.name === 'claim.reversed' ? [{ id, fact }] : [],
    );
    const head = await lockHead(tx); // also against a freeze between reading the frozen months and writing
    const frozen = await frozenMonths(tx);
    const stepped = await recordSteps(tx, steps, head, frozen);
    const lines = await recordLines(tx, facts, frozen);
    const paired = await recordPairs(tx, facts, frozen);
    await addToLadders(tx, stepped.moves);
    await addCells(tx, [...lines.flatMap(cellsOfLine), ...paired.cells]);
    const last = stepped.entries.at(-1);
    if (last) await rows(tx, 'UPDATE ledger_head SET seq = $1, hash = $2', [last.seq, last.hash]);
    return { repeated: stepped.repeated + paired.repeated, entries: stepped.entries.length };
  }
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

async function frozenMonths(tx: Tx): Promise<ReadonlySet<string>> {
  return new Set(
    (await rows<{ month: string }>(tx, 'SELECT month FROM frozen_months')).map((row) => row.month),
  );
}
