import { type DeliveredFact, deliveredFact, type FactName } from '#contracts';
import { rows, type Tx } from '../database/database.js';
import { type FactRow, factColumns, headOfLog, logged, readFacts } from './log.js';

/** All facts of some names in the order in which they were announced, also those that no follower has seen yet. */
export async function* allFacts(
  tx: Tx,
  names: readonly FactName[],
  size = 500,
): AsyncGenerator<DeliveredFact> {
  for (let after = '0'; ; ) {
    const found = await rows<FactRow & { id: string }>(
      tx,
      `SELECT id, fact_id, payload, request_id, occurred_at FROM facts WHERE name = ANY($1) AND id > $2 ORDER BY id LIMIT $3`,
      [names, after, size],
    );
    for (const row of found)
      yield deliveredFact.parse({
        id: row.fact_id,
        occurredAt: row.occurred_at.toISOString(),
        fact: row.payload,
        requestId: row.request_id,
      });
    if (found.length < size) return;
    after = found.at(-1)?.id ?? after;
  }
}

/** Facts behind a place of the log, and where to go on from. */
export interface NewFacts {
  readonly facts: readonly DeliveredFact[];
  readonly upTo: string;
}

/** The last place given: what is read afterwards holds all that was announced up to there. */
export function lastPlace(tx: Tx): Promise<string> {
  return headOfLog(tx);
}

/**
 * Facts of some names behind a place, for who keeps a picture of the truth in memory: `most` at a time, and with the last
 * of them also those that are committed and have no place yet. These come again once they have one.
 */
export async function factsBehind(
  tx: Tx,
  place: string,
  names: readonly FactName[],
  most: number,
): Promise<NewFacts> {
  const { facts, upTo } = await readFacts(tx, place, names, most);
  const unplaced =
    facts.length < most
      ? await rows<FactRow>(
          tx,
          `SELECT ${factColumns} FROM facts f WHERE f.place IS NULL AND f.name = ANY($1) ORDER BY f.id`,
          [names],
        )
      : [];
  return { facts: [...facts, ...unplaced.map(logged)].map((fact) => fact.read()), upTo };
}
