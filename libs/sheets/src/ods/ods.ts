import type { SheetRow } from '../cell.js';
import { refusedBy, SheetRefused, whole } from '../refused.js';
import type { Book } from '../types.js';
import { columnsIn, MergedCells } from '../xlsx/merges.js';
import { readPart } from '../xlsx/parts.js';
import { XmlReader } from '../xlsx/xml.js';
import type { Archive } from '../zip/archive.js';
import { OdsTables } from './sheet.js';

const spreadsheet = 'application/vnd.oasis.opendocument.spreadsheet';

/** An OpenDocument spreadsheet whose rows are read as they are wanted. @throws SheetRefused */
export async function odsBook(archive: Archive): Promise<Book> {
  const type = (await textOf(archive, 'mimetype')).trim();
  if (type !== '' && !type.startsWith(spreadsheet))
    throw type.includes('opendocument.text')
      ? new SheetRefused(
          'word_file',
          '这是文字文档，不是表格；请将其中的表格复制到表格软件，另存为 .xlsx 后再上传',
        )
      : new SheetRefused('not_a_spreadsheet', '文件不是表格；请上传 .xlsx、.xls、.ods 或 .csv');
  if ((await textOf(archive, 'META-INF/manifest.xml')).includes('encryption-data'))
    throw new SheetRefused('encrypted', '文件设有打开密码，请取消密码后另存为 .xlsx 再上传');
  const { tables } = await whole(() => readPart(archive.part('content.xml'), new OdsTables()));
  if (tables.length === 0) throw new SheetRefused('not_a_spreadsheet', '工作簿中没有工作表');
  return {
    type: 'ods',
    sheets: tables.map(({ name, isHidden }, index) => ({
      index,
      name,
      state: isHidden ? 'hidden' : 'visible',
    })),
    rows: (sheet) => {
      const { merges, width, hidden } = tables[sheet] ?? { merges: [], width: 0, hidden: [] };
      return rowsOf(archive, sheet, new MergedCells(merges, width, columnsIn(hidden, width)));
    },
    close: async () => archive.close(),
  };
}

async function* rowsOf(archive: Archive, sheet: number, merged: MergedCells): AsyncGenerator<SheetRow> {
  const tables = new OdsTables(sheet);
  const reader = new XmlReader(tables);
  try {
    for await (const bytes of archive.part('content.xml')) {
      reader.write(bytes);
      for (const row of tables.take()) yield merged.fill(row);
    }
  } catch (error) {
    throw refusedBy(error);
  }
}

async function textOf(archive: Archive, part: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const bytes of archive.part(part, true)) parts.push(bytes);
  return Buffer.concat(parts).toString('utf8');
}
