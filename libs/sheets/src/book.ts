import type { SheetRow } from './cell.js';
import { csvBook } from './csv/csv.js';
import { head, isUtf16 } from './head.js';
import { limits } from './limits.js';
import { SheetRefused } from './refused.js';
import type { Book } from './types.js';
import { xlsxBook } from './xlsx/xlsx.js';

/** Opens a file by its content, whatever its name says. @throws SheetRefused */
export async function openBook(path: string): Promise<Book> {
  const book = await opened(path);
  return { ...book, rows: (sheet) => withinLimits(book, sheet) };
}

async function opened(path: string): Promise<Book> {
  const start = await head(path, 4096);
  if (start.length === 0) throw new SheetRefused('empty', '文件是空的');
  if (start.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return xlsxBook(path);
  if (start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])))
    throw new SheetRefused(
      'not_a_spreadsheet',
      '这是旧版 .xls 或加密的工作簿，请另存为 .xlsx（不加密）后再上传',
    );
  if (start.includes(0) && !isUtf16(start))
    throw new SheetRefused('not_a_spreadsheet', '文件不是表格，请上传 .xlsx 或 .csv');
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
      if (row.cells[i] === null) continue;
      isEmpty = false;
      used.add(i);
    }
    if (isEmpty && row.broken === undefined) continue;
    if (++rows > limits.rows + 50)
      throw new SheetRefused('too_many_rows', `行数超过 ${limits.rows} 的上限，请拆分后上传`);
    if (used.size > limits.columns)
      throw new SheetRefused(
        'too_many_columns',
        `有内容的列超过 ${limits.columns} 列的上限（至第 ${row.row} 行），请删去不需要的列后上传`,
      );
    cells += row.cells.length;
    if (cells > limits.cells)
      throw new SheetRefused('too_many_cells', `单元格超过 ${limits.cells} 个的上限，请拆分后上传`);
    yield row;
  }
}
