/**
 * All figures counted again from entries, lines and pairs, by SQL alone: it shares nothing with the code that keeps the
 * roll-ups, so that a mistake there shows here. Columns as those of `ledger_rollups`; rows without anything are left out.
 */
export const countedAgain = `
WITH entries AS (
  SELECT e.*, CASE e.kind WHEN 'verified' THEN 1 ELSE -1 END AS sign FROM ledger_entries e
), counted AS (
  SELECT market, to_char(posted_day, 'YYYY-MM') AS month, area, department, chain, field, firm_id, firm_area, channel,
    'reached' AS part, level::integer AS bucket,
    sum(CASE WHEN occasion IS NULL THEN 0 ELSE sign END) AS count, sum(coalesce(amount, 0) * sign) AS amount
  FROM entries GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 11
  UNION ALL
  SELECT market, to_char(posted_day, 'YYYY-MM'), area, department, chain, field, firm_id, firm_area, channel,
    'first_version', 0, sum(sign), 0
  FROM entries WHERE first_version AND level = 4 AND occasion IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
  UNION ALL
  SELECT market, to_char(posted_day, 'YYYY-MM'), area, department, chain, field, firm_id, firm_area, channel,
    part, bucket, sum(count), 0
  FROM figure_lines GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
), standing AS (
  SELECT entries.*, 1 + sum(sign) OVER (PARTITION BY demand_listing_id, firm_id ORDER BY seq) AS stands
  FROM entries WHERE occasion IS NOT NULL
), moved AS (
  SELECT s.*, p.period FROM standing s CROSS JOIN LATERAL (${periods('s.posted_day')}) AS p (period)
), ends AS (
  SELECT demand_listing_id, firm_id, period, (array_agg(stands - sign ORDER BY seq))[1] AS before,
    (array_agg(stands ORDER BY seq DESC))[1] AS after
  FROM moved GROUP BY 1, 2, 3
), deciding AS (
  SELECT DISTINCT ON (m.demand_listing_id, m.firm_id, m.period) m.*, greatest(n.before, n.after)::integer AS bucket,
    CASE WHEN n.after > n.before THEN 1 ELSE -1 END AS way
  FROM ends n JOIN moved m USING (demand_listing_id, firm_id, period)
  WHERE n.after <> n.before AND m.level = greatest(n.before, n.after)
    AND m.kind = CASE WHEN n.after > n.before THEN 'verified' ELSE 'reversal' END
  ORDER BY m.demand_listing_id, m.firm_id, m.period, m.seq DESC
), parts AS (
  SELECT c.market, p.period, c.area, c.department, c.chain, c.field, c.firm_id, c.firm_area, c.channel, c.part, c.bucket, c.count, c.amount
  FROM counted c CROSS JOIN LATERAL (${periods("(c.month || '-01')::date")}) AS p (period)
  UNION ALL
  SELECT market, period, area, department, chain, field, firm_id, firm_area, channel, 'newly', bucket, way, 0 FROM deciding
)
SELECT x.market, s.scope, x.period, d.dimension, d.key, x.part, x.bucket, sum(x.count)::bigint AS count, sum(x.amount)::numeric(18,2) AS amount
FROM parts x CROSS JOIN LATERAL (${keys('x', 'x.channel')}) AS d (dimension, key)
  CROSS JOIN LATERAL (VALUES ('city'), (x.area)) AS s (scope)
WHERE s.scope IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(x.count) <> 0 OR sum(x.amount) <> 0
UNION ALL
SELECT x.market, s.scope, p.period, d.dimension, d.key, CASE x.level WHEN 0 THEN 'proposed' ELSE 'intended' END, 0,
  count(DISTINCT (x.demand_listing_id, x.firm_id)), 0
FROM ledger_pairs x CROSS JOIN LATERAL (${periods("(x.month || '-01')::date")}) AS p (period)
  CROSS JOIN LATERAL (${keys('x', 'NULL')}) AS d (dimension, key)
  CROSS JOIN LATERAL (VALUES ('city'), (x.area)) AS s (scope)
WHERE s.scope IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6`;

/** Every place where the roll-ups differ from that count. */
export const differences = `
SELECT market, scope, period, dimension, key, part, bucket, coalesce(a.count, 0)::text || ' ' || coalesce(a.amount, 0)::numeric(18,2) AS expected,
  coalesce(r.count, 0)::text || ' ' || coalesce(r.amount, 0)::numeric(18,2) AS found
FROM (${countedAgain}) a
FULL JOIN (SELECT * FROM ledger_rollups WHERE count <> 0 OR amount <> 0) r USING (market, scope, period, dimension, key, part, bucket)
WHERE a.count IS DISTINCT FROM r.count OR a.amount IS DISTINCT FROM r.amount
ORDER BY 1, 2, 3, 4, 5, 6, 7`;

export const foldAgain = `INSERT INTO ledger_rollups (market, scope, period, dimension, key, part, bucket, count, amount) ${countedAgain}`;

function periods(day: string): string {
  return `VALUES (to_char(${day}, 'YYYY-MM')), (to_char(${day}, 'YYYY-"Q"Q')), (to_char(${day}, 'YYYY"-H"') || ceil(extract(month FROM ${day}) / 6)::integer), (to_char(${day}, 'YYYY'))`;
}

function keys(row: string, channel: string): string {
  const own = ['area', 'department', 'chain', 'field', 'firm_area'].map(
    (column) => `('${column}', coalesce(${row}.${column}, 'none'))`,
  );
  return `VALUES ('total', 'all'), ${own.join(', ')}, ('firm', coalesce(${row}.firm_id::text, 'none')), ('channel', coalesce(${channel}, 'none'))`;
}
