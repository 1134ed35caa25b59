import { kinds, type ListingKind, sheetColumnsOf } from '#contracts';
import { type Cell, limits, textOf, writeWorkbook } from '#sheets';
import type { Dictionaries } from '../domain/dictionaries.js';
import type { CellError } from './errors.js';
import type { ColumnMapping } from './mapping.js';

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
  const columns = sheetColumnsOf(kinds[kind]).filter((column) => column.inTemplate);
  const choices = columns.flatMap(({ label, dictionary }) =>
    dictionary ? [[label, known[dictionary].filter((entry) => !entry.retired)] as const] : [],
  );
  const longest = Math.max(...choices.map(([, entries]) => entries.length));
  return writeWorkbook([
    {
      name: kinds[kind].label.zh,
      columns: columns.map((column) => ({ header: column.label, width: 20 })),
      rows: [columns.map((column) => column.example)],
    },
    {
      name: '填写说明',
      columns: [
        { header: '列名', width: 22 },
        { header: '说明', width: 50 },
        { header: '也可写作', width: 60 },
      ],
      rows: columns.map(({ label, about, names }) => [label, about, names.join('、')]),
    },
    {
      name: '可选项',
      columns: choices.map(([header]) => ({ header, width: 20 })),
      rows: Array.from({ length: longest }, (_, i) => choices.map(([, entries]) => entries[i]?.label ?? '')),
    },
  ]);
}
