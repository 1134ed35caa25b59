import { rows, type Tx } from '#platform';

/**
 * The controllers of each code, nearest first, all the way up; a circle ends where it closes. By code, so that a holding
 * company which is not on the platform does not break the chain.
 */
export async function controllersAbove(
  tx: Tx,
  codes: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await rows<{ start: string; code: string }>(
    tx,
    `WITH RECURSIVE up AS (
       SELECT c.uscc AS start, c.controller_uscc AS code, ARRAY[c.uscc, c.controller_uscc] AS path
       FROM controllers c WHERE c.uscc = ANY($1::text[])
       UNION ALL
       SELECT up.start, c.controller_uscc, up.path || c.controller_uscc
       FROM up JOIN controllers c ON c.uscc = up.code WHERE c.controller_uscc <> ALL(up.path))
     SELECT start, code FROM up ORDER BY start, cardinality(path)`,
    [codes],
  );
  return new Map(
    codes.map((code) => [code, found.filter(({ start }) => start === code).map((row) => row.code)]),
  );
}
