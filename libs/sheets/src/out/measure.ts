import type { Sheet, Value, WrittenColumn } from './sheet.js';

type Columns = readonly WrittenColumn[];

/** In points, of the default font. */
const line = 15;
/** Excel shows no row higher. */
const highest = 409;
/** What a page across still tells in letters that can be read, in characters of the default font. */
const legibleWidth = 240;

export function widthOf(columns: Columns): number {
  return columns.reduce((sum, { width = 14 }) => sum + width, 0);
}

/** Over how many pages side by side a table is printed. */
export function pagesAcross(columns: Columns): number {
  return Math.ceil(widthOf(columns) / legibleWidth);
}

/** Place of the last column that the first page has. */
export function lastOnFirstPage(columns: Columns): number {
  const most = widthOf(columns) / pagesAcross(columns);
  let [width, last] = [columns[0]?.width ?? 14, 0];
  for (const [place, { width: own = 14 }] of columns.entries()) {
    if (place === 0) continue;
    width += own;
    if (width > most) break;
    last = place;
  }
  return last;
}

/** Lines that a text takes in a cell so wide; a Chinese character is as wide as two others. */
function linesOf(text: string, width: number): number {
  const room = Math.max(2, width - 2);
  return text.split('\n').reduce((sum, part) => {
    const wide = [...part].reduce((n, char) => n + ((char.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
    return sum + Math.max(1, Math.ceil((wide * 1.05) / room));
  }, 0);
}

/** In points, for a text that is wrapped over so many characters. */
export function heightOf(text: string, width: number): number {
  return Math.min(highest, line * linesOf(text, width) + 3);
}

/** In points, for a header of several lines. */
export function headHeight(columns: Columns): number {
  return Math.max(32, ...columns.map(({ header, width = 14 }) => heightOf(header, width)));
}

/**
 * Heights of the rows whose texts are wrapped, by their place below the header, from 0: programs that set out a table when
 * they open it do not need them, others print texts over one another.
 */
export function rowHeights({ columns, rows }: Pick<Sheet, 'columns' | 'rows'>): [number, number][] {
  const of = (value: Value | undefined, { width = 14 }: WrittenColumn) =>
    typeof value === 'string' ? heightOf(value, width) : 0;
  return rows.flatMap((row, place): [number, number][] => {
    const height = Math.max(0, ...columns.map((column, c) => of(row[c], column)));
    return height > line + 3 ? [[place, height]] : [];
  });
}
