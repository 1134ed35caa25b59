import { rows, type Tx } from '#platform';
import { city, type Dimension, none } from '../domain/rollups.js';
import { rungColumns, rungs, telling } from '../ladder.store.js';
import { lastEnded, type Question } from './span.js';
import type { Sum } from './value.js';

export interface KeyedSum extends Sum {
  readonly key: string;
}

interface Found extends Record<string, unknown> {
  key: string;
  part: Sum['part'];
  bucket: number;
  count: string;
  amount: string;
}

/** Terms that end after today are not over, and count neither way. */
const open = `SELECT %KEY% AS key, part, bucket, -sum(count) AS count, 0 AS amount FROM figure_lines
  WHERE part IN ('due', 'in_time') AND posted_day > $5 AND posted_day <= $6 AND market = $7 AND ($1 = '${city}' OR area = $1) GROUP BY 1, 2, 3`;

/** Sums of keys, and how many further keys have something to tell and were not read. */
export interface ShownSums {
  readonly sums: KeyedSum[];
  readonly more: number;
}

/** What is summed beside the ladders; of the keys that are given, and of those of which the ladders tell nothing. */
const besideLadders = (dimension: Dimension) => `
  SELECT key, part, bucket, count, amount FROM (
    SELECT key, part, bucket, count, amount FROM ledger_rollups
    WHERE market = $7 AND scope = $1 AND period = $2 AND dimension = $3 AND part <> 'unserved'
    UNION ALL
    SELECT key, part, bucket, sum(count), 0 FROM ledger_rollups
    WHERE market = $7 AND scope = $1 AND dimension = $3 AND part = 'unserved' AND period ~ '^\\d{4}-\\d\\d$' AND period <= $4 GROUP BY 1, 2, 3
    UNION ALL
    ${open.replace('%KEY%', keySql(dimension, 'figure_lines'))}
  ) AS o
  WHERE $8::text[] IS NULL OR key = ANY($8) OR NOT EXISTS (
    SELECT FROM ledger_ladders l
    WHERE l.market = $7 AND l.scope = $1 AND l.period = $2 AND l.dimension = $3 AND l.key = o.key AND (${telling}))`;

/**
 * Of a period of the calendar, as things are now: sums that are kept.
 * @param most where more keys reached level 2, only those with the most pairs are read, by their keys where they are
 * equal; and besides them the keys of which the ladders tell nothing, and other sums may.
 */
export async function keptSums(tx: Tx, question: Question, most?: number): Promise<ShownSums> {
  const { market, span, scope, dimension } = question;
  const { climbed, more } = await climbedSums(tx, question, most);
  const others = await read(tx, besideLadders(dimension), [
    scope,
    span.code,
    dimension,
    span.last.slice(0, 7),
    lastEnded(question),
    span.last,
    market,
    more === 0 ? null : climbed.map(({ key }) => key),
  ]);
  return { sums: [...climbed.flatMap(rungsOf), ...others], more };
}

/** The ladders of a split. A split by firms has thousands: the database sorts them and cuts them off. */
async function climbedSums(
  tx: Tx,
  { market, span, scope, dimension }: Question,
  most: number | undefined,
): Promise<{ readonly climbed: readonly LadderRow[]; readonly more: number }> {
  const split = 'FROM ledger_ladders WHERE market = $1 AND scope = $2 AND period = $3 AND dimension = $4';
  const of = [market, scope, span.code, dimension];
  const select = `SELECT key, ${rungColumns.join(', ')} ${split}`;
  if (most === undefined) return { climbed: await rows<LadderRow>(tx, select, of), more: 0 };
  const first = await rows<LadderRow>(
    tx,
    `${select} AND reached2 > 0 ORDER BY reached2 DESC, key COLLATE "C" LIMIT $5`,
    [...of, most],
  );
  if (first.length < most) {
    const rest = await rows<LadderRow>(tx, `${select} AND reached2 <= 0`, of);
    return { climbed: [...first, ...rest], more: 0 };
  }
  const [all] = await rows<{ n: number }>(tx, `SELECT count(*)::integer AS n ${split} AND (${telling})`, of);
  return { climbed: first, more: (all?.n ?? 0) - first.length };
}

/** A row of the ladders; the driver gives whole numbers and money as texts. */
interface LadderRow extends Record<string, unknown> {
  readonly key: string;
}

/** A split by firms has a thousand of them. */
function rungsOf(row: LadderRow): KeyedSum[] {
  const sums: KeyedSum[] = [];
  for (const { part, bucket, count, amount } of rungs) {
    const money = amount === null ? '0.00' : String(row[amount]);
    if (row[count] !== '0' || money !== '0.00')
      sums.push({ key: row.key, part, bucket, count: Number(row[count]), amount: money });
  }
  return sums;
}

/**
 * Of any days, as they were known at any instant: counted from entries, lines and pairs. What was recorded by then
 * counts; levels within each other tell a pair's highest.
 */
export async function countedSums(tx: Tx, question: Question): Promise<KeyedSum[]> {
  const { market, span, scope, dimension, asOf, late = false } = question;
  const key = (of: string) => keySql(dimension, of);
  const within = (of: string) =>
    `(${of}.posted_day BETWEEN $2 AND $3 OR ($6 AND ${of}.posted_day > $3 AND ${of}.happened_day BETWEEN $2 AND $3))`;
  const known = (of: string) =>
    `${of}.market = $7 AND ($1 = '${city}' OR ${of}.area = $1) AND ($4::timestamptz IS NULL OR ${of}.recorded_at <= $4)`;
  return read(
    tx,
    `WITH e AS (
       SELECT e.*, CASE e.kind WHEN 'verified' THEN 1 ELSE -1 END AS sign FROM ledger_entries e
       WHERE ${within('e')} AND ${known('e')}
     ), moved AS (
       SELECT m.demand_listing_id, m.firm_id, m.moved, 1 + (
         SELECT coalesce(sum(CASE b.kind WHEN 'verified' THEN 1 ELSE -1 END), 0) FROM ledger_entries b
         WHERE b.demand_listing_id = m.demand_listing_id AND b.firm_id = m.firm_id AND b.occasion IS NOT NULL AND b.posted_day < $2
           AND ($4::timestamptz IS NULL OR b.recorded_at <= $4)) AS had
       FROM (SELECT demand_listing_id, firm_id, sum(sign) AS moved FROM e WHERE occasion IS NOT NULL GROUP BY 1, 2) m
       WHERE m.moved <> 0
     ), newly AS (
       SELECT DISTINCT ON (m.demand_listing_id, m.firm_id) ${key('e')} AS key, e.level AS bucket, sign(m.moved) AS count
       FROM moved m JOIN e USING (demand_listing_id, firm_id)
       WHERE e.occasion IS NOT NULL AND e.level = greatest(m.had, m.had + m.moved)
         AND e.kind = CASE WHEN m.moved > 0 THEN 'verified' ELSE 'reversal' END
       ORDER BY m.demand_listing_id, m.firm_id, e.seq DESC
     ), found AS (
       SELECT ${key('e')} AS key, 'reached' AS part, level::integer AS bucket,
         sum(CASE WHEN occasion IS NULL THEN 0 ELSE sign END) AS count, sum(coalesce(amount, 0) * sign) AS amount
       FROM e GROUP BY 1, 3
       UNION ALL
       SELECT ${key('e')}, 'first_version', 0, sum(sign), 0 FROM e
       WHERE first_version AND level = 4 AND occasion IS NOT NULL GROUP BY 1
       UNION ALL
       SELECT key, 'newly', bucket, sum(count), 0 FROM newly GROUP BY 1, 3
       UNION ALL
       SELECT ${key('l')}, part, bucket, sum(count), 0 FROM figure_lines l
       WHERE (CASE WHEN part = 'unserved' THEN l.posted_day <= $3 OR ($6 AND l.happened_day <= $3)
           ELSE ${within('l')} AND (part NOT IN ('due', 'in_time') OR l.happened_day <= $5::date) END) AND ${known('l')}
       GROUP BY 1, 2, 3
       UNION ALL
       SELECT ${keySql(dimension, 'p', 'NULL')}, CASE level WHEN 0 THEN 'proposed' ELSE 'intended' END, 0,
         count(DISTINCT (demand_listing_id, firm_id)), 0
       FROM ledger_pairs p WHERE ${within('p')} AND ${known('p')} GROUP BY 1, 2
     )
     SELECT key, part, bucket, count, amount FROM found`,
    [scope, span.first, span.last, asOf, lastEnded(question), late, market],
  );
}

/** The total of each month, as things are now. @returns sums by month. */
export async function monthlySums(
  tx: Tx,
  { market, scope }: Pick<Question, 'market' | 'scope'>,
  months: readonly string[],
): Promise<ReadonlyMap<string, Sum[]>> {
  const climbed = await rows<LadderRow & { readonly period: string }>(
    tx,
    `SELECT period, key, ${rungColumns.join(', ')} FROM ledger_ladders
     WHERE market = $3 AND scope = $1 AND period = ANY($2) AND dimension = 'total'`,
    [scope, months, market],
  );
  const found = await rows<Found & { period: string }>(
    tx,
    `SELECT period, part, bucket, count, amount FROM ledger_rollups
     WHERE market = $3 AND scope = $1 AND period = ANY($2) AND dimension = 'total' AND part <> 'unserved'
     UNION ALL
     SELECT m, 'unserved', 0, coalesce(sum(count), 0), 0 FROM unnest($2::text[]) AS m
     JOIN ledger_rollups ON market = $3 AND scope = $1 AND dimension = 'total' AND part = 'unserved' AND period ~ '^\\d{4}-\\d\\d$' AND period <= m
     GROUP BY 1`,
    [scope, months, market],
  );
  const of = (month: string) => [
    ...climbed.filter((row) => row.period === month).flatMap(rungsOf),
    ...found.filter((row) => row.period === month).map(sumOf),
  ];
  return new Map(months.map((month) => [month, of(month)]));
}

async function read(tx: Tx, sql: string, parameters: readonly unknown[]): Promise<KeyedSum[]> {
  return (await rows<Found>(tx, sql, parameters)).map((row) => ({ key: row.key, ...sumOf(row) }));
}

function sumOf({ part, bucket, count, amount }: Found): Sum {
  return { part, bucket, count: Number(count), amount: Number(amount) === 0 ? '0.00' : String(amount) };
}

/** The key of a row in a dimension, as the roll-ups have it. */
export function keySql(dimension: Dimension, of: string, channel = `${of}.channel`): string {
  switch (dimension) {
    case 'total':
      return "'all'";
    case 'firm':
      return `coalesce(${of}.firm_id::text, '${none}')`;
    case 'channel':
      return `coalesce(${channel}, '${none}')`;
    default:
      return `coalesce(${of}.${dimension}, '${none}')`;
  }
}
