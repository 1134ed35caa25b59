import { rows, type Tx } from './database.js';

/** The next number of a gapless row, from 1; held until the transaction ends, so a rollback leaves no gap. */
export async function nextNumber(tx: Tx, name: string): Promise<number> {
  const [row] = await rows<{ value: string }>(
    tx,
    `INSERT INTO counters (name, value) VALUES ($1, 1)
     ON CONFLICT ON CONSTRAINT pk_counters DO UPDATE SET value = counters.value + 1 RETURNING value`,
    [name],
  );
  return Number(row?.value);
}

/** `CJ-2026-000123`. */
export async function nextYearlyNumber(tx: Tx, prefix: string, year: number): Promise<string> {
  return `${prefix}-${year}-${String(await nextNumber(tx, `${prefix}-${year}`)).padStart(6, '0')}`;
}
