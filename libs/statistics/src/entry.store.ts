import { type CopyValue, copyRows, rows, type Tx } from '#platform';
import type { LedgerEntry } from './domain/entry.js';
import { type Cell, folded } from './domain/rollups.js';

/** Column by member, in the order of insertion. */
const columns: Record<keyof LedgerEntry, string> = {
  seq: 'seq',
  prevHash: 'prev_hash',
  hash: 'hash',
  factId: 'fact_id',
  kind: 'kind',
  level: 'level',
  occasion: 'occasion',
  amountOccasion: 'amount_occasion',
  market: 'market',
  demandListingId: 'demand_listing_id',
  firmId: 'firm_id',
  engagementId: 'engagement_id',
  claimId: 'claim_id',
  claimedLevel: 'claimed_level',
  number: 'number',
  demandNumber: 'demand_number',
  demandTitle: 'demand_title',
  supplyNumber: 'supply_number',
  supplyTitle: 'supply_title',
  demandName: 'demand_name',
  demandUscc: 'demand_uscc',
  supplyName: 'supply_name',
  supplyUscc: 'supply_uscc',
  area: 'area',
  department: 'department',
  chain: 'chain',
  field: 'field',
  firmArea: 'firm_area',
  channel: 'channel',
  firstVersion: 'first_version',
  amount: 'amount',
  happenedDay: 'happened_day',
  postedDay: 'posted_day',
  reason: 'reason',
  actorId: 'actor_id',
  recordedAt: 'recorded_at',
  form: 'form',
};
const members = Object.keys(columns) as (keyof LedgerEntry)[];

/** As text where the driver would make something else of it: the hash is over exactly these values. */
const read: Partial<Record<keyof LedgerEntry, string>> = {
  seq: 'e.seq::int8',
  amount: 'e.amount::text',
  happenedDay: 'e.happened_day::text',
  postedDay: 'e.posted_day::text',
};

const selectEntries = `SELECT ${members.map((m) => `${read[m] ?? `e.${columns[m]}`} AS "${m}"`).join(', ')} FROM ledger_entries e`;

type Row = Omit<LedgerEntry, 'seq' | 'recordedAt'> & { seq: string; recordedAt: Date };

function entryOf(row: Row): LedgerEntry {
  return { ...row, seq: Number(row.seq), recordedAt: row.recordedAt.toISOString() };
}

export async function findEntries(
  tx: Tx,
  rest: string,
  parameters: readonly unknown[],
): Promise<LedgerEntry[]> {
  return (await rows<Row>(tx, `${selectEntries} ${rest}`, parameters)).map(entryOf);
}

/** All entries in their order, `size` at a time. */
export async function* entriesInOrder(tx: Tx, size = 2000): AsyncGenerator<LedgerEntry> {
  for (let after = 0; ; ) {
    const batch = await findEntries(tx, 'WHERE e.seq > $1 ORDER BY e.seq LIMIT $2', [after, size]);
    yield* batch;
    if (batch.length < size) return;
    after = batch.at(-1)?.seq ?? after;
  }
}

/** All entries of pairs, given by demands and firms in step, in the order of the ledger. */
export function entriesOfPairs(
  tx: Tx,
  demandListingIds: readonly string[],
  firmIds: readonly string[],
): Promise<LedgerEntry[]> {
  return findEntries(
    tx,
    'WHERE (e.demand_listing_id, e.firm_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY e.seq',
    [demandListingIds, firmIds],
  );
}

export async function insertEntries(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await copyRows(tx, 'ledger_entries', Object.values(columns), entries.map(cellsOf));
}

function cellsOf(entry: LedgerEntry): CopyValue[] {
  return members.map((member) => {
    const value = entry[member];
    return typeof value === 'boolean' ? String(value) : value;
  });
}

/** Adds cells of other parts than those that claims move to the roll-ups, in one order always, so that two writers never wait for each other in a circle. */
export async function addCells(tx: Tx, cells: readonly Cell[]): Promise<void> {
  const sums = folded(cells);
  if (sums.length === 0) return;
  const column = (member: keyof Cell) => sums.map((cell) => cell[member]);
  await rows(
    tx,
    `INSERT INTO ledger_rollups AS r (market, scope, period, dimension, key, part, bucket, count, amount)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::bigint[], $9::numeric[])
       AS c (market, scope, period, dimension, key, part, bucket, count, amount)
     ORDER BY market, scope, period, dimension, part, bucket, key
     ON CONFLICT ON CONSTRAINT pk_ledger_rollups
     DO UPDATE SET count = r.count + excluded.count, amount = r.amount + excluded.amount`,
    [
      column('market'),
      column('scope'),
      column('period'),
      column('dimension'),
      column('key'),
      column('part'),
      column('bucket'),
      column('count'),
      column('amount'),
    ],
  );
}
