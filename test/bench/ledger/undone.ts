import { periodsOf } from '#kernel';
import { type Database, rows } from '#platform';
import { lastDay } from './pairs.js';

/** What a measure adds to, and that nobody may take away otherwise. */
const kept = ['ledger_entries', 'ledger_facts', 'figure_lines', 'frozen_periods', 'frozen_months'] as const;

/** Takes back what a measure recorded on the last day or froze, so that a kept filling is measured again as it was. */
export async function undone<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const periods = periodsOf(lastDay);
  const [head] = await db.query<{ seq: string; hash: string }>('SELECT seq, hash FROM ledger_head');
  await db.query('DROP TABLE IF EXISTS ladders_before');
  await db.query('CREATE TABLE ladders_before AS SELECT * FROM ledger_ladders WHERE period = ANY($1)', [
    periods,
  ]);
  const result = await work();
  await db.transaction(async (tx) => {
    for (const table of kept) await rows(tx, `ALTER TABLE ${table} DISABLE TRIGGER USER`);
    const added = 'SELECT fact_id FROM ledger_entries WHERE seq > $1';
    await rows(tx, `DELETE FROM figure_lines WHERE part = 'agreement' AND fact_id IN (${added})`, [
      head?.seq,
    ]);
    await rows(
      tx,
      `CREATE TEMPORARY TABLE added_facts ON COMMIT DROP AS ${added}`.replace(
        '$1',
        String(Number(head?.seq)),
      ),
    );
    await rows(tx, 'DELETE FROM ledger_entries WHERE seq > $1', [head?.seq]);
    await rows(tx, 'DELETE FROM ledger_facts WHERE fact_id IN (SELECT fact_id FROM added_facts)');
    await rows(tx, 'DELETE FROM ledger_ladders WHERE period = ANY($1)', [periods]);
    await rows(tx, 'INSERT INTO ledger_ladders SELECT * FROM ladders_before');
    await rows(tx, 'UPDATE ledger_head SET seq = $1, hash = $2', [head?.seq, head?.hash]);
    for (const table of ['frozen_periods', 'frozen_months']) await rows(tx, `DELETE FROM ${table}`);
    for (const table of kept) await rows(tx, `ALTER TABLE ${table} ENABLE TRIGGER USER`);
  });
  await db.query('DROP TABLE ladders_before');
  return result;
}
