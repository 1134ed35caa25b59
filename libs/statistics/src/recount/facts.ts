import type { DeliveredFact, FactName } from '#contracts';
import { factMarks, factSum, factSumSql, factsById, markSql, rows, strangeFacts, type Tx } from '#platform';
import type { Difference } from '../domain/recount.js';
import type { Received } from '../domain/steps.js';

const steps: readonly FactName[] = ['claim.verified', 'claim.reversed'];
const atOnce = 5000;

/** Where the ledger's copies of the facts and the log are apart. */
export interface Apart {
  /** Verified and reversed steps in the log. */
  readonly count: number;
  /** As the log has them: the ledger has none, or another. */
  readonly missing: readonly Received[];
  /** Copies that the log has not, or not so. */
  readonly strange: ReadonlySet<string>;
  /** What the copies tell of claims. */
  readonly claims: ClaimSum;
}

/** Over verified claims, also where they were reversed since: marks of id, level and amount, and of what was reversed. */
export interface ClaimSum {
  readonly count: number;
  readonly mark: string;
}

/** One walk over the copies. */
const copiesSum = `SELECT ${factSumSql('marks')}, count(*) FILTER (WHERE name = 'claim.verified') AS claims,
  coalesce(sum(CASE name WHEN 'claim.verified' THEN ${markSql('claim_id', 'level', 'amount')} ELSE ${markSql('claim_id', 0)} END), 0) AS "claimMark"
FROM ledger_facts`;

/** The log beside the ledger's copies; read one by one only where the sums differ. */
export async function apart(tx: Tx): Promise<Apart> {
  const log = await factSum(tx, steps, 'marks');
  const [own] = await rows<{ count: string; sum: string; claims: string; claimMark: string }>(tx, copiesSum);
  const claims = { count: Number(own?.claims), mark: String(own?.claimMark) };
  if (log.count === Number(own?.count) && log.sum === own?.sum)
    return { count: log.count, missing: [], strange: new Set(), claims };
  const missing: string[] = [];
  for await (const batch of factMarks(tx, steps)) missing.push(...(await uncopied(tx, batch)));
  const facts: DeliveredFact[] = [];
  for (let at = 0; at < missing.length; at += atOnce)
    facts.push(...(await factsById(tx, missing.slice(at, at + atOnce))));
  return { count: log.count, missing: facts.flatMap(stepOf), strange: await strange(tx), claims };
}

export function strangeDifferences({ strange: ids, missing }: Apart): Difference[] {
  const told = new Set(missing.map((step) => step.id));
  return [...ids].map((id) => ({
    what: 'fact',
    detail: '台账所记事实与事实日志不符',
    expected: told.has(id) ? id : 'none',
    found: told.has(id) ? `${id}（内容不同）` : id,
  }));
}

function stepOf({ id, fact }: DeliveredFact): Received[] {
  return fact.name === 'claim.verified' || fact.name === 'claim.reversed' ? [{ id, fact }] : [];
}

interface Mark extends Record<string, unknown> {
  readonly id: string;
  readonly mark: string;
}

async function uncopied(tx: Tx, facts: readonly { id: string; mark: string }[]): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT l.id FROM unnest($1::uuid[], $2::bigint[]) AS l (id, mark)
     WHERE NOT EXISTS (SELECT FROM ledger_facts f WHERE f.fact_id = l.id AND f.mark = l.mark)`,
    [facts.map((fact) => fact.id), facts.map((fact) => fact.mark)],
  );
  return found.map((row) => row.id);
}

async function strange(tx: Tx): Promise<Set<string>> {
  const found = new Set<string>();
  for (let after: string | null = null; ; ) {
    const copies: Mark[] = await rows<Mark>(
      tx,
      `SELECT fact_id AS id, mark FROM ledger_facts WHERE $1::uuid IS NULL OR fact_id > $1 ORDER BY fact_id LIMIT $2`,
      [after, atOnce],
    );
    for (const id of await strangeFacts(tx, copies)) found.add(id);
    if (copies.length < atOnce) return found;
    after = copies.at(-1)?.id ?? after;
  }
}
