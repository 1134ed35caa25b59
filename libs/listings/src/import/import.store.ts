import { type Asker } from '#accounts';
import { shownOfCell } from '#contracts';
import { type ColumnSql, NotFound, narrowed } from '#kernel';
import { type Database, keyset, lockedRow, newestPage, type PageAsked, ruled, type Tx } from '#platform';
import { type Cell, type FileType, textOf } from '#sheets';
import { type ImportFacts, importSeen } from '../domain/import.sight.js';
import { Import } from '../entities/import.js';
import type { FieldChange } from './compare.js';
import type { CellError } from './errors.js';
import type { PreviewRow, Upload } from './import.types.js';
import { joinOutcome } from './outcomes.js';
import type { Notice } from './row.cells.js';
import type { RowOrganisation } from './whose.js';

/** @throws NotFound */
export async function findImport(by: Tx, id: string): Promise<Import> {
  const row = await by.findOne(Import, { where: { id } });
  if (!row) throw new NotFound('导入', id);
  return row;
}

/** @throws NotFound */
export async function lockImport(tx: Tx, id: string): Promise<Import> {
  const row = await lockedRow(tx, Import, { id });
  if (!row) throw new NotFound('导入', id);
  return row;
}

const columns: Readonly<Record<keyof ImportFacts, ColumnSql>> = {
  ownerId: { sql: 'i.ownerOrganisationId', type: 'uuid' },
  bodyId: { sql: 'i.bodyId', type: 'uuid' },
};

/** The newest first. */
export function listImports(
  db: Database,
  asker: Asker,
  page: PageAsked,
): Promise<{ items: Import[]; next: string | null }> {
  const query = db.manager.createQueryBuilder(Import, 'i');
  ruled(query, narrowed(importSeen, asker), columns);
  return newestPage(query, 'createdAt', page, (row) => row);
}

/** @param file what it is, and its hash. */
export async function insertImport(
  tx: Tx,
  id: string,
  upload: Upload,
  file: { readonly type: FileType; readonly sha256: string },
): Promise<void> {
  const { kind, fileName, filePath, organisationId, ownerOrganisationId, bodyId, actor } = upload;
  await tx.insert(Import, {
    id,
    kind,
    state: 'reading',
    fileName: fileName.slice(0, 200),
    filePath,
    fileSha256: file.sha256,
    fileType: file.type,
    organisationId,
    ownerOrganisationId,
    bodyId,
    createdBy: actor.id,
    createdByName: actor.name,
    area: upload.area ?? null,
    newOrganisations: upload.newOrganisations ?? false,
    choice: upload.choice ?? {},
  });
}

/** Rows of one state; `notice`: whatever they are, something of them was read otherwise than it stands. */
const rowFilters = {
  all: 'true',
  data: "r.state NOT IN ('head', 'skipped')",
  error: "r.state = 'error'",
  question: "r.state = 'question'",
  notice: "r.warnings <> '[]' AND r.state NOT IN ('head', 'skipped')",
  changed: "r.state = 'changed'",
  unchanged: "r.state = 'unchanged'",
  new: "r.state = 'new'",
  skipped: "r.state = 'skipped'",
  written: "o.outcome IN ('new', 'changed')",
} as const;
export type RowFilter = keyof typeof rowFilters;

interface RawRow {
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly errors: readonly CellError[];
  readonly warnings: readonly Notice[];
  readonly organisation: RowOrganisation | null;
  readonly changes: readonly FieldChange[] | null;
  readonly listing_id: string | null;
  readonly number: string | null;
  readonly [key: string]: unknown;
}

export async function previewRows(
  db: Database,
  id: string,
  filter: RowFilter,
  { limit, cursor }: PageAsked,
): Promise<{ items: PreviewRow[]; next: string | null }> {
  const [after] = keyset.read(cursor, ['integer']) ?? [0];
  const found = await db.query<RawRow>(
    `${selectRows} AND r.row > $2 AND ${rowFilters[filter]} ORDER BY r.row LIMIT $3`,
    [id, after, limit + 1],
  );
  return keyset.page(
    found,
    limit,
    (row) => [row.row],
    (row) => shown(row, shownOfCell),
  );
}

const selectRows = `SELECT r.row, r.state, r.cells, r.errors, r.warnings, r.skip, r.organisation, r.question, r.changes,
    r.decision, o.outcome, coalesce(o.listing_id, r.listing_id) AS listing_id, h.number
  FROM import_rows r ${joinOutcome} LEFT JOIN listings h ON h.id = coalesce(o.listing_id, r.listing_id)
  WHERE r.import_id = $1`;

/** One row with the whole texts of its cells. @throws NotFound */
export async function wholeRow(
  by: { query(sql: string, parameters: unknown[]): Promise<unknown> },
  id: string,
  row: number,
): Promise<PreviewRow> {
  const found = isRowNumber(row)
    ? ((await by.query(`${selectRows} AND r.row = $2`, [id, row])) as RawRow[])[0]
    : undefined;
  if (!found) throw new NotFound('导入的行', String(row));
  return shown(found);
}

/** Of the largest sheet that there is. */
const lastRow = 1_048_576;
export const isRowNumber = (row: number) => Number.isInteger(row) && row >= 1 && row <= lastRow;

/** @param most characters of a cell */
function shown(
  { cells, organisation, changes, listing_id, number, warnings, ...row }: RawRow,
  most?: number,
): PreviewRow {
  return {
    ...(row as unknown as PreviewRow),
    cells: cells.map((cell) => textOf(cell).slice(0, most)),
    notices: warnings,
    organisation: organisation?.name ?? null,
    changes: changes ?? [],
    listing: listing_id === null || number === null ? null : { id: listing_id, number },
  };
}
