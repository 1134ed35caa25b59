import { sheetLimits } from '../limits.js';
import type { Line, Lines } from './lines.js';
import { CsvRecord, type Dialect } from './record.js';

/** What one record may take of a file, whatever its cells; more is a quote gone astray. */
const recordLimits = { lines: 2000, characters: 1024 * 1024 };

export interface Attempt {
  readonly record: CsvRecord;
  readonly lines: readonly Line[];
  readonly whole: boolean;
}

/** The record that begins that many lines ahead, as far as its quotes can be right; the lines stay where they are. */
export async function readRecord(lines: Lines, dialect: Dialect, ahead = 0): Promise<Attempt> {
  const record = new CsvRecord(dialect);
  // Most lines are there already: to wait for each would cost more than to read it.
  const begin = lines.peek(ahead);
  const first = begin instanceof Promise ? await begin : begin;
  if (!first) return { record, lines: [], whole: false };
  const read = [first];
  let whole = record.feed(first.text) && !first.cut;
  let size = first.text.length;
  while (whole && record.open && record.cells.length <= sheetLimits.columns) {
    const more = lines.peek(ahead + read.length);
    const next = more instanceof Promise ? await more : more;
    size += next?.text.length ?? 0;
    whole =
      next !== undefined &&
      read.length < recordLimits.lines &&
      size < recordLimits.characters &&
      record.feed(next.text);
    if (next) read.push(next);
  }
  return { record, lines: read, whole };
}
