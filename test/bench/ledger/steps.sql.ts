import {
  areas,
  chains,
  days,
  departments,
  entriesPerPair,
  fields,
  firmsFor,
  firstDay,
  said,
  ways,
} from './pairs.js';

/** An id as `idOf` writes it, of a number in SQL. */
function idSql(kind: number, n: string): string {
  return `(lpad(to_hex(${n}), 8, '0') || '-000${kind}-7000-8000-000000000000')`;
}

const places = ways.flatMap(([share, steps]) => Array.from({ length: share }, () => steps));
const wayRows = places.flatMap((steps, place) =>
  steps.map(
    ({ after, level, reversal = false }, at) =>
      `(${place}, ${at}, ${after}, ${level}, ${reversal}, ${reversal ? level - 1 : (steps[at - 1]?.level ?? 1)})`,
  ),
);

/** The steps of all pairs, in the order in which they are told: day by day, and of a day the older pair first. */
export function stepsSql(wanted: number): string {
  const perDay = Math.ceil(wanted / days / entriesPerPair);
  return `CREATE UNLOGGED TABLE filled_steps AS
SELECT row_number() OVER told AS fact, pair, at, no, level, reversal, had,
  sum(level - had) OVER told - (level - had) AS seq_before,
  coalesce(lead(reversal) OVER (PARTITION BY pair ORDER BY at), false) AS gone
FROM (
  SELECT pair, at, pair / ${perDay} + after AS no, level, reversal, had
  FROM generate_series(0, ${perDay * days - 1}) AS pair
    JOIN (VALUES ${wayRows.join(', ')}) AS w (place, at, after, level, reversal, had) ON place = pair % ${places.length}
) AS s WHERE no < ${days}
WINDOW told AS (ORDER BY no, pair, at ROWS UNBOUNDED PRECEDING)
ORDER BY no, pair, at`;
}

/** Steps with everything that follows from a pair's number, as `pairOf` has it. */
export function toldSteps(wanted: number): string {
  const one = (of: readonly string[], at: string) =>
    `(ARRAY[${of.map((code) => `'${code}'`).join(', ')}])[(${at}) % ${of.length} + 1]`;
  const firms = firmsFor(wanted);
  return `(SELECT s.*, at + 1 AS sequence, 'DJ-' || pair AS number, ${idSql(6, 'fact')} AS fact_id,
  ${idSql(7, 'pair * 4 + CASE WHEN reversal THEN at - 1 ELSE at END')} AS claim_id,
  ${idSql(1, 'pair / 3')} AS demand_listing_id, ${idSql(2, 'firm')} AS firm_id, ${idSql(3, 'pair')} AS engagement_id,
  ${idSql(4, 'pair % 8000')} AS demand_id, ${idSql(5, 'firm')} AS supply_listing_id,
  ${one(areas, 'firm + pair % 3')} AS area, ${one(areas, 'firm')} AS firm_area, ${one(departments, 'pair >> 4')} AS department,
  ${one(fields, 'pair * 7')} AS field, ${one(chains, 'pair * 3')} AS chain,
  CASE WHEN reversal OR level < 4 THEN NULL ELSE (pair::bigint * 7919 % 9000000) + 10000 || '.50' END AS amount,
  CASE WHEN reversal THEN 'claim.reversed' ELSE 'claim.verified' END AS name,
  CASE WHEN reversal THEN 'reversal' ELSE 'verified' END AS kind, CASE WHEN reversal THEN '${said.reason}' END AS reason,
  DATE '${firstDay}' + no AS day
FROM (SELECT *, ((pair::bigint * 2654435761) & 4294967295) % ${firms} AS firm FROM filled_steps) AS s)`;
}
