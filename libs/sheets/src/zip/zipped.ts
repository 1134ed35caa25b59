import { odsBook } from '../ods/ods.js';
import { SheetRefused } from '../refused.js';
import type { Book } from '../types.js';
import { xlsxBook } from '../xlsx/xlsx.js';
import { Archive } from './archive.js';

/** A zip by what lies in it: workbooks of both families, and what only looks like one. @throws SheetRefused */
export async function zippedBook(path: string): Promise<Book> {
  const archive = await Archive.open(path);
  try {
    if (archive.has(/^xl\/worksheets\/[^/]+\.xml$/)) return await xlsxBook(archive);
    if (archive.has(/^content\.xml$/)) return await odsBook(archive);
    throw otherZip(archive);
  } catch (error) {
    archive.close();
    throw error;
  }
}

function otherZip(archive: Archive): SheetRefused {
  if (archive.has(/^word\//))
    return new SheetRefused(
      'word_file',
      '这是 Word 文档，不是表格；请将其中的表格复制到 Excel 或 WPS 表格，另存为 .xlsx 后再上传',
    );
  if (archive.has(/^xl\/workbook\.bin$/))
    return new SheetRefused(
      'old_format',
      '这是二进制工作簿（.xlsb），请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传',
    );
  if (archive.has(/^ppt\//))
    return new SheetRefused('not_a_spreadsheet', '这是演示文稿，不是表格；请上传 .xlsx、.xls、.ods 或 .csv');
  return new SheetRefused(
    'archive_file',
    '这是压缩包，不是表格；请解压后上传其中的 .xlsx、.xls、.ods 或 .csv',
  );
}
