import type { Line, Lines } from './lines.js';
import { readRecord } from './read.js';
import { type CsvRecord, type Dialect, readAlone } from './record.js';

/** Rows that a stray quote can be told from a real cell of several lines by. */
const fewest = 3;
const farthest = { lines: 100, withQuotes: 10 };

/** How often one file is looked through for the rest of a broken row: one of nothing but quotes has a million of them. */
export class Patience {
  private looks = 20_000;

  /** @returns whether there is one look more. */
  take(): boolean {
    return this.looks-- > 0;
  }
}

/**
 * Two stray quotes, rows apart, look like one cell of several lines. They are found out where the lines between are
 * whole rows themselves.
 */
export function isSwallowed({ width, ...rest }: Dialect, record: CsvRecord, lines: readonly Line[]): boolean {
  if (width < fewest || lines.length < 2) return false;
  const [line, ...behind] = lines;
  const alone = ({ text }: Line) => readAlone(text, { width, ...rest });
  if (!line || alone(line).cells.length < width) return false;
  const others = behind.map(alone);
  const last = others.pop();
  if (!last) return false;
  const isRow = (line: CsvRecord) => line.fault === undefined && line.cells.length === width;
  if (!others.every(isRow)) return false;
  return others.length > 0 || (last.cells.length >= width && record.cells.length !== width);
}

/**
 * What a broken row left of its cells of several lines: lines with too few cells, up to the one that holds the closing
 * quote and makes the row full.
 * @param from the lines ahead that are the row's already; `cells`, how many it has in them.
 * @returns how many lines follow that belong to it.
 */
export async function fragmentsBehind(
  lines: Lines,
  dialect: Dialect,
  { from, cells, patience }: { readonly from: number; readonly cells: number; readonly patience: Patience },
): Promise<number> {
  let sum = cells;
  let found = 0;
  let withQuotes = 0;
  for (let more = 0; dialect.width >= fewest && sum <= dialect.width && more < farthest.lines; more++) {
    const next = lines.peek(from + more);
    const line = next instanceof Promise ? await next : next;
    if (!line) break;
    const alone = readAlone(line.text, dialect);
    sum += alone.cells.length - 1;
    if (alone.cells.length >= dialect.width || sum > dialect.width) break;
    if (!patience.take()) break;
    if (!line.text.includes(dialect.quote)) continue;
    if (++withQuotes > farthest.withQuotes || (await isWholeRow(lines, dialect, from + more))) break;
    if (sum === dialect.width && alone.cells[0]?.includes(dialect.quote)) found = more + 1;
  }
  return found;
}

async function isWholeRow(lines: Lines, dialect: Dialect, at: number): Promise<boolean> {
  const { record, whole } = await readRecord(lines, dialect, at);
  return whole && record.cells.length === dialect.width;
}
