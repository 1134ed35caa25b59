import { copyRows, rows, type Tx } from '#platform';
import type { FigureLine } from './line.js';

/** Column by member, in the order of insertion. */
const lineColumns: Record<keyof FigureLine, string> = {
  part: 'part',
  factId: 'fact_id',
  subject: 'subject',
  count: 'count',
  bucket: 'bucket',
  market: 'market',
  engagementId: 'engagement_id',
  listingId: 'listing_id',
  listingKind: 'listing_kind',
  firmId: 'firm_id',
  number: 'number',
  title: 'title',
  demandName: 'demand_name',
  supplyName: 'supply_name',
  supplyTitle: 'supply_title',
  area: 'area',
  department: 'department',
  chain: 'chain',
  field: 'field',
  firmArea: 'firm_area',
  channel: 'channel',
  happenedDay: 'happened_day',
  postedDay: 'posted_day',
};
const members = Object.keys(lineColumns) as (keyof FigureLine)[];

export async function insertLines(tx: Tx, lines: readonly FigureLine[]): Promise<void> {
  if (lines.length === 0) return;
  const rowsOf = lines.map((line) => members.map((member) => line[member]));
  await copyRows(tx, 'figure_lines', Object.values(lineColumns), rowsOf);
}

/** What stands for subjects in each part: the sum of their lines. */
export async function standingOf(tx: Tx, subjects: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (subjects.length === 0) return new Map();
  const found = await rows<{ at: string; count: string }>(
    tx,
    `SELECT subject || ' ' || part AS at, sum(count) AS count FROM figure_lines WHERE subject = ANY($1::uuid[]) GROUP BY 1`,
    [subjects],
  );
  return new Map(found.map((row) => [row.at, Number(row.count)]));
}

/** The line by which a subject came to stand in one of these parts, of which it has one at most. */
export async function lastLines(
  tx: Tx,
  parts: readonly string[],
  subjects: readonly string[],
): Promise<ReadonlyMap<string, FigureLine>> {
  if (subjects.length === 0) return new Map();
  const members = Object.entries(lineColumns).map(([member, column]) =>
    member.endsWith('Day') ? `${column}::text AS "${member}"` : `${column} AS "${member}"`,
  );
  const found = await rows<FigureLine & Record<string, unknown>>(
    tx,
    `SELECT DISTINCT ON (subject) ${members.join(', ')} FROM figure_lines
     WHERE part = ANY($1) AND subject = ANY($2::uuid[]) AND count = 1 ORDER BY subject, id DESC`,
    [parts, subjects],
  );
  return new Map(found.map((line) => [line.subject, line]));
}
