import { csv } from './csv.js';
import { FileRefused, limits } from './errors.js';
import { head, isUtf16 } from './head.js';
import type { SheetRow } from './sheet.js';
import { xlsx } from './xlsx.js';

export type FileType = 'xlsx' | 'csv';

/** By content, whatever the name says. @throws FileRefused */
export async function fileTypeOf(path: string): Promise<FileType> {
  const start = await head(path, 8);
  if (start.length === 0) throw new FileRefused('import.empty', '文件是空的');
  if (start.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'xlsx';
  if (start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) {
    throw new FileRefused(
      'import.old_format',
      '这是旧版 .xls 或加密的工作簿，请另存为 .xlsx（不加密）后再上传',
    );
  }
  if ((await head(path, 4096)).includes(0) && !isUtf16(start))
    throw new FileRefused('import.not_a_spreadsheet', '文件不是表格，请上传 .xlsx 或 .csv');
  return 'csv';
}

/** Rows of a file one by one, within the limits. @throws FileRefused */
export async function* readRows(path: string, type: FileType): AsyncGenerator<SheetRow> {
  let rows = 0;
  let cells = 0;
  for await (const row of type === 'xlsx' ? xlsx(path) : csv(path)) {
    if (row.cells.every((cell) => cell === null || cell === '') && row.broken === undefined) continue;
    if (++rows > limits.rows + 20)
      throw new FileRefused('import.too_many_rows', `行数超过 ${limits.rows} 的上限，请拆分后上传`);
    if (row.cells.length > limits.columns)
      throw new FileRefused(
        'import.too_many_columns',
        `第 ${row.row} 行有 ${row.cells.length} 列，上限为 ${limits.columns} 列`,
      );
    cells += row.cells.length;
    if (cells > limits.cells)
      throw new FileRefused('import.too_many_cells', `单元格超过 ${limits.cells} 个的上限，请拆分后上传`);
    yield row;
  }
}
