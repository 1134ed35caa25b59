import { rows, type Tx } from '#platform';
import { genesis } from '../domain/entry.js';
import type { Difference } from '../domain/recount.js';
import { wronglyPosted } from './sums.sql.js';

const mostPosted = 100;

export interface ChainLook {
  readonly headHash: string;
  readonly differences: readonly Difference[];
}

/**
 * That no entry is missing, and that the last one is what writers chain to. Each hash is another matter: LedgerProof's.
 * @param entries how many the ledger holds.
 */
export async function chainDifferences(tx: Tx, entries: number): Promise<ChainLook> {
  const [head] = await rows<{ seq: string; hash: string }>(tx, 'SELECT seq, hash FROM ledger_head');
  const [last] = await rows<{ seq: string; hash: string }>(
    tx,
    'SELECT seq, hash FROM ledger_entries ORDER BY seq DESC LIMIT 1',
  );
  const lastSeq = Number(last?.seq ?? 0);
  const found = `${head?.seq} ${head?.hash}`;
  const expected = `${lastSeq} ${last?.hash ?? genesis.hash}`;
  const differences: Difference[] = [];
  if (entries !== lastSeq)
    differences.push({
      what: 'chain',
      detail: '序号不连续',
      expected: String(lastSeq),
      found: String(entries),
    });
  if (expected !== found) differences.push({ what: 'chain', detail: '台账末条与链头不符', expected, found });
  return { headHash: head?.hash ?? '', differences };
}

/** Entries that count in another period than that of their day, and no freeze is the reason. */
export async function postingDifferences(tx: Tx): Promise<Difference[]> {
  // The planner takes a third of all entries for late ones, where almost none is, and would read the whole table.
  await rows(tx, `SELECT set_config('enable_seqscan', 'off', true)`);
  const found = await rows<{ seq: string; happened: string; posted: string }>(tx, wronglyPosted, [
    mostPosted,
  ]);
  await rows(tx, `SELECT set_config('enable_seqscan', 'on', true)`);
  return found.map(({ seq, happened, posted }) => ({
    what: 'pair',
    detail: `第${seq}条的统计日期`,
    // It stands on its own day, which was frozen by then, or on one that neither its day nor a freeze gives.
    expected: happened === posted ? '冻结后的首个未冻结月份' : happened,
    found: posted,
  }));
}
