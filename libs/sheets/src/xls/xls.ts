import { readFile, stat } from 'node:fs/promises';
import { setImmediate as pause } from 'node:timers/promises';
import type { SheetRow } from '../cell.js';
import { sheetLimits } from '../limits.js';
import { SheetRefused, whole } from '../refused.js';
import type { Book } from '../types.js';
import { MergedCells } from '../xlsx/merges.js';
import { Container } from './container.js';
import { XlsRows } from './sheet.js';
import { encrypted, readGlobals, tooOld, type XlsGlobals } from './workbook.js';

/** A workbook of Excel 97 to 2003, held in memory as a whole. @throws SheetRefused */
export async function xlsBook(path: string): Promise<Book> {
  if ((await stat(path)).size > sheetLimits.heldBytes)
    throw new SheetRefused(
      'too_large',
      `.xls 文件超过 ${sheetLimits.heldBytes / 1024 / 1024} MB，请另存为 .xlsx 后再上传`,
    );
  const { stream, globals } = await opened(path);
  return {
    type: 'xls',
    sheets: globals.sheets.map(({ name, state }, index) => ({ index, name, state })),
    rows: (sheet) => rowsOf(stream, globals, sheet),
    close: async () => undefined,
  };
}

async function opened(path: string): Promise<{ stream: Buffer; globals: XlsGlobals }> {
  return whole(async () => {
    const bytes = await readFile(path);
    // Too short to hold anything: nobody can say what it was.
    if (bytes.length < 1536) throw unknown();
    const container = new Container(bytes);
    refuseOthers(container);
    const stream = container.stream('Workbook') ?? container.stream('Book');
    if (!stream) throw other();
    const globals = readGlobals(stream);
    if (globals.sheets.length === 0) throw new SheetRefused('not_a_spreadsheet', '工作簿中没有工作表');
    return { stream, globals };
  });
}

/** Other programs keep their documents in the same container. */
function refuseOthers(container: Container): void {
  if (container.has('EncryptedPackage')) throw encrypted();
  if (container.has('WordDocument'))
    throw new SheetRefused(
      'word_file',
      '这是 Word 文档，不是表格；请将其中的表格复制到 Excel 或 WPS 表格，另存为 .xlsx 后再上传',
    );
  if (container.has('Book') && !container.has('Workbook')) throw tooOld();
  if (!container.has('Workbook')) throw other();
}

const unknown = () =>
  new SheetRefused(
    'old_format',
    '这是旧版工作簿，但不完整或已损坏，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传',
  );
const other = () => new SheetRefused('not_a_spreadsheet', '文件不是表格；请上传 .xlsx、.xls、.ods 或 .csv');

async function* rowsOf(stream: Buffer, globals: XlsGlobals, sheet: number): AsyncGenerator<SheetRow> {
  const rows = await whole(async () => {
    const found = new XlsRows(stream, globals);
    for (const _ of found.read(globals.sheets[sheet]?.at ?? stream.length)) await pause();
    return found;
  });
  const merged = new MergedCells(rows.merges, rows.width, rows.hiddenColumns);
  let count = 0;
  for (const row of rows.rows()) {
    yield merged.fill(row);
    if (++count % 500 === 0) await pause();
  }
}
