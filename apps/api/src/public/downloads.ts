import { headingOf, type LabelOf } from '#contracts';
import {
  downloadColumns,
  type EditionDocument,
  type EditionItem,
  labelsOfEdition,
  struckIn,
} from '#publication';
import { writeWorkbook } from '#sheets';

const lists = { scenario: '应用场景清单', capability: '企业能力清单' } as const;

/** UTF-8 with a BOM, so that Excel reads it; a text that Excel would calculate gets an apostrophe before it. */
export function editionCsv(document: EditionDocument, withdrawn: string | null): string {
  const labelOf = labelsOfEdition(document);
  const rows = document.items.map((item) => cells(document, item, labelOf, withdrawn));
  const lines = [headers(document), ...rows];
  return `\ufeff${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

/** @param withdrawn why the whole edition was withdrawn; null where it was not. */
export async function editionXlsx(
  document: EditionDocument,
  sha256: string,
  withdrawn: string | null,
): Promise<Buffer> {
  const struck = struckIn(document);
  const names = headers(document);
  const labelOf = labelsOfEdition(document);
  return writeWorkbook([
    {
      name: `${lists[document.kind]}第${document.number}期`,
      columns: names.map((header, i) => ({ header, width: i < 2 ? 18 : header.length > 4 ? 26 : 20 })),
      rows: document.items.map((item) => cells(document, item, labelOf, withdrawn)),
      struck: document.items.flatMap((item, i) => (item.struck || withdrawn !== null ? [i + 1] : [])),
    },
    {
      name: '说明',
      columns: [
        { header: '项目', width: 16 },
        { header: '内容', width: 80 },
      ],
      rows: [
        ['清单', `${lists[document.kind]}第${document.number}期`],
        ['标题', document.title],
        ['发布单位', document.issuer.name],
        ['发布日期', document.publishedOn],
        ['版次', String(document.revision)],
        ['条目数', String(document.items.length)],
        ['其中已划去', String(struck)],
        ['现列', String(withdrawn === null ? document.items.length - struck : 0)],
        ...(withdrawn === null ? [] : [['本期已撤回', withdrawn]]),
        ['SHA-256', sha256],
        ['核验', '下载 JSON 文件后可用 duijie verify-edition 核验'],
      ],
    },
  ]);
}

function headers(document: EditionDocument): string[] {
  return ['序号', '编号', ...downloadColumns(document.kind).map(headingOf), '状态'];
}

function cells(
  document: EditionDocument,
  item: EditionItem,
  labelOf: LabelOf,
  withdrawn: string | null,
): string[] {
  const states = [
    ...(item.struck ? [`${item.struck.on} 划去：${item.struck.reason}`] : []),
    ...(withdrawn === null ? [] : [`本期已撤回：${withdrawn}`]),
  ];
  return [
    String(item.position),
    item.number,
    ...downloadColumns(document.kind).map((column) => column.text(item.content, labelOf)),
    states.join('；'),
  ];
}

function quoted(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
