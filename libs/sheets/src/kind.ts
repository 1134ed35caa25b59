import { SheetRefused } from './refused.js';

type Starts = readonly (readonly [start: readonly number[] | string, refusal: () => SheetRefused])[];

const picture = () =>
  new SheetRefused('picture_file', '这是图片，不是表格；请上传 .xlsx、.xls、.ods 或 .csv 文件');
const archive = () =>
  new SheetRefused('archive_file', '这是压缩包，不是表格；请解压后上传其中的 .xlsx、.xls、.ods 或 .csv');
const oldFormat = () =>
  new SheetRefused(
    'old_format',
    '这是 Excel 97 以前的旧格式工作簿，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传',
  );
const word = () =>
  new SheetRefused(
    'word_file',
    '这是 Word 文档，不是表格；请将其中的表格复制到 Excel 或 WPS 表格，另存为 .xlsx 后再上传',
  );

/** Files that are known by how they begin, and are no tables. */
const starts: Starts = [
  [
    '%PDF-',
    () =>
      new SheetRefused('pdf_file', '这是 PDF，不是表格；请向填报单位索取原表，或转换为 .xlsx、核对后再上传'),
  ],
  [[0x89, 0x50, 0x4e, 0x47], picture],
  [[0xff, 0xd8, 0xff], picture],
  ['GIF8', picture],
  ['BM', picture],
  [[0x49, 0x49, 0x2a, 0x00], picture],
  [[0x4d, 0x4d, 0x00, 0x2a], picture],
  ['RIFF', picture],
  ['{\\rtf', word],
  ['Rar!', archive],
  [[0x37, 0x7a, 0xbc, 0xaf], archive],
  [[0x1f, 0x8b], archive],
  [[0x09, 0x00, 0x04, 0x00], oldFormat],
  [[0x09, 0x02, 0x06, 0x00], oldFormat],
  [[0x09, 0x04, 0x06, 0x00], oldFormat],
  [[0x09, 0x08, 0x08, 0x00], oldFormat],
  ['MIME-Version:', html],
];

function html(): SheetRefused {
  return new SheetRefused(
    'html_file',
    '这是网页格式的表格（业务系统“导出 Excel”常用，只是扩展名为 .xls）；请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传',
  );
}

/** Refuses a file that is no table by what it is. @param start its first bytes @throws SheetRefused */
export function refuseOthers(start: Buffer): void {
  for (const [signature, refusal] of starts) {
    const bytes = typeof signature === 'string' ? Buffer.from(signature, 'latin1') : Buffer.from(signature);
    if (start.subarray(0, bytes.length).equals(bytes) && !(signature === 'BM' && isText(start)))
      throw refusal();
  }
  refuseMarkup(start);
}

/** Markup in any encoding: its signs are ASCII. */
function refuseMarkup(start: Buffer): void {
  const text = start
    .toString('latin1')
    .replaceAll('\u0000', '')
    .replace(/^(?:ï»¿|ÿþ|þÿ)?\s*/, '');
  if (!text.startsWith('<')) return;
  const plain = text.replace(/<!--[\s\S]*?-->/g, '').toLowerCase();
  if (plain.includes('urn:schemas-microsoft-com:office:spreadsheet') && !plain.includes('<html'))
    throw new SheetRefused(
      'xml_file',
      '这是“XML 表格 2003”格式的工作簿；请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传',
    );
  if (/<(?:!doctype\s+html|html|head|body|table|meta|style|div|script)\b(?!:)/.test(plain)) throw html();
  if (plain.startsWith('<?xml'))
    throw new SheetRefused('xml_file', '这是 XML 文件，不是表格；请另存为 .xlsx 或 .csv 后再上传');
}

const isText = (start: Buffer) => !start.subarray(0, 64).some((byte) => byte === 0);
