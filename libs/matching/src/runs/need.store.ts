import type { MarketCode } from '#contracts';
import type { Database } from '#platform';
import { rows, type Tx } from '#platform';

/** Seconds after which another worker may take what one has leased. */
const lease = 60;

export interface Claimed {
  readonly market: MarketCode;
  readonly demandListingId: string;
  /** How often it had been asked for when it was claimed: what is asked later stays open. */
  readonly asked: number;
}

/** Asks for needs of a market to be ranked, in the transaction of the change; one that is open already stays one. */
export async function askFor(tx: Tx, market: MarketCode, demandListingIds: readonly string[]): Promise<void> {
  if (demandListingIds.length === 0) return;
  await rows(
    tx,
    `INSERT INTO match_needs AS n (demand_listing_id, market) SELECT DISTINCT id, $2 FROM unnest($1::uuid[]) AS id ORDER BY id
     ON CONFLICT ON CONSTRAINT pk_match_needs DO UPDATE SET asked = n.asked + 1`,
    [demandListingIds, market],
  );
}

/** Leases some of the needs that are open and nobody's; rows that another worker is taking are passed over. */
export async function claim(db: Database, worker: string, most: number): Promise<Claimed[]> {
  return db.query<Claimed & Record<string, unknown>>(
    `UPDATE match_needs SET leased_by = $1, leased_until = now() + make_interval(secs => $3) WHERE demand_listing_id IN (
       SELECT demand_listing_id FROM match_needs WHERE asked > done AND (leased_until IS NULL OR leased_until < now())
       ORDER BY demand_listing_id LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING market, demand_listing_id AS "demandListingId", asked`,
    [worker, most, lease],
  );
}

/** Some of these needs are still to be ranked, by whomever. */
export async function someOpen(db: Database, demandListingIds: readonly string[]): Promise<boolean> {
  if (demandListingIds.length === 0) return false;
  const open = await db.query(
    'SELECT 1 FROM match_needs WHERE asked > done AND demand_listing_id = ANY($1::uuid[]) LIMIT 1',
    [demandListingIds],
  );
  return open.length > 0;
}

/** Of what was claimed, what is still this worker's: held until the transaction ends, so that nobody else writes it. */
export async function stillLeased(
  tx: Tx,
  worker: string,
  claimed: readonly Claimed[],
): Promise<ReadonlySet<string>> {
  const held = await rows<{ demand_listing_id: string }>(
    tx,
    'SELECT demand_listing_id FROM match_needs WHERE demand_listing_id = ANY($1::uuid[]) AND leased_by = $2 ORDER BY demand_listing_id FOR UPDATE',
    [claimed.map((one) => one.demandListingId), worker],
  );
  return new Set(held.map((row) => row.demand_listing_id));
}

/** Gives leases back; what was asked for meanwhile stays open. @returns whether any of it was. */
export async function settleNeeds(tx: Tx, worker: string, claimed: readonly Claimed[]): Promise<boolean> {
  const settled = await rows<{ open: boolean }>(
    tx,
    `UPDATE match_needs n SET done = greatest(n.done, c.asked), leased_by = NULL, leased_until = NULL
     FROM unnest($1::uuid[], $2::integer[]) AS c(id, asked) WHERE n.demand_listing_id = c.id AND n.leased_by = $3 RETURNING n.asked > n.done AS open`,
    [claimed.map((one) => one.demandListingId), claimed.map((one) => one.asked), worker],
  );
  return settled.some(({ open }) => open);
}

/** Holds the rows of some needs until the transaction ends: their lists are written by one at a time. */
export async function holdNeeds(tx: Tx, runId: string, market: MarketCode): Promise<void> {
  await rows(
    tx,
    `INSERT INTO match_needs (demand_listing_id, market, asked) SELECT demand_listing_id, $2, 0 FROM match_run_summaries WHERE run_id = $1 ORDER BY 1
     ON CONFLICT ON CONSTRAINT pk_match_needs DO NOTHING`,
    [runId, market],
  );
  await rows(
    tx,
    `SELECT 1 FROM match_needs WHERE demand_listing_id IN (SELECT demand_listing_id FROM match_run_summaries WHERE run_id = $1)
     ORDER BY demand_listing_id FOR UPDATE`,
    [runId],
  );
}
