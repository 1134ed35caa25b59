import { after, codes, days, type Length, lengths, newlyIn, type Splitting, startSql } from './splits.sql.js';

const month = startSql('month', 'posted_day');

const lastIn = (length: Length) =>
  `CASE WHEN climbs AND (next IS NULL OR next >= ${after(length)}) THEN 1 ELSE 0 END AS ${newlyIn(length)}`;

const brought = `CASE WHEN occasion IS NULL THEN 0 WHEN kind = 'verified' THEN 1 ELSE -1 END AS count,
      CASE WHEN amount IS NULL THEN 0 WHEN kind = 'verified' THEN (amount * 100)::bigint ELSE -(amount * 100)::bigint END AS fen`;

/**
 * Every entry with the next one of its pair. Where a pair only climbs, it is newly at the level of its last entry in a
 * period: no later one takes it higher within that period.
 */
const climbing = `(
  SELECT market, month AS start, ${codes}, level, count, fen, CASE WHEN first_version AND level = 4 THEN count ELSE 0 END AS first_version,
    ${lengths.map(lastIn).join(', ')}
  FROM (
    SELECT market, posted_day, ${codes}, level, first_version,
      ${brought},
      bool_and(kind = 'verified' AND occasion IS NOT NULL) OVER pair AS climbs, lead(posted_day) OVER pair AS next
    FROM ledger_entries
    WINDOW pair AS (PARTITION BY demand_listing_id, firm_id ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
  ) AS e JOIN days ON day = posted_day
) AS climbing`;

/** Where a pair stands at the end of each period in which it moved, of the ends of shorter ones. */
function ends(length: Length, of: string): string {
  const start = startSql(length, 'start');
  return `${length}_ends AS (
  SELECT *, coalesce(lag(stands) OVER (PARTITION BY demand_listing_id, firm_id ORDER BY seq), 1) AS had FROM (
    SELECT market, demand_listing_id, firm_id, seq, ${start} AS start, stands,
      lead(${start}) OVER (PARTITION BY demand_listing_id, firm_id ORDER BY seq) AS next FROM ${of}) AS m
  WHERE next IS DISTINCT FROM start
)`;
}

/** By the codes of the last entry of the period that took the pair where it stands, or took away where it stood. */
function moved(length: Length): string {
  const one = (other: Length) => (other === length ? 'turn' : '0');
  return `SELECT market, start, ${codes}, level, 0 AS count, 0::bigint AS fen, 0 AS first_version,
    ${lengths.map((other) => `${one(other)} AS ${newlyIn(other)}`).join(', ')}
  FROM (
    SELECT DISTINCT ON (n.demand_listing_id, n.firm_id, n.seq) n.market, n.start, ${codes.replace(/(\w+)/g, 'e.$1')},
      e.level, sign(n.stands - n.had)::integer AS turn
    FROM ${length}_ends n JOIN restless_entries e ON e.demand_listing_id = n.demand_listing_id AND e.firm_id = n.firm_id
      AND e.level = greatest(n.had, n.stands) AND e.kind = CASE WHEN n.stands > n.had THEN 'verified' ELSE 'reversal' END
      AND ${startSql(length, 'e.posted_day')} = n.start AND e.seq <= n.seq
    WHERE n.stands <> n.had AND e.occasion IS NOT NULL
    ORDER BY n.demand_listing_id, n.firm_id, n.seq, e.seq DESC
  ) AS ${length}_moved`;
}

const restlessPairs = `SELECT DISTINCT demand_listing_id, firm_id FROM ledger_entries WHERE kind = 'reversal' OR occasion IS NULL`;

/** Looked up pair by pair: the planner expects one of them, and could read the whole table for that. */
const restlessEntries = `restless_entries AS MATERIALIZED (
  SELECT e.* FROM (${restlessPairs}) AS r CROSS JOIN LATERAL (
    SELECT market, demand_listing_id, firm_id, seq, kind, level, occasion, amount, posted_day, area, department, chain, field,
      firm_area, channel, first_version
    FROM ledger_entries o WHERE o.demand_listing_id = r.demand_listing_id AND o.firm_id = r.firm_id OFFSET 0) AS e
)`;

/** Pairs that did not only climb: what they are newly at, told anew for each length of period. */
const restless = `${restlessEntries}, moves AS (
  SELECT market, demand_listing_id, firm_id, seq, ${month} AS start,
    1 + sum(CASE kind WHEN 'verified' THEN 1 ELSE -1 END) OVER (PARTITION BY demand_listing_id, firm_id ORDER BY seq) AS stands
  FROM restless_entries WHERE occasion IS NOT NULL
), ${lengths.map((length, n) => ends(length, n === 0 ? 'moves' : `${lengths[n - 1]}_ends`)).join(', ')}, restless AS MATERIALIZED (
  ${lengths.map(moved).join('\n  UNION ALL ')}
)`;

/** What entries come to: pairs and money at levels, first-version products, and pairs newly at a level by length of period. */
export const entrySplits = {
  name: 'entries',
  with: `${days}, ${restless}`,
  from: [climbing, 'restless'],
  apart: 'level',
  sums: ['count', 'fen', 'first_version', ...lengths.map(newlyIn)],
} as const satisfies Splitting & { readonly with: string };

/** What the entries of those pairs come to by themselves, whatever the pairs are newly at. */
const fallen = `(
  SELECT market, ${month} AS start, ${codes}, level, count, fen, CASE WHEN first_version AND level = 4 THEN count ELSE 0 END AS first_version,
    ${lengths.map((length) => `0 AS ${newlyIn(length)}`).join(', ')}
  FROM (SELECT market, posted_day, ${codes}, level, first_version, ${brought} FROM restless_entries) AS e
) AS fallen`;

/** The same of the pairs alone that did not only climb. */
export const restlessSplits = { ...entrySplits, from: [fallen, 'restless'] } as const;

/**
 * The highest entry of every fact by which a pair climbed, where it did nothing else, with the level that it had before
 * and the day on which it climbed on. Whether the other entries of these facts are there is told by the facts.
 * @param told what is told of each, in a few numbers: they are carried along while its neighbours are looked at.
 */
export const tops = (told: string) => `(
  SELECT *, coalesce(lag(level) OVER pair, 1::smallint) AS had, lead(posted_day) OVER pair AS next
  FROM (
    SELECT demand_listing_id, firm_id, seq, posted_day, level, first_version, ${told}
    FROM ledger_entries e
    WHERE level = claimed_level AND kind = 'verified' AND occasion IS NOT NULL AND NOT EXISTS (
      SELECT FROM restless_pairs r WHERE r.demand_listing_id = e.demand_listing_id AND r.firm_id = e.firm_id)
    OFFSET 0
  ) AS e
  WINDOW pair AS (PARTITION BY demand_listing_id, firm_id ORDER BY seq)
) AS tops`;
export const topsWith = `${days}, restless_pairs AS MATERIALIZED (${restlessPairs})`;

/** The parts of the roll-ups that the sums of a place are. */
export function entryParts(length: Length): string {
  return `VALUES ('reached', level::integer, count, fen), ('first_version', 0, first_version, 0), ('newly', level::integer, ${newlyIn(length)}, 0)`;
}
