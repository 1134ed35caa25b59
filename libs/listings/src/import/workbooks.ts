import {
  type SheetColumn as Column,
  cellPlace,
  kindNamed,
  kinds,
  type ListingKind,
  sheetColumnsOf,
} from '#contracts';
import type { Database } from '#platform';
import { type Cell, letters, sheetLimits, textOf, writeWorkbook } from '#sheets';
import { type Dictionaries, labelsOf } from '../domain/dictionaries.js';
import type { Import } from '../entities/import.js';
import type { FieldChange } from './compare.js';
import { type CellError, errorText } from './errors.js';
import type { RowOutcome, RowQuestion } from './import.types.js';
import type { ColumnMapping } from './layout/header.js';
import { lineWords } from './layout/lines.js';
import { headerName } from './layout/words.js';
import { joinOutcome } from './outcomes.js';
import type { Notice } from './row.cells.js';

interface Kept {
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly errors: readonly CellError[];
  readonly question: RowQuestion | null;
  readonly [key: string]: unknown;
}

const mostRows = 50_000;
const rowColumn = '原行号';
const faultColumn = '问题与改法';

export const questionWords: Readonly<Record<RowQuestion, string>> = {
  title_twice: '同一单位在本文件中有同名而内容不同的行：请选择都写入，或略过',
  number_taken: '序号与已有内容相同，名称相近而不同：请选择作为新的一项写入，或作为对已有内容的修改',
};

/** The rows with errors as a workbook: bad cells marked, what would be right beside them. It can be mended and given back. */
export async function errorsWorkbook(db: Database, { id, mapping }: Import): Promise<Buffer> {
  const found = await db.query<Kept>(
    `SELECT row, cells, errors, question FROM import_rows WHERE import_id = $1 AND (errors <> '[]' OR state = 'question') ORDER BY row LIMIT ${mostRows}`,
    [id],
  );
  const shown = mapping.filter(
    ({ header, column }) => header !== '' || found.some(({ cells }) => textOf(cells[column]) !== ''),
  );
  return writeWorkbook([
    {
      name: '错误清单',
      columns: [
        { header: rowColumn, width: 8 },
        ...shown.map((one) => ({ header: headerOf(one), width: 22 })),
        { header: faultColumn, width: 70 },
      ],
      rows: found.map(({ row, cells, errors, question }) => [
        row,
        ...shown.map(({ column }) => textOf(cells[column]).slice(0, sheetLimits.cellCharacters)),
        [...errors.map(errorText), ...(question ? [questionWords[question]] : [])].join('\n'),
      ]),
      marks: found
        .flatMap(({ errors }, i) =>
          errors
            .filter(({ column }) => column > 0)
            .map(({ column, expected }) => ({
              row: i + 1,
              column: 1 + shown.findIndex((one) => one.column === column - 1),
              comment: expected,
            })),
        )
        .filter(({ column }) => column > 0),
    },
    {
      name: '说明',
      columns: [{ header: '说明', width: 90 }],
      rows: [
        ['请直接在“错误清单”中改正标红的单元格，保存后在该批导入的页面上传本文件，原导入随即更新。'],
        [`请保留“${rowColumn}”列和各列列名；不需要改的行可以删去。`],
      ],
    },
  ]);
}

const headerOf = ({ header, column }: ColumnMapping) => header || `第${column + 1}列`;

/** Where the columns of the errors' workbook stand that came back; undefined where it is none of this import. */
export function mendedColumns(
  mapping: readonly ColumnMapping[],
  texts: readonly string[],
):
  | { readonly row: number; readonly cells: readonly { readonly at: number; readonly place: number }[] }
  | undefined {
  const row = texts.indexOf(rowColumn);
  if (row < 0) return undefined;
  const rest = mapping.map((one) => ({ place: one.column, name: headerName(headerOf(one)).full }));
  const cells = texts.flatMap((text, at) => {
    if (text === rowColumn || text === faultColumn || text === '') return [];
    const found = rest.findIndex(({ name }) => name === headerName(text).full);
    const [taken] = found < 0 ? [] : rest.splice(found, 1);
    return taken ? [{ at, place: taken.place }] : [];
  });
  return cells.length === 0 ? undefined : { row, cells };
}

interface Outcome extends Kept {
  readonly state: string;
  readonly skip: string | null;
  readonly title: string | null;
  readonly organisation: { readonly name: string } | null;
  readonly outcome: RowOutcome | null;
  readonly number: string | null;
  readonly changes: readonly FieldChange[] | null;
  readonly warnings: readonly Notice[];
}

const outcomeWords: Readonly<Record<RowOutcome, string>> = {
  new: '新增',
  changed: '修改',
  unchanged: '无变化',
  skipped: '未写入',
  refused: '有错误',
  undone: '已撤销',
};

const outcomesInAll = 200_000;

/** What became of every row. */
export async function outcomeWorkbook(db: Database, { id }: Import): Promise<Buffer> {
  const found = await db.query<Outcome>(
    `SELECT r.row, '[]'::jsonb AS cells, r.errors, r.question, r.state, r.skip, r.title, r.organisation, o.outcome, h.number, r.changes, r.warnings
     FROM import_rows r ${joinOutcome} LEFT JOIN listings h ON h.id = coalesce(o.listing_id, r.listing_id)
     WHERE r.import_id = $1 AND r.state <> 'head' ORDER BY r.row LIMIT ${outcomesInAll}`,
    [id],
  );
  return writeWorkbook([
    {
      name: '导入结果',
      columns: [
        { header: '行号', width: 8 },
        { header: '单位', width: 28 },
        { header: '名称', width: 36 },
        { header: '结果', width: 10 },
        { header: '编号', width: 18 },
        { header: '说明', width: 80 },
      ],
      rows: found.map((one) => [
        one.row,
        one.organisation?.name ?? '',
        one.title ?? '',
        resultOf(one),
        one.number ?? '',
        remarks(one).join('\n'),
      ]),
    },
  ]);
}

function resultOf({ outcome, state }: Outcome): string {
  if (outcome !== null) return outcomeWords[outcome];
  return state === 'error' ? '有错误' : state === 'skipped' ? '略过' : '待写入';
}

function remarks({ skip, errors, question, changes, warnings }: Outcome): string[] {
  return [
    ...(skip === null ? [] : [skipWords(skip)]),
    ...errors.map(errorText),
    ...(question === null ? [] : [questionWords[question]]),
    ...(changes ?? []).map(
      ({ label, before, after }) => `${label}：“${before.slice(0, 80)}”改为“${after.slice(0, 80)}”`,
    ),
    ...warnings.map((notice) => [cellPlace(notice), notice.text].filter(Boolean).join('：')),
  ];
}

const skipWords = (skip: string): string =>
  skip === 'repeat'
    ? '与前面的行内容相同'
    : skip === 'above'
      ? '表头以上的行'
      : (lineWords[skip as keyof typeof lineWords] ?? skip);

/** An empty sheet with its lists to choose from, and how each column is read. */
export function templateWorkbook(
  kind: ListingKind,
  known: Dictionaries,
  organisation?: { readonly name: string },
): Promise<Buffer> {
  const columns = sheetColumnsOf(kindNamed(kind, labelsOf(known))).filter(
    ({ inTemplate, reads }) => inTemplate && (organisation === undefined || reads !== 'owner'),
  );
  const choicesOf = ({ dictionary }: Column) =>
    dictionary ? known[dictionary].filter(({ retired }) => !retired).map(({ label }) => label) : undefined;
  const choices = columns.flatMap((column) => {
    const labels = choicesOf(column);
    return labels ? [{ header: column.label, labels }] : [];
  });
  const longest = Math.max(...choices.map(({ labels }) => labels.length));
  return writeWorkbook([
    {
      name: kinds[kind].label.zh,
      columns: columns.map(({ label, required }) => ({ header: required ? `${label}*` : label, width: 20 })),
      rows: [],
      choices: new Map(
        columns.flatMap((column, i): (readonly [number, readonly string[] | string])[] => {
          if (column.reads === 'switch') return [[i, ['是', '否']]];
          // Several may be chosen of a list of codes: a cell takes more than its list offers.
          const at = choices.findIndex(({ header }) => header === column.label);
          const last = 1 + (choices[at]?.labels.length ?? 0);
          return at < 0 ? [] : [[i, `'可选项'!$${letters(at)}$2:$${letters(at)}$${last}`] as const];
        }),
      ),
    },
    {
      name: '填写说明',
      columns: [
        { header: '列名', width: 24 },
        { header: '是否必填', width: 10 },
        { header: '怎样填写', width: 56 },
        { header: '示例', width: 30 },
        { header: '也可写作', width: 60 },
      ],
      rows: [
        ...columns.map(({ label, required, about, example, names }) => [
          label,
          required ? '必填' : '选填',
          about,
          example,
          names.join('、'),
        ]),
        [
          '',
          '',
          organisation
            ? `本模板供${organisation.name}使用，各行都归入本单位`
            : '单位名称和信用代码至少填一项；都不填的行归入上传时选定的单位',
          '',
          '',
        ],
        ['', '', '请从表头下一行开始填写，不要改动列名；列名带 * 的必填', '', ''],
      ],
    },
    {
      name: '可选项',
      columns: choices.map(({ header }) => ({ header, width: 20 })),
      rows: Array.from({ length: longest }, (_, i) => choices.map(({ labels }) => labels[i] ?? '')),
    },
  ]);
}
