import { createReadStream } from 'node:fs';
import type { BrokenRow, SheetRow } from '../cell.js';
import { head } from '../head.js';
import { cellOfText } from '../text.js';
import type { Book } from '../types.js';
import { encodingOf, type TextEncoding } from './encoding.js';
import { Lines } from './lines.js';
import { type Dialect, readAlone } from './record.js';
import { csvRows, type TextRow } from './rows.js';

/** A text file as a book of one sheet; a row whose quotes have no partner is marked broken, and costs no other row. */
export async function csvBook(path: string): Promise<Book> {
  const sample = await head(path, 256 * 1024);
  const encoding = await encodingOf(path, sample);
  const dialect = dialectOf(new TextDecoder(encoding.name).decode(Uint8Array.from(sample)));
  return {
    type: 'csv',
    sheets: [{ index: 0, name: '', state: 'visible' }],
    rows: () => cellsOf(csvRows(new Lines(decoded(path, encoding.name)), dialect), encoding),
    close: async () => undefined,
  };
}

async function* cellsOf(rows: AsyncIterable<TextRow>, encoding: TextEncoding): AsyncGenerator<SheetRow> {
  for await (const { cells, ...rest } of rows) {
    const column = encoding.isBroken ? cells.findIndex((cell) => cell.includes(replaced)) : -1;
    const broken =
      rest.broken ?? (column < 0 ? undefined : badBytes(rest, column, cells[column] ?? '', encoding));
    yield { row: rest.row, cells: cells.map(cellOfText), ...(broken ? { broken } : {}) };
  }
}

/** What a decoder writes for bytes that are no character. */
const replaced = '\ufffd';

function badBytes(
  { line }: Pick<TextRow, 'line'>,
  column: number,
  value: string,
  { name }: TextEncoding,
): BrokenRow {
  return {
    line,
    column: column + 1,
    value: value.slice(0, 200),
    expected: `文件第 ${line} 行此处有不是 ${name === 'utf-8' ? 'UTF-8' : 'GB18030（GBK）'} 的字节，无法读出；请改正此处的文字后重新导出`,
  };
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const part of createReadStream(path)) yield decoder.decode(part as Buffer, { stream: true });
  yield decoder.decode();
}

export function dialectOf(sample: string): Dialect {
  const quote = /^\s*'/.test(sample) ? "'" : '"';
  const delimiter = delimiterOf(sample, quote);
  return { delimiter, quote, width: widthOf(sample, { delimiter, quote, width: 0 }) };
}

/** The separator that the first line with any has most of; where it makes cells of that line alone, that of more lines. */
function delimiterOf(text: string, quote: string): string {
  const first = firstDelimiter(text, quote);
  const lines = text.slice(0, 20_000).split(/\r\n|\r|\n/);
  const alike = (delimiter: string) => {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const { length } = readAlone(line, { delimiter, quote, width: 0 }).cells;
      if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
    }
    return Math.max(0, ...counts.values());
  };
  if (alike(first) > 1) return first;
  return [',', ';', '\t', '|'].find((delimiter) => alike(delimiter) > 1) ?? first;
}

/** Outside quotes. */
function firstDelimiter(text: string, quote: string): string {
  const counts: Record<string, number> = { ',': 0, ';': 0, '\t': 0, '|': 0 };
  let inside = false;
  for (const character of text.slice(0, 20_000)) {
    if (character === quote) inside = !inside;
    else if (inside) continue;
    else if (character === '\n' || character === '\r') {
      if (Object.values(counts).some((count) => count > 0)) break;
    } else if (character in counts) counts[character] = (counts[character] ?? 0) + 1;
  }
  return Object.entries(counts).sort((a, b) => b[1] - a[1])[0]?.[0] ?? ',';
}

/** The number of cells that most of the whole lines have. Fewer than three tell nothing apart. */
function widthOf(sample: string, dialect: Dialect): number {
  const counts = new Map<number, number>();
  for (const line of sample.split(/\r\n|\r|\n/).slice(0, 2000)) {
    const { cells, fault } = readAlone(line, dialect);
    if (fault === undefined && cells.length >= 3)
      counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
