import type { ListingKind } from '#contracts';
import { writeWorkbook } from '#platform';
import type { Dictionaries } from '../domain/dictionaries.js';
import { type CellError, limits } from './errors.js';
import { importFields } from './fields.js';
import { type ColumnMapping, textOf } from './mapping.js';
import type { Cell } from './sheet.js';

export interface RowWithErrors {
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly errors: readonly CellError[];
}

/** The rows with errors as a workbook: bad cells marked, what would be right beside them. */
export function errorsWorkbook(
  mapping: readonly ColumnMapping[],
  found: readonly RowWithErrors[],
): Promise<Buffer> {
  return writeWorkbook([
    {
      name: '需修改的行',
      columns: [
        ...mapping.map((m) => ({ header: m.header || `第${m.column + 1}列`, width: 22 })),
        { header: '原行号', width: 8 },
        { header: '问题与改法', width: 70 },
      ],
      rows: found.map(({ row, cells, errors }) => [
        ...mapping.map((m) => textOf(cells[m.column] ?? null).slice(0, limits.cellCharacters)),
        row,
        errors
          .map(
            (e) =>
              `${e.header || '本行'}${e.value ? `“${e.value.slice(0, 60)}”` : ''}：${e.expected}（${e.code}）`,
          )
          .join('\n'),
      ]),
      marks: found
        .flatMap(({ errors }, i) =>
          errors
            .filter((e) => e.column > 0)
            .map((e) => ({
              row: i + 1,
              column: mapping.findIndex((m) => m.column === e.column - 1),
              comment: e.expected,
            })),
        )
        .filter((mark) => mark.column >= 0),
    },
  ]);
}

/** An empty sheet with an example, what its columns are, and what may stand in them. */
export function templateWorkbook(kind: ListingKind, known: Dictionaries): Promise<Buffer> {
  const fields = importFields[kind].filter((field) => field.key !== 'budgetMin' && field.key !== 'budgetMax');
  const choices: [string, readonly { label: string }[]][] = [
    ['领域', known.fields],
    ['产业链', known.chains],
    ['区域', known.areas],
    ['合作方式', known.modes],
    ['主管部门', known.departments],
    ['平台', known.platforms],
    ['软件类别', known.productClasses],
  ];
  const longest = Math.max(...choices.map(([, entries]) => entries.length));
  return writeWorkbook([
    {
      name: kind === 'scenario' ? '应用场景' : '企业能力',
      columns: fields.map((field) => ({ header: field.label, width: 20 })),
      rows: [fields.map((field) => field.example)],
    },
    {
      name: '填写说明',
      columns: [
        { header: '列名', width: 22 },
        { header: '说明', width: 50 },
        { header: '也可写作', width: 60 },
      ],
      rows: fields.map((field) => [field.label, field.about, field.aliases.join('、')]),
    },
    {
      name: '可选项',
      columns: choices.map(([header]) => ({ header, width: 20 })),
      rows: Array.from({ length: longest }, (_, i) => choices.map(([, entries]) => entries[i]?.label ?? '')),
    },
  ]);
}
