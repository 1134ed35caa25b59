import type { Database } from '../database/database.js';

/** Facts that others may be behind by without being waited for: a single change is worked by all at once. */
const few = 500;

/** Whether one of some followers has much of the log before it. One that is in trouble is not waited for. */
export async function areBehind(db: Database, followers: readonly string[]): Promise<boolean> {
  if (followers.length === 0) return false;
  const behind = await db.query(
    `SELECT 1 FROM follower_positions p CROSS JOIN fact_head h
     WHERE p.follower = ANY($1) AND p.active AND p.trouble IS NULL AND h.place - p.place > ${few} LIMIT 1`,
    [followers],
  );
  return behind.length > 0;
}
