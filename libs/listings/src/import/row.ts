import { kinds, type ListingKind, serial } from '#contracts';
import { creditCodeFault, describeCreditCodeFault, normaliseCreditCode, sha256 } from '#kernel';
import type { BrokenRow, SheetRow } from '#sheets';
import type { Content } from '../document.js';
import type { Dictionaries } from '../domain/dictionaries.js';
import type { CellError } from './errors.js';
import { type ColumnMapping, columnOfPath } from './mapping.js';
import { RowCells } from './row.cells.js';
import { draftOf } from './row.content.js';

export interface RowOrganisation {
  readonly name: string;
  readonly uscc: string;
}

export interface ReadRow {
  readonly row: number;
  readonly content?: Content;
  /** Absent: the file's own organisation. */
  readonly organisation?: RowOrganisation;
  readonly importKey: string;
  readonly errors: readonly CellError[];
  /** What was changed or kept as text, for a person to know. */
  readonly warnings: readonly string[];
}

export interface RowContext {
  readonly kind: ListingKind;
  readonly mapping: readonly ColumnMapping[];
  readonly dictionaries: Dictionaries;
  /** Of the organisation of the file, where rows name none. */
  readonly defaultOrganisation: string | undefined;
}

type Draft = Record<string, unknown>;

/** One row to a listing's content, or to what is wrong with it, cell by cell. */
export function readRow(sheet: SheetRow, context: RowContext): ReadRow {
  const cells = new RowCells(sheet, context.mapping, context.dictionaries);
  if (sheet.broken) {
    const error = brokenError(sheet.row, sheet.broken, context.mapping);
    return { row: sheet.row, importKey: keyOf(cells, context), errors: [error], warnings: [] };
  }
  const organisation = organisationOf(cells, context.defaultOrganisation);
  const draft = draftOf(context.kind, cells);
  const content = checked(context.kind, draft, cells);
  return {
    row: sheet.row,
    ...(content ? { content } : {}),
    ...(organisation ? { organisation } : {}),
    importKey: keyOf(cells, context, organisation, draft),
    errors: cells.errors,
    warnings: cells.warnings,
  };
}

function brokenError(row: number, broken: BrokenRow, mapping: readonly ColumnMapping[]): CellError {
  return {
    row,
    column: broken.column,
    header: mapping.find((m) => m.column === broken.column - 1)?.header ?? '',
    code: 'import.row_broken',
    value: broken.value,
    expected: broken.expected,
  };
}

/** The content as the contract has it, if nothing is wrong with the row; what the contract refuses goes to its cell. */
function checked(kind: ListingKind, draft: Draft, cells: RowCells): Content | undefined {
  const parsed = kinds[kind].content.safeParse(draft, { reportInput: true });
  if (parsed.success) return cells.errors.length === 0 ? (parsed.data as Content) : undefined;
  for (const { path, code, input, message } of parsed.error.issues) {
    const field = columnOfPath(kind, path.map(String), (key) => cells.column(key) !== undefined);
    if (cells.isRefused(field)) continue;
    cells.refuse(field, code, message, typeof input === 'string' ? input.slice(0, 200) : undefined);
  }
  return undefined;
}

/** The same organisation, kind and number (or title and text) are the same listing, from whichever file. */
function keyOf(
  cells: RowCells,
  { kind, defaultOrganisation = '' }: RowContext,
  organisation?: RowOrganisation,
  draft?: Draft,
): string {
  const own = cells.text(serial);
  const { title, body } = kinds[kind].definition;
  const what = own !== '' && !/^\d{1,6}$/.test(own) ? own : `${draft?.[title]}\n${draft?.[body]}`;
  return sha256([kind, organisation?.uscc ?? defaultOrganisation, what].join('\n'));
}

function organisationOf(
  cells: RowCells,
  defaultOrganisation: string | undefined,
): RowOrganisation | undefined {
  const name = cells.text('organisation');
  const raw = cells.text('uscc');
  if (raw === '') {
    if (defaultOrganisation === undefined)
      cells.refuse(
        cells.column('uscc') ? 'uscc' : 'organisation',
        'no_organisation',
        '请填写单位的18位统一社会信用代码，或在导入时选定单位',
      );
    return undefined;
  }
  const uscc = normaliseCreditCode(raw);
  const fault = creditCodeFault(uscc);
  if (fault) {
    cells.refuse('uscc', `credit_code_${fault}`, describeCreditCodeFault(fault));
    return undefined;
  }
  return { uscc, name: name || uscc };
}
