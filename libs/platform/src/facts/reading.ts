import { type DeliveredFact, deliveredFact, type FactName } from '#contracts';
import { rows, type Tx } from '../database/database.js';
import type { FactRow } from './log.js';

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
