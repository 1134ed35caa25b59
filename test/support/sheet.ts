import { strToU8, zipSync } from 'fflate';
import { letters, openBook, type SheetRow } from '#sheets';

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;');

/** A workbook of one sheet as other programs write it: plain cells and merged ranges. */
export function sheetOf(
  rows: readonly (readonly (string | number | null)[])[],
  merges: readonly string[] = [],
): Uint8Array {
  const cell = (value: string | number | null, reference: string) => {
    if (value === null) return '';
    return typeof value === 'number'
      ? `<c r="${reference}"><v>${value}</v></c>`
      : `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  };
  const data = rows
    .map(
      (cells, i) =>
        `<row r="${i + 1}">${cells.map((value, column) => cell(value, `${letters(column)}${i + 1}`)).join('')}</row>`,
    )
    .join('');
  const merged = merges.map((range) => `<mergeCell ref="${range}"/>`).join('');
  const relation = (type: string, target: string) =>
    `<Relationships><Relationship Id="r1" Type="http://x/${type}" Target="${target}"/></Relationships>`;
  const parts = {
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
    'xl/workbook.xml': `<workbook ${main} xmlns:r="r"><sheets><sheet name="汇总" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${main}><sheetData>${data}</sheetData>${merged && `<mergeCells>${merged}</mergeCells>`}</worksheet>`,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}

/** The rows of the first sheet of a file. */
export async function rowsOf(path: string): Promise<SheetRow[]> {
  const book = await openBook(path);
  const rows: SheetRow[] = [];
  for await (const row of book.rows(book.sheets[0]?.index ?? 0)) rows.push(row);
  await book.close();
  return rows;
}
