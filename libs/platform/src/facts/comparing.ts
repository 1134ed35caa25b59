import type { DeliveredFact, FactName } from '#contracts';
import { rows, type Tx } from '../database/database.js';
import { markSql } from '../database/marks.js';
import { type FactRow, factColumns, logged } from './log.js';

/** How many facts there are, and a number that is all but sure to differ for two different collections. */
export interface FactSum {
  readonly count: number;
  readonly sum: string;
}

/** What of facts is summed: their ids alone, or with them what they say. */
export type Summed = 'ids' | 'marks';

/** A fact's id, and the hash of what it says. */
export interface FactMark {
  readonly id: string;
  readonly mark: string;
}

/** The sum over the log, for comparison with somebody's copies, without reading what the facts say. */
export function factSum(tx: Tx, names: readonly FactName[], of: Summed): Promise<FactSum> {
  return summed(tx, `SELECT ${factSumSql(of)} FROM facts WHERE name = ANY($1)`, [names]);
}

/** @param sql reads `factSumSql`. */
export async function summed(tx: Tx, sql: string, parameters: readonly unknown[] = []): Promise<FactSum> {
  const [row] = await rows<{ count: string; sum: string }>(tx, sql, parameters);
  return { count: Number(row?.count), sum: String(row?.sum) };
}

/** The sum over a table's `fact_id`, and over its `mark` of what the fact says. */
export function factSumSql(of: Summed): string {
  const id = markSql('fact_id', 0);
  return `count(*) AS count, coalesce(sum(${of === 'ids' ? id : `${id} # mark`}), 0) AS sum`;
}

/** The log's facts, name by name and each in the log's order, a batch at a time. */
export async function* factMarks(
  tx: Tx,
  names: readonly FactName[],
  size = 5000,
): AsyncGenerator<FactMark[]> {
  for (const name of names)
    for (let after = '0'; ; ) {
      const found = await rows<FactMark & { place: string }>(
        tx,
        'SELECT id AS place, fact_id AS id, mark FROM facts WHERE name = $1 AND id > $2 ORDER BY id LIMIT $3',
        [name, after, size],
      );
      yield found;
      if (found.length < size) break;
      after = found.at(-1)?.place ?? after;
    }
}

/** Finds among copies of facts those that the log lacks or has with another content. */
export async function strangeFacts(tx: Tx, copies: readonly FactMark[]): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT c.id FROM unnest($1::uuid[], $2::bigint[]) AS c (id, mark)
     WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.fact_id = c.id AND f.mark = c.mark)`,
    [copies.map((copy) => copy.id), copies.map((copy) => copy.mark)],
  );
  return found.map((row) => row.id);
}

export async function factsById(tx: Tx, ids: readonly string[]): Promise<DeliveredFact[]> {
  const found = await rows<FactRow>(
    tx,
    `SELECT ${factColumns} FROM facts f WHERE f.fact_id = ANY($1::uuid[]) ORDER BY f.id`,
    [ids],
  );
  return found.map((row) => logged(row).read());
}
