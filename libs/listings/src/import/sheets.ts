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

/**
 * The other sheets with the columns of the one that is read: an import reads one, and what stands in these is none of it.
 * @param headerRow of the sheet that is read; null: it is not known yet.
 */
export function sheetsAlike(sheets: readonly SheetSeen[], sheet: number, headerRow: number | null): string[] {
  const own = sheets.find(({ index }) => index === sheet);
  const header = own?.rows.find(({ row }) => row === headerRow);
  const names = new Set(header?.cells.map(squeezed).filter(Boolean));
  if (names.size < 2) return [];
  return sheets.flatMap(({ index, name, rows }) => {
    if (index === sheet) return [];
    // Below a header stands a row at least.
    const isThere = rows.slice(0, -1).some(({ cells }) => {
      const others = new Set(cells.map(squeezed).filter(Boolean));
      const shared = [...others].filter((text) => names.has(text)).length;
      return shared >= 2 && shared >= Math.max(names.size, others.size) * 0.8;
    });
    return isThere ? [name || `第${index + 1}张表`] : [];
  });
}

const squeezed = (text: string) => text.normalize('NFKC').replace(/\s+/g, '');
