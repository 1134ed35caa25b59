import { once } from 'node:events';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Tx } from './database.js';

/** A value of a column; lists become PostgreSQL arrays. */
export type CopyValue = string | number | null | readonly string[] | readonly number[];

/**
 * Many rows in one stream of COPY's text format: several times as fast as INSERT. Names of table and columns are written
 * as they are: never from outside.
 */
export async function copyRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const runner = tx.queryRunner;
  if (!runner) throw new Error('COPY needs a transaction');
  const client = (await runner.connect()) as PoolClient;
  const stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
  const ended = once(stream, 'finish');
  let lines = '';
  for (const row of rows) {
    lines += `${row.map(cell).join('\t')}\n`;
    if (lines.length < 1 << 18) continue;
    if (!stream.write(lines)) await Promise.race([once(stream, 'drain'), ended]);
    lines = '';
  }
  stream.end(lines);
  await ended;
}

/** COPY's text format: \N is null, a backslash begins an escape. */
function cell(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return escaped(typeof value === 'string' ? value : `{${value.map(element).join(',')}}`);
}

function element(value: string | number): string {
  return typeof value === 'number' ? String(value) : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\\n\r\t]/g, (found) =>
    found === '\\' ? '\\\\' : found === '\n' ? '\\n' : found === '\r' ? '\\r' : '\\t',
  );
}
