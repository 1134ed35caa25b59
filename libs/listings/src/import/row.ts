import { kinds, type ListingKind, perObject, serial } from '#contracts';
import type { BrokenRow, SheetRow } from '#sheets';
import type { Content } from '../document.js';
import type { CellError } from './errors.js';
import type { ColumnMapping } from './layout/header.js';
import { columnOfPath } from './paths.js';
import { type CellContext, type Notice, ownText, RowCells } from './row.cells.js';
import { draftOf } from './row.content.js';
import { type Directory, type RowOrganisation, type Terms, type Whose, whoseRow } from './whose.js';

export interface ReadRow {
  readonly row: number;
  readonly content?: Content;
  readonly organisation?: RowOrganisation;
  /** In the list that the sheet is. */
  readonly serial: string | null;
  readonly title: string;
  readonly errors: readonly CellError[];
  readonly notices: readonly Notice[];
}

export interface RowContext extends CellContext {
  readonly terms: Terms;
  readonly directory: Directory;
}

type Draft = Record<string, unknown>;

/** One row to a listing's content, or to what is wrong with it, cell by cell. */
export function readRow(sheet: SheetRow, context: RowContext): ReadRow {
  const cells = new RowCells(sheet, context);
  if (sheet.broken) {
    const error = brokenError(sheet.row, sheet.broken, context.mapping);
    return { row: sheet.row, serial: null, title: '', errors: [error], notices: [] };
  }
  const organisation = organisationOf(cells, context);
  const draft = draftOf(cells);
  const content = checked(context.kind, draft, cells);
  for (const column of sheet.struckCells ?? [])
    cells.noticeAt(column, 'struck_cell', '内容带有删除线，仍按原文读取；已作废的请改正');
  if (sheet.hidden) cells.notice(undefined, 'hidden_row', '该行在表中被隐藏，仍会导入');
  return {
    row: sheet.row,
    ...(content && organisation ? { content } : {}),
    ...(organisation ? { organisation } : {}),
    serial: cells.text(serial).normalize('NFKC').slice(0, 60) || null,
    title: String(draft[kinds[context.kind].definition.title] ?? '').slice(0, 200),
    errors: cells.errors,
    notices: cells.notices,
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
  if (cells.errors.length === 0) {
    const plain = cells.kind.plain.content.taken(draft);
    if (plain) return plain as unknown as Content;
  }
  const parsed = cells.kind.content.safeParse(draft, { reportInput: true });
  if (parsed.success) return cells.errors.length === 0 ? (parsed.data as unknown as Content) : undefined;
  for (const { path, code, input, message } of parsed.error.issues) {
    const field = columnOfPath(kind, path.map(String), (key) => cells.column(key) !== undefined);
    if (cells.isRefused(field)) continue;
    cells.refuse(field, code, message, typeof input === 'string' ? input.slice(0, 200) : undefined);
  }
  return undefined;
}

function organisationOf(cells: RowCells, context: RowContext): RowOrganisation | undefined {
  const found = whoseOf(cells.text('organisation'), cells.text('uscc'), context);
  if ('organisation' in found) {
    if (found.notice) cells.notice('organisation', 'organisation', found.notice);
    return kept(found.organisation);
  }
  const other = found.at === 'uscc' ? 'organisation' : 'uscc';
  cells.refuse(cells.column(found.at) ? found.at : other, found.code, found.expected);
  return undefined;
}

/** Of what is known of an organisation, what a row keeps; one object for all rows of the same. */
const kept = perObject(({ id, name, uscc }: RowOrganisation): RowOrganisation => ({ id, name, uscc }));

const answersOf = perObject((_: RowContext) => new Map<string, Whose>());
/** Organisations of one file that are remembered. */
const remembered = 10_000;

/** The same name and code stand in many rows. */
function whoseOf(name: string, code: string, context: RowContext): Whose {
  const known = answersOf(context);
  const key = `${name}\n${code}`;
  const before = known.get(key);
  if (before) return before;
  const answer = whoseRow(name, code, context.terms, context.directory);
  if (known.size < remembered) known.set(ownText(key), answer);
  return answer;
}
