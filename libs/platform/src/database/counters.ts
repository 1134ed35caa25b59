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

/** As many numbers in one go, in their order; for thousands of rows in one transaction. */
export async function nextYearlyNumbers(
  tx: Tx,
  prefix: string,
  year: number,
  count: number,
): Promise<string[]> {
  if (count === 0) return [];
  const [row] = await rows<{ value: string }>(
    tx,
    `INSERT INTO counters (name, value) VALUES ($1, $2)
     ON CONFLICT ON CONSTRAINT pk_counters DO UPDATE SET value = counters.value + $2 RETURNING value`,
    [`${prefix}-${year}`, count],
  );
  const first = Number(row?.value) - count + 1;
  return Array.from({ length: count }, (_, i) => `${prefix}-${year}-${String(first + i).padStart(6, '0')}`);
}
