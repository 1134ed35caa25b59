import { headingOf, type LabelOf } from '#contracts';
import { writeWorkbook } from '#platform';
import { downloadColumns, type EditionDocument, type EditionItem, labelsOfEdition } from '#publication';

const lists = { scenario: '应用场景清单', capability: '企业能力清单' } as const;

/** UTF-8 with a BOM, so that Excel reads it; a text that Excel would calculate gets an apostrophe before it. */
export function editionCsv(document: EditionDocument): string {
  const labelOf = labelsOfEdition(document);
  const lines = [headers(document), ...document.items.map((item) => cells(document, item, labelOf))];
  return `\ufeff${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

export async function editionXlsx(document: EditionDocument, sha256: string): Promise<Buffer> {
  const names = headers(document);
  const labelOf = labelsOfEdition(document);
  return writeWorkbook([
    {
      name: `${lists[document.kind]}第${document.number}期`,
      columns: names.map((header, i) => ({ header, width: i < 2 ? 18 : header.length > 4 ? 26 : 20 })),
      rows: document.items.map((item) => cells(document, item, labelOf)),
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
        ['SHA-256', sha256],
        ['核验', '下载 JSON 文件后可用 duijie verify-edition 核验'],
      ],
    },
  ]);
}

function headers(document: EditionDocument): string[] {
  return ['序号', '编号', ...downloadColumns(document.kind).map(headingOf), '状态'];
}

function cells(document: EditionDocument, item: EditionItem, labelOf: LabelOf): string[] {
  const struck = item.struck ? `${item.struck.on} 划去：${item.struck.reason}` : '';
  return [
    String(item.position),
    item.number,
    ...downloadColumns(document.kind).map((column) => column.text(item.content, labelOf)),
    struck,
  ];
}

function quoted(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
