import type { Fact } from '#contracts';
import { fact as factSchema } from '#contracts';
import { newId } from '#kernel';
import { currentRequestId } from '../context/context.js';
import type { Tx } from '../database/database.js';

/**
 * Writes a fact into the log, in the transaction of the change that it announces.
 * @param subject whose facts keep their order: `scenario:<id>`, `engagement:<id>` …; lock that row first (FOR UPDATE).
 * @returns the fact's id, its key for "once".
 */
export async function appendFact(tx: Tx, subject: string, fact: Fact): Promise<string> {
  const id = newId();
  await tx.query(
    'INSERT INTO facts (fact_id, subject, name, payload, request_id) VALUES ($1, $2, $3, $4, $5)',
    [id, subject, fact.name, JSON.stringify(factSchema.parse(fact)), currentRequestId() ?? null],
  );
  return id;
}

/** Many facts in one statement, in their order; the same rules as for one. */
export async function appendFacts(
  tx: Tx,
  facts: readonly { readonly subject: string; readonly fact: Fact }[],
): Promise<void> {
  if (facts.length === 0) return;
  const all = facts.map(({ subject, fact }, n) => ({
    n,
    fact_id: newId(),
    subject,
    name: fact.name,
    payload: factSchema.parse(fact),
  }));
  await tx.query(
    `INSERT INTO facts (fact_id, subject, name, payload, request_id)
     SELECT fact_id, subject, name, payload, $2
     FROM jsonb_to_recordset($1::jsonb) AS x(n integer, fact_id uuid, subject text, name text, payload jsonb) ORDER BY n`,
    [JSON.stringify(all), currentRequestId() ?? null],
  );
}
