import type { SheetRow } from './cell.js';
import { csvBook } from './csv/csv.js';
import { head } from './head.js';
import { refuseOthers } from './kind.js';
import { sheetLimits } from './limits.js';
import { SheetRefused } from './refused.js';
import type { Book } from './types.js';
import { containerSignature } from './xls/container.js';
import { xlsBook } from './xls/xls.js';
import { zippedBook } from './zip/zipped.js';

const zipSignature = Buffer.from('PK\x03\x04', 'latin1');

/** Opens a file by its content, whatever its name says. @throws SheetRefused */
export async function openBook(path: string): Promise<Book> {
  const book = await opened(path);
  return { ...book, rows: (sheet) => withinLimits(book, sheet) };
}

async function opened(path: string): Promise<Book> {
  const start = await head(path, 4096);
  if (start.length === 0) throw new SheetRefused('empty', '文件是空的');
  if (start.subarray(0, 4).equals(zipSignature)) return zippedBook(path);
  if (start.subarray(0, 4).equals(containerSignature)) return xlsBook(path);
  refuseOthers(start);
  return csvBook(path);
}

async function* withinLimits(book: Book, sheet: number): AsyncGenerator<SheetRow> {
  if (!book.sheets.some((one) => one.index === sheet))
    throw new SheetRefused('no_such_sheet', `文件中没有第 ${sheet + 1} 张工作表`);
  let rows = 0;
  let cells = 0;
  const used = new Set<number>();
  for await (const row of book.rows(sheet)) {
    let isEmpty = true;
    for (let i = 0; i < row.cells.length; i++) {
      const cell = row.cells[i];
      if (cell === null || cell === undefined) continue;
      isEmpty = false;
      if (typeof cell !== 'object' || !('covered' in cell)) used.add(i);
    }
    if (isEmpty && row.broken === undefined) continue;
    if (++rows > sheetLimits.rows + 50)
      throw new SheetRefused('too_many_rows', `行数超过 ${sheetLimits.rows} 的上限，请拆分后上传`);
    if (used.size > sheetLimits.columns)
      throw new SheetRefused(
        'too_many_columns',
        `有内容的列超过 ${sheetLimits.columns} 列的上限（至第 ${row.row} 行），请删去不需要的列后上传`,
      );
    cells += row.cells.length;
    if (cells > sheetLimits.cells)
      throw new SheetRefused('too_many_cells', `单元格超过 ${sheetLimits.cells} 个的上限，请拆分后上传`);
    yield row;
  }
}
