import { letters, openBook, type SheetRow } from '#sheets';
import { merged, row, text, workbook } from './workbook.js';

const escaped = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;');

/** A workbook of one sheet as other programs write it: plain cells and merged ranges. */
export function sheetOf(
  rows: readonly (readonly (string | number | null)[])[],
  merges: readonly string[] = [],
): Uint8Array {
  const cell = (value: string | number | null, reference: string) => {
    if (value === null) return '';
    return typeof value === 'number'
      ? `<c r="${reference}"><v>${value}</v></c>`
      : text(reference, escaped(value));
  };
  const data = rows
    .map((cells, i) => row(i + 1, ...cells.map((value, column) => cell(value, `${letters(column)}${i + 1}`))))
    .join('');
  return workbook({
    sheets: [{ name: '汇总', rows: data, behind: merges.length > 0 ? merged(...merges) : '' }],
  });
}

/** The rows of the first sheet of a file. */
export async function rowsOf(path: string): Promise<SheetRow[]> {
  const book = await openBook(path);
  const rows: SheetRow[] = [];
  for await (const row of book.rows(book.sheets[0]?.index ?? 0)) rows.push(row);
  await book.close();
  return rows;
}
