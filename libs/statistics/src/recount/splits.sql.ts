/** The first day of the period in which a day lies, by its length. */
const startOf = {
  month: (day: string) => `date_trunc('month', ${day}::timestamp)::date`,
  quarter: (day: string) => `date_trunc('quarter', ${day}::timestamp)::date`,
  half: (day: string) =>
    `(date_trunc('year', ${day}::timestamp) + CASE WHEN date_part('month', ${day}) > 6 THEN interval '6 months' ELSE interval '0' END)::date`,
  year: (day: string) => `date_trunc('year', ${day}::timestamp)::date`,
} as const;
export type Length = keyof typeof startOf;
const monthsOf: Readonly<Record<Length, number>> = { month: 1, quarter: 3, half: 6, year: 12 };
export const lengths = Object.keys(startOf) as Length[];

export function startSql(length: Length, day: string): string {
  return startOf[length](day);
}

/** What the period is called in which a day lies. */
export function codeSql(length: Length, day: string): string {
  const half = `to_char(${day}, 'YYYY"-H"') || ceil(date_part('month', ${day}) / 6)::integer`;
  const codes = { month: 'YYYY-MM', quarter: 'YYYY-"Q"Q', year: 'YYYY' };
  return length === 'half' ? half : `to_char(${day}, '${codes[length]}')`;
}

/** The column that says of an entry whether its pair is newly at its level in a period of this length. */
export const newlyIn = (length: Length) => `newly_${length}`;
/** The column of the calendar with the first day after a period. */
export const after = (length: Length) => `after_${length}`;

/** The days of the ledger with the first days of their periods, and of the next: few, so that entries look them up. */
export const days = `days AS MATERIALIZED (
  SELECT day, ${lengths
    .map((length) => {
      const start = startSql(length, 'day');
      return `${start} AS ${length}, (${start} + interval '${monthsOf[length]} months')::date AS ${after(length)}`;
    })
    .join(', ')}
  FROM (
    SELECT generate_series(date_trunc('year', min(posted_day)::timestamp), max(posted_day)::timestamp, '1 day')::date AS day FROM ledger_entries
  ) AS d
  -- Each is there once in any case; the planner knows it by this.
  GROUP BY day
)`;

/** What each period is called. */
export const periodCodes = lengths
  .map(
    (length) => `${length}_codes AS MATERIALIZED (
  SELECT start::date, ${codeSql(length, 'start')} AS period
  FROM generate_series('2000-01-01'::timestamp, '2099-12-31', '${monthsOf[length]} months') AS start
)`,
  )
  .join(', ');

export const codes = 'area, department, chain, field, firm_id, firm_area, channel';
const columns = ['department', 'chain', 'field', 'firm_id', 'firm_area', 'channel'] as const;
/** The dimension by which a row of grouping sets is split, and the key in it. */
const dimension = `CASE 0 ${columns.map((one) => `WHEN grouping(${one}) THEN '${one === 'firm_id' ? 'firm' : one}'`).join(' ')} ELSE 'total' END`;
const key = `CASE 0 ${columns.map((one) => `WHEN grouping(${one}) THEN coalesce(${one}::text, 'none')`).join(' ')} ELSE 'all' END`;

export interface Splitting {
  readonly name: string;
  /** Each has rows with a month's first day as `start`, codes, what is told apart beside them, and what is summed. */
  readonly from: readonly string[];
  /** What is told apart beside the codes. */
  readonly apart: string;
  readonly sums: readonly string[];
}

const summed = (sums: readonly string[]) => sums.map((sum) => `sum(${sum})::bigint AS ${sum}`).join(', ');

/** Every split of a month's rows: of the areas first, and the city summed from them. */
export function splits({ name, from, apart, sums }: Splitting): string {
  const same = `start, dimension, key, ${apart}`;
  const split = (
    source: string,
  ) => `SELECT market, start, area, ${apart}, ${dimension} AS dimension, ${key} AS key, ${summed(sums)}
  FROM ${source} GROUP BY market, start, area, ${apart}, GROUPING SETS ((), ${columns.map((one) => `(${one})`).join(', ')})`;
  return `${name}_split AS MATERIALIZED (
  ${from.map(split).join('\n  UNION ALL\n  ')}
), ${name}_month AS (
  SELECT market, area AS scope, ${same}, ${summed(sums)} FROM ${name}_split WHERE area IS NOT NULL GROUP BY market, area, ${same}
  UNION ALL
  SELECT market, area, start, 'area', area, ${apart}, ${summed(sums)} FROM ${name}_split
  WHERE area IS NOT NULL AND dimension = 'total' GROUP BY market, area, start, ${apart}
  UNION ALL
  SELECT market, 'city', start, 'area', coalesce(area, 'none'), ${apart}, ${summed(sums)} FROM ${name}_split
  WHERE dimension = 'total' GROUP BY market, area, start, ${apart}
  UNION ALL
  SELECT market, 'city', ${same}, ${summed(sums)} FROM ${name}_split GROUP BY market, ${same}
)`;
}

/** Longer periods, of the sums of shorter ones. */
export function longer({ name, apart, sums }: Omit<Splitting, 'from'>): string {
  return lengths
    .slice(1)
    .map(
      (length, n) => `${name}_${length} AS (
  SELECT market, scope, ${startSql(length, 'start')} AS start, dimension, key, ${apart}, ${summed(sums)}
  FROM ${name}_${lengths[n]} GROUP BY 1, 2, 3, 4, 5, ${apart}
)`,
    )
    .join(', ');
}
