import { markSql } from '#platform';

/** Pairs are compared in this many parts, told by a hash of their demand. */
const parts = 1024;

export function partSql(table: string): string {
  return `uuid_hash(${table}.demand_listing_id) & ${parts - 1}`;
}

/** Pairs of which something was taken back: their steps are told one by one. */
const takenBack = `taken_back AS MATERIALIZED (
  SELECT DISTINCT demand_listing_id, firm_id FROM ledger_facts WHERE name = 'claim.reversed'
)`;
const plainPair = (of: string) =>
  `NOT EXISTS (SELECT FROM taken_back t WHERE t.demand_listing_id = ${of}.demand_listing_id AND t.firm_id = ${of}.firm_id)`;

/** The mark of one line: a pair at a level by a fact, or an amount there; and what it took over. */
const pairMark = (level: string | number) => `${markSql('fact_id', level)} # codes`;
const amountMark = `${markSql('fact_id', 'level', 'amount')} # codes`;

const levels = [2, 3, 4, 5];
const gained = (level: number) => `had < ${level} AND level >= ${level}`;
/** An amount is entered where none stands at the level of its claim. */
const amountGained = 'amount IS NOT NULL AND money & (1 << level) = 0';

/**
 * What the ledger should hold, by the steps of the pairs that were only ever verified, up to the first gap of each: a
 * level is gained by the first claim that is as high, an amount stands by the first claim of its level that has one.
 */
export const expectedSums = `
WITH ${takenBack}, steps AS (
  SELECT demand_listing_id, firm_id, sequence, fact_id, level, amount, codes, row_number() OVER earlier AS place,
    coalesce(max(level) OVER earlier, 1) AS had,
    coalesce(bit_or(CASE WHEN amount IS NULL THEN 0 ELSE 1 << level END) OVER earlier, 0) AS money
  FROM ledger_facts
  WINDOW earlier AS (PARTITION BY demand_listing_id, firm_id ORDER BY sequence ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT ${partSql('s')} AS part, count(*) FILTER (WHERE place <> sequence) AS waiting,
  sum(CASE WHEN place = sequence THEN greatest(level - had, 0) + CASE WHEN ${amountGained} THEN 1 ELSE 0 END ELSE 0 END) AS lines,
  ${levels.map((level) => `coalesce(sum(${pairMark(level)}) FILTER (WHERE place = sequence AND ${gained(level)}), 0)`).join(' + ')}
  + coalesce(sum(${amountMark}) FILTER (WHERE place = sequence AND ${amountGained}), 0) AS mark
FROM steps s WHERE ${plainPair('s')} GROUP BY 1`;

/** What it holds of those pairs, and of pairs of which no fact tells. What takes back something is no such line. */
export const enteredSums = `
WITH ${takenBack}
SELECT ${partSql('e')} AS part, sum(CASE WHEN occasion IS NULL THEN 0 ELSE 1 END + CASE WHEN amount IS NULL THEN 0 ELSE 1 END) AS lines,
  coalesce(sum(CASE kind WHEN 'verified' THEN ${pairMark('level')} ELSE ${markSql('fact_id', 'level + 10')} END) FILTER (WHERE occasion IS NOT NULL), 0)
  + coalesce(sum(CASE kind WHEN 'verified' THEN ${amountMark} ELSE ${markSql('fact_id', 'level + 10', 'amount')} END) FILTER (WHERE amount IS NOT NULL), 0) AS mark
FROM ledger_entries e WHERE ${plainPair('e')} GROUP BY 1`;

/**
 * Entries that count on another day than the rule says: their own, and where its month was frozen before them, the first
 * of the next that was not.
 */
export const wronglyPosted = `
WITH months AS (
  SELECT (month || '-01')::date AS first, ((month || '-01')::timestamp + interval '1 month')::date AS next, last_seq FROM frozen_months
)
SELECT e.seq, e.happened_day::text AS happened, e.posted_day::text AS posted FROM months m
JOIN ledger_entries e ON e.posted_day >= m.first AND e.posted_day < m.next AND e.seq > m.last_seq
UNION
SELECT e.seq, e.happened_day::text, e.posted_day::text FROM ledger_entries e
WHERE e.posted_day > e.happened_day AND (
  e.posted_day <> date_trunc('month', e.posted_day::timestamp)::date OR EXISTS (
    SELECT FROM generate_series(date_trunc('month', e.happened_day::timestamp), date_trunc('month', e.posted_day::timestamp) - interval '1 month', '1 month') AS passed
    WHERE NOT EXISTS (SELECT FROM months m WHERE m.first = passed::date AND m.last_seq < e.seq)))
ORDER BY 1 LIMIT $1`;
