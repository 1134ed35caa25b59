import type { DeliveredFact, FactOf, MarketCode } from '#contracts';
import { periodsOf } from '#kernel';
import { rows, type Tx } from '#platform';
import { postedDay } from '../domain/posting.js';
import { type Presence, presenceChanges } from '../domain/presence.js';
import { type Cell, folded } from '../domain/rollups.js';

export type Pair = FactOf<'match.proposed'>['pairs'][number];

interface Row extends Presence {
  readonly demandListingId: string;
}

/** Pairs of one market that a fact tells of. */
export interface ToldPairs {
  readonly level: 0 | 1;
  readonly market: MarketCode;
  readonly day: string;
  readonly pairs: readonly Pair[];
}

/** None for other facts. */
export function pairsOf(fact: DeliveredFact['fact']): ToldPairs | null {
  if (fact.name === 'match.proposed') return { ...fact, level: 0 };
  if (fact.name === 'engagement.opened')
    return { level: 1, market: fact.market, day: fact.day, pairs: [openedPair(fact)] };
  return null;
}

function openedPair(fact: FactOf<'engagement.opened'>): Pair {
  return {
    demandListingId: fact.demandListingId,
    firmId: fact.supply.organisationId,
    area: fact.demand.area,
    department: fact.demand.department,
    firmArea: fact.supply.area,
    field: fact.field,
    chain: fact.chain,
  };
}

/** Distinct pairs of a month; a repeated fact finds them there. @returns how many facts brought nothing new, and what changed. */
export async function recordPairs(
  tx: Tx,
  facts: readonly DeliveredFact[],
  frozen: ReadonlySet<string>,
): Promise<{ repeated: number; cells: Cell[] }> {
  let repeated = 0;
  const cells: Cell[] = [];
  for (const { fact } of facts) {
    const told = pairsOf(fact);
    if (!told) continue;
    const posted = postedDay(told.day, frozen);
    const before = await monthsOfPairs(tx, told.level, posted.slice(0, 4), told.pairs);
    const fresh = await addPairs(tx, told, posted);
    if (fresh.length === 0) repeated++;
    cells.push(...changes(told.level, before, fresh));
  }
  return { repeated, cells: folded(cells) };
}

function changes(level: 0 | 1, before: readonly Row[], fresh: readonly Row[]): Cell[] {
  const byPair = new Map<string, { before: Row[]; fresh: Row[] }>();
  const of = (row: Row) => {
    const at = `${row.demandListingId} ${row.firmId}`;
    const pair = byPair.get(at) ?? { before: [], fresh: [] };
    byPair.set(at, pair);
    return pair;
  };
  for (const row of fresh) of(row).fresh.push(row);
  for (const row of before) of(row).before.push(row);
  return [...byPair.values()].flatMap((pair) =>
    pair.fresh.length === 0 ? [] : presenceChanges(level, pair.before, pair.fresh),
  );
}

const columns = `market, demand_listing_id AS "demandListingId", firm_id AS "firmId", month, area, department, chain, field, firm_area AS "firmArea", NULL AS channel`;

function monthsOfPairs(tx: Tx, level: number, year: string, pairs: readonly Pair[]): Promise<Row[]> {
  return rows<Row & Record<string, unknown>>(
    tx,
    `SELECT ${columns} FROM ledger_pairs WHERE level = $1 AND month LIKE $2
       AND (demand_listing_id, firm_id) IN (SELECT * FROM unnest($3::uuid[], $4::uuid[]))`,
    [level, `${year}-%`, pairs.map((pair) => pair.demandListingId), pairs.map((pair) => pair.firmId)],
  );
}

function addPairs(tx: Tx, { level, market, day, pairs }: ToldPairs, posted: string): Promise<Row[]> {
  const column = (member: keyof Pair) => pairs.map((pair) => pair[member]);
  return rows<Row & Record<string, unknown>>(
    tx,
    `INSERT INTO ledger_pairs (market, level, month, happened_day, posted_day, demand_listing_id, firm_id, area, department, chain, field, firm_area)
     SELECT $12, $1::smallint, $2::text, $3::date, $4::date, p.*
     FROM unnest($5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[]) AS p (s, f)
     ORDER BY s, f
     ON CONFLICT ON CONSTRAINT uq_ledger_pairs DO NOTHING RETURNING ${columns}`,
    [
      level,
      periodsOf(posted)[0],
      day,
      posted,
      column('demandListingId'),
      column('firmId'),
      column('area'),
      column('department'),
      column('chain'),
      column('field'),
      column('firmArea'),
      market,
    ],
  );
}
