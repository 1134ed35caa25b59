import { type DeliveredFact, deliveredFact, type FactName } from '#contracts';
import { type Database, rows, type Tx } from '../database/database.js';

/** A fact at its place in the log; one that cannot be read any more says so when it is worked. */
export interface LoggedFact {
  readonly place: string;
  readonly subject: string;
  readonly name: string;
  readonly read: () => DeliveredFact;
}

export interface FactRow {
  place: string;
  fact_id: string;
  subject: string;
  name: string;
  payload: unknown;
  request_id: string | null;
  occurred_at: Date;
}

export const factColumns = 'f.place, f.fact_id, f.subject, f.name, f.payload, f.request_id, f.occurred_at';
const placedAtOnce = 10_000;

/**
 * Gives places to the facts that have been committed since, by their ids.
 *
 * The order is safe to follow: only what is committed gets a place, one transaction at a time gives them, and none is
 * ever given before the last one. A transaction that is still running gets its places when it has ended, and holds
 * nobody up meanwhile. The facts of one subject keep their order, since a subject's row is locked before its fact is
 * appended: the earlier one has the smaller id, and is committed before the later one is written.
 * @returns how many.
 */
export async function placeFacts(db: Database): Promise<number> {
  let placed = 0;
  for (;;) {
    const open = await db.query('SELECT 1 FROM facts WHERE place IS NULL LIMIT 1');
    if (open.length === 0) return placed;
    const some = await db.transaction(placeSome);
    placed += some;
    if (some < placedAtOnce) return placed;
  }
}

async function placeSome(tx: Tx): Promise<number> {
  // The lock first, then a statement of its own: it sees all that the holder before has placed.
  const [head] = await rows<{ place: string }>(tx, 'SELECT place FROM fact_head FOR UPDATE');
  const placed = await rows(
    tx,
    `UPDATE facts f SET place = $1::bigint + o.n FROM (
       SELECT id, row_number() OVER (ORDER BY id) AS n FROM (
         SELECT id FROM facts WHERE place IS NULL ORDER BY id LIMIT ${placedAtOnce}) open) o
     WHERE f.id = o.id RETURNING 1`,
    [head?.place ?? 0],
  );
  await rows(tx, 'UPDATE fact_head SET place = place + $1', [placed.length]);
  return placed.length;
}

export async function headOfLog(tx: Tx): Promise<string> {
  const [head] = await rows<{ place: string }>(tx, 'SELECT place FROM fact_head');
  return head?.place ?? '0';
}

export interface Stretch {
  readonly facts: readonly LoggedFact[];
  /** All of the wanted facts up to here are in `facts`. */
  readonly upTo: string;
}

/** The facts of some names behind a place, in their order, `limit` at most. */
export async function readFacts(
  tx: Tx,
  after: string,
  names: readonly FactName[],
  limit: number,
): Promise<Stretch> {
  const head = await headOfLog(tx);
  if (BigInt(head) <= BigInt(after)) return { facts: [], upTo: after };
  const found = await rows<FactRow>(
    tx,
    `SELECT ${factColumns} FROM facts f WHERE f.place > $1 AND f.place <= $2 AND f.name = ANY($3) ORDER BY f.place LIMIT $4`,
    [after, head, names, limit],
  );
  return {
    facts: found.map(logged),
    upTo: found.length < limit ? head : (found.at(-1)?.place ?? head),
  };
}

export function logged(row: FactRow): LoggedFact {
  return {
    place: row.place,
    subject: row.subject,
    name: row.name,
    read: () => readable(row),
  };
}

/** @throws Error that names the members that are not as they should be. */
function readable(row: FactRow): DeliveredFact {
  const read = deliveredFact.safeParse({
    id: row.fact_id,
    occurredAt: row.occurred_at.toISOString(),
    fact: row.payload,
    requestId: row.request_id,
  });
  if (read.success) return read.data;
  const members = [...new Set(read.error.issues.map((issue) => issue.path.join('.')))];
  throw new Error(
    `事实的内容不符合约定：${members.slice(0, 5).join('、')}${members.length > 5 ? ' 等' : ''}`,
  );
}
