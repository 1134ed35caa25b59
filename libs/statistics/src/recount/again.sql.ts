/** The first day of the period in which a day lies, by its length. */
const startOf = {
  month: (day: string) => `date_trunc('month', ${day}::timestamp)::date`,
  quarter: (day: string) => `date_trunc('quarter', ${day}::timestamp)::date`,
  half: (day: string) =>
    `(date_trunc('year', ${day}::timestamp) + CASE WHEN date_part('month', ${day}) > 6 THEN interval '6 months' ELSE interval '0' END)::date`,
  year: (day: string) => `date_trunc('year', ${day}::timestamp)::date`,
} as const;
type Length = keyof typeof startOf;
const lengths = Object.keys(startOf) as Length[];

/** What a period is called, by its first day. */
const codeOf: Record<Length, string> = {
  month: "to_char(start, 'YYYY-MM')",
  quarter: `to_char(start, 'YYYY-"Q"Q')`,
  half: `to_char(start, 'YYYY"-H"') || ceil(date_part('month', start) / 6)::integer`,
  year: "to_char(start, 'YYYY')",
};

const columns = ['department', 'chain', 'field', 'firm_id', 'firm_area', 'channel'] as const;
/** The dimension by which a row of grouping sets is split, and the key in it. */
const dimension = `CASE 0 ${columns.map((one) => `WHEN grouping(${one}) THEN '${one === 'firm_id' ? 'firm' : one}'`).join(' ')} ELSE 'total' END`;
const key = `CASE 0 ${columns.map((one) => `WHEN grouping(${one}) THEN coalesce(${one}::text, 'none')`).join(' ')} ELSE 'all' END`;

/**
 * Every split of rows that have a `start`, codes, a part and a bucket: of the areas first, and the city summed from them.
 * Money is summed in fen.
 */
function splits(name: string, from: string): string {
  const same = 'start, dimension, key, part, bucket';
  return `${name}_split AS (
  SELECT market, start, area, part, bucket, ${dimension} AS dimension, ${key} AS key, sum(count) AS count, sum(fen) AS fen
  FROM ${from} GROUP BY market, start, area, part, bucket, GROUPING SETS ((), ${columns.map((one) => `(${one})`).join(', ')})
), ${name} AS (
  SELECT market, area AS scope, ${same}, count, fen FROM ${name}_split WHERE area IS NOT NULL
  UNION ALL
  SELECT market, area, start, 'area', area, part, bucket, count, fen FROM ${name}_split WHERE area IS NOT NULL AND dimension = 'total'
  UNION ALL
  SELECT market, 'city', start, 'area', coalesce(area, 'none'), part, bucket, count, fen FROM ${name}_split WHERE dimension = 'total'
  UNION ALL
  SELECT market, 'city', ${same}, sum(count), sum(fen) FROM ${name}_split GROUP BY market, ${same}
)`;
}

/** Longer periods, of the sums of shorter ones. */
function longer(length: Length, of: Length): string {
  return `${length} AS (
  SELECT market, scope, ${startOf[length]('start')} AS start, dimension, key, part, bucket, sum(count) AS count, sum(fen) AS fen
  FROM ${of} GROUP BY 1, 2, 3, 4, 5, 6, 7
)`;
}

function told(length: Length, rows: string): string {
  return `SELECT market, scope, ${codeOf[length]} AS period, dimension, key, part, bucket, count::bigint AS count,
    (fen / 100.0)::numeric(18,2) AS amount FROM ${rows} WHERE count <> 0 OR fen <> 0`;
}

const codes = 'area, department, chain, field, firm_id, firm_area, channel';
const month = startOf.month('posted_day');

/** What may be added up: split by month, and longer periods summed from that; and the pairs of levels 0 and 1. */
const flowsAgain = `
WITH counted AS (
  SELECT market, ${month} AS start, ${codes}, 'reached' AS part, level::integer AS bucket,
    CASE WHEN occasion IS NULL THEN 0 WHEN kind = 'verified' THEN 1 ELSE -1 END AS count,
    coalesce((amount * 100)::bigint, 0) * CASE kind WHEN 'verified' THEN 1 ELSE -1 END AS fen
  FROM ledger_entries
  UNION ALL
  SELECT market, ${month}, ${codes}, 'first_version', 0, CASE kind WHEN 'verified' THEN 1 ELSE -1 END, 0
  FROM ledger_entries WHERE first_version AND level = 4 AND occasion IS NOT NULL
  UNION ALL
  SELECT market, ${month}, ${codes}, part, bucket, count, 0 FROM figure_lines
), ${splits('month', 'counted')}, ${longer('quarter', 'month')}, ${longer('half', 'quarter')}, ${longer('year', 'half')}
${lengths.map((length) => told(length, length)).join('\nUNION ALL ')}
UNION ALL
SELECT x.market, s.scope, p.period, d.dimension, d.key, CASE x.level WHEN 0 THEN 'proposed' ELSE 'intended' END, 0,
  count(DISTINCT (x.demand_listing_id, x.firm_id)), 0
FROM ledger_pairs x CROSS JOIN LATERAL (${periods("(x.month || '-01')::date")}) AS p (period)
  CROSS JOIN LATERAL (${keys('x', 'NULL')}) AS d (dimension, key)
  CROSS JOIN LATERAL (VALUES ('city'), (x.area)) AS s (scope)
WHERE s.scope IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6`;

/** Where a pair stands at the end of each period in which it moved, of the ends of shorter ones. */
function ends(length: Length, of: string): string {
  const start = startOf[length]('start');
  return `${length}_ends AS (
  SELECT *, coalesce(lag(stands) OVER (PARTITION BY demand_listing_id, firm_id ORDER BY seq), 1) AS had FROM (
    SELECT market, demand_listing_id, firm_id, seq, ${start} AS start, ${codes.replace('firm_id, ', '')}, sign, stands,
      lead(${start}) OVER (PARTITION BY demand_listing_id, firm_id ORDER BY seq) AS next FROM ${of}) AS m
  WHERE next IS DISTINCT FROM start
)`;
}

/**
 * Each pair that a period moved, by the codes of the entry that took it where it stands: the last one, unless a reversal
 * came after it.
 */
function newly(length: Length): string {
  const of = (row: string) => codes.replace(/(\w+)/g, `${row}.$1`);
  return `${length}_found AS (
  SELECT market, start, ${codes}, 'newly' AS part, stands::integer AS bucket, 1 AS count, 0::bigint AS fen
  FROM ${length}_ends WHERE stands > had AND sign = 1
  UNION ALL
  SELECT n.market, n.start, ${of('e')}, 'newly', greatest(n.had, n.stands)::integer, sign(n.stands - n.had)::integer, 0
  FROM ${length}_ends n CROSS JOIN LATERAL (
    SELECT ${of('x')} FROM ledger_entries x
    WHERE x.demand_listing_id = n.demand_listing_id AND x.firm_id = n.firm_id AND x.seq <= n.seq AND x.occasion IS NOT NULL
      AND x.level = greatest(n.had, n.stands) AND x.kind = CASE WHEN n.stands > n.had THEN 'verified' ELSE 'reversal' END
      AND ${startOf[length]('x.posted_day')} = n.start
    ORDER BY x.seq DESC LIMIT 1) AS e
  WHERE n.stands <> n.had AND NOT (n.stands > n.had AND n.sign = 1)
), ${splits(`${length}_newly`, `${length}_found`)}`;
}

/** Pairs newly at exactly a level: told anew for each length of period. */
const newlyAgain = `
WITH moves AS (
  SELECT market, demand_listing_id, firm_id, seq, ${month} AS start, ${codes.replace('firm_id, ', '')}, sign,
    1 + sum(sign) OVER (PARTITION BY demand_listing_id, firm_id ORDER BY seq) AS stands
  FROM (SELECT *, CASE kind WHEN 'verified' THEN 1 ELSE -1 END AS sign FROM ledger_entries WHERE occasion IS NOT NULL) AS e
), ${lengths.map((length, n) => `${ends(length, n === 0 ? 'moves' : `${lengths[n - 1]}_ends`)}, ${newly(length)}`).join(', ')}
${lengths.map((length) => told(length, `${length}_newly`)).join('\nUNION ALL ')}`;

/** Every place where the roll-ups differ from what was counted again. */
function differing(again: string, kept: string): string {
  return `
SELECT market, scope, period, dimension, key, part, bucket, coalesce(a.count, 0)::text || ' ' || coalesce(a.amount, 0)::numeric(18,2) AS expected,
  coalesce(r.count, 0)::text || ' ' || coalesce(r.amount, 0)::numeric(18,2) AS found
FROM (${again}) a
FULL JOIN (SELECT * FROM ledger_rollups WHERE (count <> 0 OR amount <> 0) AND ${kept}) r
  USING (market, scope, period, dimension, key, part, bucket)
WHERE a.count IS DISTINCT FROM r.count OR a.amount IS DISTINCT FROM r.amount
ORDER BY 1, 2, 3, 4, 5, 6, 7`;
}

/**
 * All figures counted again from entries, lines and pairs, by SQL alone, in two statements that may run side by side:
 * they share nothing with the code that keeps the roll-ups, so that a mistake there shows here.
 */
export const differences = [
  differing(flowsAgain, "part <> 'newly'"),
  differing(newlyAgain, "part = 'newly'"),
] as const;

/** The same as rows of the roll-ups. */
export const foldAgain = [flowsAgain, newlyAgain].map(
  (again) =>
    `INSERT INTO ledger_rollups (market, scope, period, dimension, key, part, bucket, count, amount) ${again}`,
);

function periods(day: string): string {
  return `VALUES (to_char(${day}, 'YYYY-MM')), (to_char(${day}, 'YYYY-"Q"Q')), (to_char(${day}, 'YYYY"-H"') || ceil(extract(month FROM ${day}) / 6)::integer), (to_char(${day}, 'YYYY'))`;
}

function keys(row: string, channel: string): string {
  const own = ['area', 'department', 'chain', 'field', 'firm_area'].map(
    (column) => `('${column}', coalesce(${row}.${column}, 'none'))`,
  );
  return `VALUES ('total', 'all'), ${own.join(', ')}, ('firm', coalesce(${row}.firm_id::text, 'none')), ('channel', coalesce(${channel}, 'none'))`;
}
