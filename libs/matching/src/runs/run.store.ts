import type { ListingKind } from '#contracts';
import { idsInForceSql, isInForceSql, joinStillInForce } from '#listings';
import { copyRows, rows, type Tx } from '#platform';
import {
  type MatchRow,
  matchCells,
  matchColumns,
  type SummaryRow,
  summaryCells,
  summaryColumns,
} from './match.store.js';

/** Demands of one piece: some tenths of a second of work, so that a lost piece costs little. */
const chunkSize = 100;

/** Cuts what is in force into pieces; once for a run, however often its job begins. */
export async function planChunks(tx: Tx, runId: string, demand: ListingKind): Promise<void> {
  await rows(tx, 'SELECT 1 FROM match_runs WHERE id = $1 FOR UPDATE', [runId]);
  await rows(
    tx,
    `INSERT INTO match_run_chunks (run_id, number, demand_listing_ids)
     SELECT $1, (place - 1) / $2, array_agg(id ORDER BY id) FROM (
       SELECT id, row_number() OVER (ORDER BY id) AS place FROM (${idsInForceSql(demand)}) h) s
     WHERE NOT EXISTS (SELECT 1 FROM match_run_chunks WHERE run_id = $1) GROUP BY 2`,
    [runId, chunkSize],
  );
  await rows(
    tx,
    `UPDATE match_runs SET chunks = c.n, demands = c.demands FROM (
       SELECT count(*) AS n, coalesce(sum(cardinality(demand_listing_ids)), 0) AS demands FROM match_run_chunks WHERE run_id = $1) c
     WHERE id = $1`,
    [runId],
  );
}

export interface ChunkFindings {
  readonly matches: readonly MatchRow[];
  readonly summaries: readonly SummaryRow[];
  readonly ms: number;
}

/** Keeps what a piece found, in place of an earlier attempt's. @returns false where another one was first. */
export async function keepChunk(
  tx: Tx,
  runId: string,
  number: number,
  { matches, summaries, ms }: ChunkFindings,
): Promise<boolean> {
  const [chunk] = await rows<{ state: string }>(
    tx,
    'SELECT state FROM match_run_chunks WHERE run_id = $1 AND number = $2 FOR UPDATE',
    [runId, number],
  );
  if (chunk?.state !== 'waiting') return false;
  await rows(tx, 'DELETE FROM match_run_results WHERE run_id = $1 AND chunk = $2', [runId, number]);
  await rows(tx, 'DELETE FROM match_run_summaries WHERE run_id = $1 AND chunk = $2', [runId, number]);
  await copyRows(
    tx,
    'match_run_results',
    ['run_id', 'chunk', ...matchColumns],
    matches.map((row) => [runId, number, ...matchCells(row)]),
  );
  await copyRows(
    tx,
    'match_run_summaries',
    ['run_id', 'chunk', ...summaryColumns],
    summaries.map((row) => [runId, number, ...summaryCells(row)]),
  );
  await rows(tx, "UPDATE match_run_chunks SET state = 'done' WHERE run_id = $1 AND number = $2", [
    runId,
    number,
  ]);
  await rows(
    tx,
    'UPDATE match_runs SET done = done + $2, chunks_done = chunks_done + 1, engine_ms = engine_ms + $3 WHERE id = $1',
    [runId, summaries.length, Math.round(ms)],
  );
  await tellRun(tx, runId);
  return true;
}

/** Wakes whoever waits for the run, once this is committed. */
export async function tellRun(tx: Tx, runId: string): Promise<void> {
  await rows(tx, "SELECT pg_notify('match_runs', $1)", [runId]);
}

/** Pieces that say they are done and have left nothing: the server lost its unlogged tables. They wait again. */
export async function reopenLost(tx: Tx, runId: string): Promise<number> {
  const lost = await rows<{ number: number; n: number }>(
    tx,
    `UPDATE match_run_chunks c SET state = 'waiting' WHERE run_id = $1 AND state = 'done'
       AND NOT EXISTS (SELECT 1 FROM match_run_summaries s WHERE s.run_id = $1 AND s.chunk = c.number)
       AND EXISTS (SELECT 1 FROM unnest(c.demand_listing_ids) AS d (id) WHERE ${isInForceSql('d.id')})
     RETURNING number, cardinality(demand_listing_ids) AS n`,
    [runId],
  );
  if (lost.length > 0)
    await rows(
      tx,
      'UPDATE match_runs SET done = greatest(0, done - $2), chunks_done = chunks_done - $3 WHERE id = $1',
      [runId, lost.reduce((sum, row) => sum + row.n, 0), lost.length],
    );
  return lost.length;
}

/**
 * A demand edited since was ranked on its own, and so was one that a change has touched since: it is left as it is then,
 * for its list was ranked from a later catalogue.
 */
const stillAsSeen = joinStillInForce('x.demand_listing_id', 'x.demand_revision', 's');
const latest = (place: string) =>
  `NOT EXISTS (SELECT 1 FROM match_summaries later WHERE later.demand_listing_id = x.demand_listing_id AND later.place > ${place})`;

/** The old matches of the demands that are still as the run saw them, for the new; nothing in between is ever seen. */
export async function replaceAll(tx: Tx, runId: string, version: number): Promise<void> {
  // Lists that are later than the run's leave it.
  await rows(tx, `DELETE FROM match_run_summaries x WHERE x.run_id = $1 AND NOT (${latest('x.place')})`, [
    runId,
  ]);
  await rows(
    tx,
    `DELETE FROM match_run_results r WHERE r.run_id = $1
       AND NOT EXISTS (SELECT 1 FROM match_run_summaries x WHERE x.run_id = $1 AND x.demand_listing_id = r.demand_listing_id)`,
    [runId],
  );
  for (const table of ['matches', 'match_summaries'])
    await rows(
      tx,
      `DELETE FROM ${table} m WHERE m.demand_listing_id IN (SELECT x.demand_listing_id FROM match_run_summaries x ${stillAsSeen} WHERE x.run_id = $1)
         OR NOT ${isInForceSql('m.demand_listing_id')}`,
      [runId],
    );
  const columns = matchColumns.join(', ');
  await rows(
    tx,
    `INSERT INTO matches (${columns}, run_id, weights_version)
     SELECT ${matchColumns.map((column) => `x.${column}`).join(', ')}, x.run_id, $2 FROM match_run_results x ${stillAsSeen}
     ${joinStillInForce('x.supply_listing_id', 'x.supply_revision', 'c')}
     WHERE x.run_id = $1 ORDER BY x.demand_listing_id, x.supply_listing_id ON CONFLICT ON CONSTRAINT pk_matches DO NOTHING`,
    [runId, version],
  );
  await rows(
    tx,
    `INSERT INTO match_summaries (${summaryColumns.join(', ')})
     SELECT ${summaryColumns.map((column) => `x.${column}`).join(', ')} FROM match_run_summaries x ${stillAsSeen}
     WHERE x.run_id = $1 ON CONFLICT ON CONSTRAINT pk_match_summaries DO NOTHING`,
    [runId],
  );
}

/** Distinct (demand, firm) pairs of a run's own matches, a piece at a time. */
export async function* proposedPairs(
  tx: Tx,
  runId: string,
  chunks: number,
): AsyncGenerator<{ demandListingId: string; firmId: string; supplyListingId: string }[]> {
  for (let number = 0; number < chunks; number++) {
    const found = await rows<{ demand_listing_id: string; firm_id: string; supply_listing_id: string }>(
      tx,
      `SELECT DISTINCT ON (x.demand_listing_id, x.firm_id) x.demand_listing_id, x.firm_id, x.supply_listing_id FROM match_run_results x ${stillAsSeen} WHERE x.run_id = $1 AND x.chunk = $2`,
      [runId, number],
    );
    yield found.map((row) => ({
      demandListingId: row.demand_listing_id,
      firmId: row.firm_id,
      supplyListingId: row.supply_listing_id,
    }));
  }
}

/** The earliest place from which a list of the run was ranked: what came later may have been missed. */
export async function earliestPlace(tx: Tx, runId: string): Promise<string | undefined> {
  const [row] = await rows<{ place: string | null }>(
    tx,
    'SELECT min(place)::text AS place FROM match_run_summaries WHERE run_id = $1',
    [runId],
  );
  return row?.place ?? undefined;
}

/** The run's figures, counted from what it has left. @param suitable points. */
export async function completeRun(tx: Tx, runId: string, suitable: number): Promise<void> {
  await rows(
    tx,
    `UPDATE match_runs SET state = 'completed', finished_at = now(),
       pairs = (SELECT count(*) FROM matches WHERE run_id = $1),
       firm_pairs = (SELECT count(*) FROM (SELECT DISTINCT demand_listing_id, firm_id FROM matches WHERE run_id = $1) p),
       first_version_moves = (SELECT coalesce(sum(moved), 0) FROM match_run_summaries WHERE run_id = $1),
       gaps = (SELECT count(*) FROM match_run_summaries WHERE run_id = $1 AND (best IS NULL OR best < $2)),
       pinned = (SELECT count(*) FROM match_decisions d JOIN match_run_summaries x ON x.run_id = $1 AND x.demand_listing_id = d.demand_listing_id
                 WHERE d.kind = 'pin' AND d.ended_at IS NULL AND d.until >= (now() AT TIME ZONE 'Asia/Shanghai')::date),
       blocked = (SELECT count(*) FROM match_decisions d JOIN match_run_summaries x ON x.run_id = $1 AND x.demand_listing_id = d.demand_listing_id
                 WHERE d.kind = 'block' AND d.ended_at IS NULL AND d.until >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
     WHERE id = $1`,
    [runId, suitable],
  );
  await dropFindings(tx, runId);
}

/**
 * Locks in the order in which `keepChunk` does: pieces, findings, the run. A piece that is being kept is waited for, and
 * one that comes later finds nothing to keep.
 */
export async function dropFindings(tx: Tx, runId: string): Promise<void> {
  for (const table of ['match_run_chunks', 'match_run_results', 'match_run_summaries'])
    await rows(tx, `DELETE FROM ${table} WHERE run_id = $1`, [runId]);
}
