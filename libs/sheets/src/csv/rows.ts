import type { BrokenRow } from '../cell.js';
import { sheetLimits } from '../limits.js';
import { SheetRefused } from '../refused.js';
import { fragmentsBehind, isSwallowed, Patience } from './guess.js';
import type { Line, Lines } from './lines.js';
import { type Attempt, readRecord } from './read.js';
import { type Dialect, type QuoteFault, readAlone } from './record.js';

export interface TextRow {
  /** Row of the sheet, from 1. */
  readonly row: number;
  /** Of the file, from 1: where the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly broken?: BrokenRow;
}

/** Nothing, or the sign by which programs of old said that a text ends. */
const endOfText = /^\s*\u001a?\s*$/;
/** The last that a spreadsheet has. */
const lastRow = 1_048_576;

/** Row by row. Where quotes do not close, the row they opened in is broken, and reading goes on with the
 * next line. @throws SheetRefused `too_many_rows`, `too_large`
 */
export async function* csvRows(lines: Lines, dialect: Dialect): AsyncGenerator<TextRow> {
  const patience = new Patience();
  try {
    let row = 0;
    let empty = 0;
    for (;;) {
      const blank = lines.skipBlank();
      row += typeof blank === 'number' ? blank : await blank;
      const first = await lines.peek();
      if (first === undefined) return;
      if (++row > lastRow)
        throw new SheetRefused('too_many_rows', `行号超过 ${lastRow}，不是一张表格；请删去空行或拆分后上传`);
      const attempt = await readRecord(lines, dialect);
      const broken = await brokenAt(lines, dialect, attempt, patience);
      lines.skip(broken?.lines ?? attempt.lines.length);
      // Exports end in rows of separators without number, but in none of quotes.
      if (isQuotedNothing(attempt, dialect) && ++empty > sheetLimits.rows)
        throw new SheetRefused('too_many_rows', `行数超过 ${sheetLimits.rows} 的上限，请拆分后上传`);
      if (broken) yield { row, line: first.number, cells: broken.cells, broken: broken.reason };
      else if (attempt.lines.length > 1 || !endOfText.test(first.text))
        yield { row, line: first.number, cells: attempt.record.cells };
    }
  } finally {
    await lines.close();
  }
}

const isQuotedNothing = ({ record, lines: [first] }: Attempt, { quote }: Dialect): boolean =>
  first?.text.includes(quote) === true && record.cells.every((cell) => cell.trim() === '');

async function brokenAt(
  lines: Lines,
  dialect: Dialect,
  { record, lines: [first, ...others], whole }: Attempt,
  patience: Patience,
): Promise<{ cells: string[]; lines: number; reason: BrokenRow } | undefined> {
  if (!first) return undefined;
  const isRight = whole && !isSwallowed(dialect, record, [first, ...others]);
  const last = others.at(-1) ?? first;
  if (isRight && !last.text.includes(dialect.quote)) return undefined;
  const alone = isRight ? record : readAlone(first.text, dialect);
  const from = isRight ? others.length + 1 : 1;
  const cells = alone.cells.length;
  const more = await fragmentsBehind(lines, dialect, { from, cells, patience });
  if (isRight && more === 0) return undefined;
  return {
    cells: alone.cells.slice(0, sheetLimits.columns),
    lines: from + more,
    reason: reasonOf(first, alone.fault ?? lastOf(alone.cells), dialect.quote),
  };
}

const lastOf = (cells: readonly string[]): QuoteFault => ({
  column: cells.length - 1,
  value: cells.at(-1) ?? '',
});

function reasonOf(line: Line, { column, value }: QuoteFault, quote: string): BrokenRow {
  const expected = line.cut
    ? `文件第 ${line.number} 行过长，不是一行数据；请在表格软件中打开后重新导出`
    : `文件第 ${line.number} 行此处的引号 ${quote} 不成对：内容含引号的，应整格用引号括起，其中的引号写作 ${quote}${quote}`;
  return { line: line.number, column: column + 1, value: value.slice(0, 200), expected };
}
