import { kindNamed, type LabelOf, type ListingKind } from '#contracts';
import { DomainError, type FieldError, NotFound } from '#kernel';
import { OrganisationInactive, WrongSide } from '../domain/refusals.js';
import type { CellError } from './errors.js';
import type { StagedRow } from './import.types.js';
import type { ColumnMapping } from './layout/header.js';
import { columnOfPath } from './paths.js';
import { columnLabel } from './row.cells.js';

/** Whether the rows are to blame: a rule refuses them, or the database does not take their values. */
export function isRowsFault(error: unknown): boolean {
  if (error instanceof DomainError) return error.status < 500;
  const state = sqlState(error);
  // Class 22: data exceptions; of class 23, what a row alone can break. A key that is taken meanwhile is no fault.
  return state !== undefined && (state.startsWith('22') || state === '23502' || state === '23514');
}

/** Whether every row of the same organisation would be refused for the same reason. */
export const concernsOrganisation = (error: unknown) =>
  error instanceof WrongSide || error instanceof OrganisationInactive || error instanceof NotFound;

/** What the rows came from, and what its columns are called. */
export interface Sheet {
  readonly kind: ListingKind;
  readonly mapping: readonly ColumnMapping[];
  readonly labelOf: LabelOf;
}

/** What is wrong with a row that could not be written, in the columns that it came from. */
export function refusalOf(
  { row, organisation }: StagedRow,
  error: unknown,
  { kind, mapping, labelOf }: Sheet,
): CellError[] {
  const named = kindNamed(kind, labelOf);
  const at = (...fields: string[]) => {
    const column = fields.flatMap((field) => mapping.find((m) => m.field === field) ?? [])[0];
    return {
      row,
      column: column ? column.column + 1 : 0,
      header: column?.header ?? '',
      field: columnLabel(named, column?.field ?? ''),
    };
  };
  if (!(error instanceof DomainError))
    return [{ ...at(), code: 'import.row_not_storable', value: '', expected: messageOf(error) }];
  if (error.errors.length === 0)
    return [
      {
        ...at('organisation', 'uscc'),
        code: error.code,
        value: organisation.name,
        expected: error.message,
      },
    ];
  return error.errors.map((fault) => ({
    ...at(columnOf(fault, kind, mapping)),
    code: fault.code,
    value: textOf(fault.value),
    expected: fault.detail,
  }));
}

/** @param pointer as `/content/fields/1`. */
function columnOf({ pointer }: FieldError, kind: ListingKind, mapping: readonly ColumnMapping[]): string {
  const [, , ...path] = pointer.split('/');
  return columnOfPath(kind, path, (key) => mapping.some((m) => m.field === key));
}

const textOf = (value: unknown) =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

const messageOf = (error: unknown) =>
  `数据库不接受此行的内容，请修改后重新导入：${(error instanceof Error ? error.message : String(error)).slice(0, 200)}`;

function sqlState(error: unknown): string | undefined {
  const { driverError, code } = (error ?? {}) as { driverError?: { code?: unknown }; code?: unknown };
  const state = driverError?.code ?? code;
  return typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state) ? state : undefined;
}
