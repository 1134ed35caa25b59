import { headingOf, kinds, type LabelOf } from '#contracts';
import {
  downloadColumns,
  type EditionDocument,
  type EditionItem,
  type EditionText,
  labelsOfEdition,
  struckIn,
} from '#publication';
import { type Sheet, writeWorkbook } from '#sheets';
import { csvOf } from './csv.js';
import { numberHeader, pausedText, positionHeader, stateHeader } from './list-table.js';

/** Amounts and counts are numbers and days are days in a workbook; in CSV all are texts. */
const shapes = {
  text: { width: 24 },
  money: { width: 12, format: '#,##0.00####' },
  count: { width: 10, format: '#,##0' },
  day: { width: 12, format: 'yyyy-mm-dd' },
} as const;

/** How an edition stands today, beside its frozen document. */
export interface Standing {
  /** Why the whole edition was withdrawn; null where it was not. */
  readonly withdrawn: string | null;
  /** Numbers of items whose organisation is suspended now. */
  readonly paused: ReadonlySet<string>;
}

export function editionCsv(document: EditionDocument, standing: Standing): string {
  const labelOf = labelsOfEdition(document);
  const rows = document.items.map((item) => cells(document, item, labelOf, standing));
  return csvOf([headers(document), ...rows]);
}

export function editionXlsx(document: EditionDocument, sha256: string, standing: Standing): Promise<Buffer> {
  const name = `${kinds[document.kind].definition.listLabel.zh}第${document.number}期`;
  return writeWorkbook([
    itemSheet(document, standing, { name, sha256 }),
    explanations(document, standing, { name, sha256 }),
  ]);
}

interface Called {
  readonly name: string;
  readonly sha256: string;
}

function itemSheet(document: EditionDocument, standing: Standing, { name, sha256 }: Called): Sheet {
  const labelOf = labelsOfEdition(document);
  const columns = downloadColumns(document.kind, labelOf);
  const { title, issuer, publishedOn, revision, items } = document;
  return {
    name,
    columns: [
      { header: positionHeader, width: 7, format: '0' },
      { header: numberHeader, width: 18 },
      ...columns.map((column) => ({ header: headingOf(column), ...shapes[column.cellKind] })),
      { header: stateHeader, width: 20 },
    ],
    rows: items.map((item) => [
      item.position,
      item.number,
      ...columns.map((column) => column.cell(item.content, labelOf)),
      stateOf(item, standing),
    ]),
    form: {
      title: `${title}（${name}）`,
      facts: [
        `发布单位：${issuer.name}　　发布日期：${publishedOn}　　第 ${revision} 版　　共 ${items.length} 项`,
      ],
      notes: [`SHA-256：${sha256}`],
      signatures: ['填表人', '审核人', '负责人'],
    },
    struck: items.flatMap((item, i) => (item.struck || standing.withdrawn !== null ? [i + 1] : [])),
  };
}

/** What the edition is, what has become of it since, and how to check it. */
function explanations(document: EditionDocument, standing: Standing, { name, sha256 }: Called): Sheet {
  const { withdrawn } = standing;
  const paused = pausedIn(document, standing);
  const struck = struckIn(document);
  const count = document.items.length;
  return {
    name: '说明',
    columns: [
      { header: '项目', width: 16 },
      { header: '内容', width: 80 },
    ],
    rows: [
      ['清单', name],
      ['标题', document.title],
      ['发布单位', document.issuer.name],
      ['发布日期', document.publishedOn],
      ['版次', String(document.revision)],
      ['条目数', String(count)],
      ['其中已划去', String(struck)],
      ['现列', String(withdrawn === null ? count - struck : 0)],
      ...(paused.length === 0 ? [] : [['其中暂停', String(paused.length)]]),
      ...(withdrawn === null ? [] : [['本期已撤回', withdrawn]]),
      ['SHA-256', sha256],
      ['核验', '在本平台“清单核验”页面（/verify）选择本文件或本期的 JSON 文件，即显示是否与发布原文一致'],
    ],
  };
}

/** The frozen text itself, not one made again from it, and what has become of the edition since. */
export function editionJson({ document, sha256, text }: EditionText, standing: Standing): string {
  const paused = pausedIn(document, standing);
  const notes = [
    ...(standing.withdrawn === null ? [] : [`"withdrawn":${JSON.stringify(standing.withdrawn)}`]),
    ...(paused.length === 0 ? [] : [`"paused":${JSON.stringify(paused)}`]),
  ];
  return `{${[`"sha256":"${sha256}"`, ...notes, `"document":${text}`].join(',')}}\n`;
}

/** Numbers of the items that are paused and not struck, in their order. */
export function pausedIn({ items }: EditionDocument, { paused }: Standing): string[] {
  return items.filter(({ number, struck }) => !struck && paused.has(number)).map(({ number }) => number);
}

function headers(document: EditionDocument): string[] {
  return [
    positionHeader,
    numberHeader,
    ...downloadColumns(document.kind, labelsOfEdition(document)).map(headingOf),
    stateHeader,
  ];
}

function cells(document: EditionDocument, item: EditionItem, labelOf: LabelOf, standing: Standing): string[] {
  return [
    String(item.position),
    item.number,
    ...downloadColumns(document.kind, labelOf).map((column) => column.text(item.content, labelOf)),
    stateOf(item, standing),
  ];
}

/** Struck, paused, withdrawn, or nothing. */
function stateOf(item: EditionItem, { withdrawn, paused }: Standing): string {
  return [
    ...(item.struck ? [`${item.struck.on} 划去：${item.struck.reason}`] : []),
    ...(!item.struck && paused.has(item.number) ? [pausedText] : []),
    ...(withdrawn === null ? [] : [`本期已撤回：${withdrawn}`]),
  ].join('；');
}
