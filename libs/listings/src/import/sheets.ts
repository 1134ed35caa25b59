import { type Book, type SheetRow, textOf } from '#sheets';
import { type SheetSeen } from './import.types.js';
import { looked, type SheetStart } from './layout/header.js';

/** Rows and cells that are kept of a sheet for a person who looks for its header. */
const shown = { rows: 20, columns: 40, characters: 60 } as const;

/** The first rows of every sheet that is visible; a workbook of hidden sheets alone shows its first. */
export async function startsOf(book: Book): Promise<SheetStart[]> {
  const visible = book.sheets.filter(({ state }) => state === 'visible');
  const starts: SheetStart[] = [];
  for (const { index, name } of visible.length > 0 ? visible : book.sheets.slice(0, 1)) {
    const rows: SheetRow[] = [];
    for await (const row of book.rows(index)) {
      rows.push(row);
      if (rows.length === looked) break;
    }
    starts.push({ index, name, rows });
  }
  return starts;
}

export const seenOf = (starts: readonly SheetStart[]): SheetSeen[] =>
  starts.map(({ index, name, rows }) => ({
    index,
    name,
    rows: rows.slice(0, shown.rows).map(({ row, cells }) => ({
      row,
      cells: cells.slice(0, shown.columns).map((cell) => textOf(cell).slice(0, shown.characters)),
    })),
  }));
