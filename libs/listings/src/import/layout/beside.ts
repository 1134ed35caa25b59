import { kinds, type ListingKind } from '#contracts';
import { type SheetRow, textOf } from '#sheets';
import type { CellError } from '../errors.js';
import type { ColumnMapping } from './header.js';

/**
 * The first column of a second table that stands to the right of the one that is read and has its names: what is in it is
 * read by nobody. Undefined where there is none; a single name that stands twice makes no table.
 */
export function tableBeside(mapping: readonly ColumnMapping[], kind: ListingKind): ColumnMapping | undefined {
  const { title, body } = kinds[kind].definition;
  const own = new Map(mapping.filter(({ how }) => how !== 'taken').map((one) => [one.header, one]));
  const again = mapping.filter(({ how, header }) => how === 'taken' && own.has(header));
  const isMain = ({ header }: ColumnMapping) => [title, body].includes(own.get(header)?.field ?? '');
  return again.length > 1 && again.some(isMain) ? again[0] : undefined;
}

/** The rows below it are left out: an error says so, for a skipped row is easily overlooked. */
export const anotherTable = ({ row, cells }: SheetRow): CellError => ({
  row,
  column: 0,
  header: '',
  code: 'import.another_table',
  value: cells.map(textOf).filter(Boolean).join('、').slice(0, 60),
  expected: '从这一行起是列名不同的另一张表，其下各行都没有读入；请把它另存为单独的工作表或文件后上传',
});

/** What stands in it is not read: an error says so. */
export const anotherBeside = (row: number, { column, header }: ColumnMapping): CellError => ({
  row,
  column: column + 1,
  header,
  code: 'import.another_table',
  value: header,
  expected:
    '从这一列起是并排的另一张表，其中各行都没有读入；请把它移到左侧表的下方，或另存为单独的文件后上传',
});
