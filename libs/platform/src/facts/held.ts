import { rows, type Tx } from '../database/database.js';
import { type FactRow, factColumns, type LoggedFact, logged } from './log.js';
import type { Unworked } from './working.js';

/** Grows from a second to five minutes. */
const pauseAfter = (attempts: string) =>
  `least(interval '1 second' * 2 ^ least(${attempts}, 9), interval '5 minutes')`;

/** Of some facts, those whose subject a follower holds already. */
export async function heldSubjects(
  tx: Tx,
  follower: string,
  facts: readonly LoggedFact[],
): Promise<ReadonlySet<string>> {
  if (facts.length === 0) return new Set();
  const found = await rows<{ subject: string }>(
    tx,
    'SELECT DISTINCT subject FROM follower_held WHERE follower = $1 AND subject = ANY($2)',
    [follower, [...new Set(facts.map((fact) => fact.subject))]],
  );
  return new Set(found.map((row) => row.subject));
}

export async function hold(tx: Tx, follower: string, unworked: readonly Unworked[]): Promise<void> {
  for (const { fact, error } of unworked) {
    const failed = error !== undefined;
    await rows(
      tx,
      `INSERT INTO follower_held (follower, place, subject, attempts, reason, next_attempt_at)
       VALUES ($1, $2, $4, $3, $5, CASE WHEN $3 > 0 THEN now() + ${pauseAfter('$3')} END)`,
      [follower, fact.place, failed ? 1 : 0, fact.subject, failed ? reasonOf(error) : null],
    );
  }
}

/** The held fact that is to be tried next, if it is time for any. */
export async function dueFact(tx: Tx, follower: string): Promise<LoggedFact | undefined> {
  const [row] = await rows<FactRow>(
    tx,
    `SELECT ${factColumns} FROM follower_held h JOIN facts f ON f.place = h.place
     WHERE h.follower = $1 AND h.next_attempt_at <= now() ORDER BY h.next_attempt_at, h.place LIMIT 1`,
    [follower],
  );
  return row && logged(row);
}

/** It is worked: the next one of its subject is due. */
export async function letGo(tx: Tx, follower: string, fact: LoggedFact): Promise<void> {
  await rows(tx, 'DELETE FROM follower_held WHERE follower = $1 AND place = $2', [follower, fact.place]);
  await rows(
    tx,
    `UPDATE follower_held SET next_attempt_at = now() WHERE follower = $1 AND place = (
       SELECT min(place) FROM follower_held WHERE follower = $1 AND subject = $2)`,
    [follower, fact.subject],
  );
}

/** It has failed once more. */
export async function holdOn(tx: Tx, follower: string, fact: LoggedFact, error: unknown): Promise<void> {
  await rows(
    tx,
    `UPDATE follower_held SET attempts = attempts + 1, reason = $3, next_attempt_at = now() + ${pauseAfter('attempts + 1')}
     WHERE follower = $1 AND place = $2`,
    [follower, fact.place, reasonOf(error)],
  );
}

export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  // PostgreSQL takes no NUL in a text.
  return [code, text].filter(Boolean).join(' ').replaceAll('\u0000', ' ').slice(0, 1000);
}
