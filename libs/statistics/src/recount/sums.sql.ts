import { markSql } from '#platform';

/** Pairs are compared in this many parts, told by a hash of their demand. */
const parts = 1024;

export function partSql(table: string): string {
  return `uuid_hash(${table}.demand_listing_id) & ${parts - 1}`;
}

/** Sums of marks of all pairs together, or part by part: those are wanted only where all together differ. */
export type Summing = 'whole' | 'parts';
const partOf = (summing: Summing, table: string) => (summing === 'whole' ? '0' : partSql(table));
const by = (summing: Summing) => (summing === 'whole' ? 'GROUP BY ()' : 'GROUP BY 1');

/** Pairs of which something was taken back: how they stood after each step is another question. */
const takenBack = `taken_back AS MATERIALIZED (
  SELECT DISTINCT demand_listing_id, firm_id FROM ledger_facts WHERE name = 'claim.reversed'
)`;

/** What distinguishes a line that takes something back from the one that entered it. */
const takes = 10;
/** The mark of one line: a pair at a level by a fact, or an amount there; what it took over, and the act. */
const pairMark = (level: string | number, codes = 'codes') => `${markSql('fact_id', level)} # ${codes} # act`;
const amountMark = (level: string, amount = 'amount', { codes = 'codes', by = '' } = {}) =>
  `${markSql(`${by}fact_id`, level, amount)} # ${codes} # ${by}act`;

const levels = [2, 3, 4, 5];
/** Bits of the levels of a pair's claims, and above them of the levels with an amount. */
const standing = `1 << level | CASE WHEN amount IS NULL THEN 0 ELSE 256 << level END`;
const gained = (level: number) => `level >= ${level} AND stood & 60 < ${1 << level}`;
/** An amount is entered where none stands at the level of its claim. */
const amountGained = 'amount IS NOT NULL AND stood & (256 << level) = 0';
/**
 * What the ledger should hold, by the steps of the pairs that were only ever verified, up to the first gap of each: a
 * level is gained by the first claim that is as high, an amount stands by the first claim of its level that has one.
 */
export const expectedSums = (summing: Summing) => `
WITH ${takenBack}, steps AS (
  SELECT demand_listing_id, firm_id, sequence, fact_id, level, amount, codes, act, row_number() OVER earlier AS place,
    coalesce(bit_or(${standing}) OVER earlier, 0) AS stood
  FROM ledger_facts
  WINDOW earlier AS (PARTITION BY demand_listing_id, firm_id ORDER BY sequence ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT ${partOf(summing, 's')} AS part, count(*) FILTER (WHERE place <> sequence) AS waiting,
  ${levels.map((level) => `coalesce(sum(${pairMark(level)}) FILTER (WHERE ${gained(level)} AND place = sequence), 0)`).join(' + ')}
  + coalesce(sum(${amountMark('level')}) FILTER (WHERE ${amountGained} AND place = sequence), 0) AS mark
FROM steps s
WHERE NOT EXISTS (SELECT FROM taken_back t WHERE t.demand_listing_id = s.demand_listing_id AND t.firm_id = s.firm_id)
${by(summing)}`;

/**
 * Of pairs of which something was taken back: their steps up to the first gap, and their claims with the steps between
 * which each stood.
 */
const standings = `${takenBack}, steps AS MATERIALIZED (
  SELECT f.demand_listing_id, f.firm_id, f.sequence, f.fact_id, f.name = 'claim.verified' AS verified, f.level, f.claim_id, f.amount,
    f.codes, f.act, row_number() OVER (PARTITION BY f.demand_listing_id, f.firm_id ORDER BY f.sequence) = f.sequence AS told
  FROM taken_back JOIN ledger_facts f USING (demand_listing_id, firm_id)
), stretches AS MATERIALIZED (
  SELECT demand_listing_id, firm_id, claim_id, max(level) AS level, max(amount) AS amount,
    min(sequence) FILTER (WHERE verified) AS since, coalesce(min(sequence) FILTER (WHERE NOT verified), 2147483647) AS until,
    count(*) FILTER (WHERE verified) = 1 AND count(*) FILTER (WHERE NOT verified) <= 1 AND min(level) = max(level) AS clear
  FROM steps WHERE told GROUP BY 1, 2, 3
), unclear AS MATERIALIZED (
  SELECT DISTINCT demand_listing_id, firm_id FROM stretches a WHERE NOT clear OR since > until OR EXISTS (
    SELECT FROM stretches b WHERE b.demand_listing_id = a.demand_listing_id AND b.firm_id = a.firm_id AND b.level = a.level
      AND b.claim_id <> a.claim_id AND a.amount IS NOT NULL AND b.amount IS NOT NULL AND a.since < b.until AND b.since < a.until)
)`;

/**
 * What the ledger should hold of these pairs: before and after each step a pair stands as high as the highest claim that
 * stands then, and gains or loses the levels between; a claim's amount comes and goes with it. Pairs whose facts
 * contradict each other, or where an amount waited while another one stood at its level, are named instead: they are told
 * step by step.
 */
export const takenBackSums = (summing: Summing) => `
WITH ${standings}, clear AS MATERIALIZED (
  SELECT * FROM steps s
  WHERE NOT EXISTS (SELECT FROM unclear u WHERE u.demand_listing_id = s.demand_listing_id AND u.firm_id = s.firm_id)
), heights AS (
  SELECT s.demand_listing_id, s.firm_id, s.sequence,
    coalesce(max(c.level) FILTER (WHERE c.since < s.sequence AND c.until >= s.sequence), 1) AS had,
    coalesce(max(c.level) FILTER (WHERE c.since <= s.sequence AND c.until > s.sequence), 1) AS has
  FROM clear s JOIN stretches c USING (demand_listing_id, firm_id) WHERE s.told GROUP BY 1, 2, 3
), crossed AS (
  SELECT s.demand_listing_id, s.fact_id, s.codes, s.act, height, has > had AS up,
    lag(s.codes) OVER (PARTITION BY s.demand_listing_id, s.firm_id, height ORDER BY s.sequence) AS given
  FROM heights h JOIN clear s USING (demand_listing_id, firm_id, sequence)
    JOIN (VALUES ${levels.map((level) => `(${level})`).join(', ')}) AS crossing (height) ON height > least(had, has) AND height <= greatest(had, has)
), lines AS (
  SELECT demand_listing_id, CASE WHEN up THEN ${pairMark('height')} ELSE ${pairMark(`height + ${takes}`, 'given')} END AS mark FROM crossed
  UNION ALL
  SELECT s.demand_listing_id, CASE WHEN s.verified THEN ${amountMark('s.level', 'c.amount', { codes: 's.codes', by: 's.' })}
    ELSE ${amountMark(`s.level + ${takes}`, 'c.amount', { codes: 'v.codes', by: 's.' })} END
  FROM stretches c JOIN clear s USING (demand_listing_id, firm_id, claim_id)
    JOIN clear v ON v.demand_listing_id = c.demand_listing_id AND v.firm_id = c.firm_id AND v.sequence = c.since
  WHERE c.amount IS NOT NULL AND s.told
)
SELECT ${partOf(summing, 'l')} AS part, 0 AS waiting, coalesce(sum(mark), 0) AS mark,
  NULL::uuid AS "demandListingId", NULL::uuid AS "firmId" FROM lines l ${by(summing)}
UNION ALL
SELECT ${partOf(summing, 's')}, count(*), 0, NULL, NULL FROM clear s WHERE NOT told ${by(summing)}
UNION ALL
SELECT NULL, 0, 0, demand_listing_id, firm_id FROM unclear`;

const entered = (table: string) => {
  const level = `level + CASE kind WHEN 'verified' THEN 0 ELSE ${takes} END`;
  return `count(*) AS entries,
  coalesce(sum(${pairMark(level)}) FILTER (WHERE occasion IS NOT NULL), 0)
  + coalesce(sum(${amountMark(level)}) FILTER (WHERE amount IS NOT NULL), 0) AS mark FROM ${table}`;
};

/** What it holds of all pairs, also of those of which no fact tells: read from the key of facts alone. */
export const enteredSums = (summing: Summing) =>
  `SELECT ${partOf(summing, 'e')} AS part, ${entered('ledger_entries e')} ${by(summing)}`;

/** What it holds of some pairs, given as two arrays. */
export const enteredOfPairs = (summing: Summing) =>
  `SELECT ${partOf(summing, 'e')} AS part, ${entered('unnest($1::uuid[], $2::uuid[]) AS u (d, f) JOIN ledger_entries e ON e.demand_listing_id = u.d AND e.firm_id = u.f')} ${by(summing)}`;

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
