import { type Asker } from '#accounts';
import { type ColumnSql, conditionSql, NotFound, narrowed, Parameters } from '#kernel';
import { type Database, keyset, type PageAsked, rows, type Tx } from '#platform';
import { type Cell, textOf } from '#sheets';
import { type ImportFacts, importSeen } from '../domain/import.sight.js';
import type { FieldChange } from './compare.js';
import type { CellError } from './errors.js';
import type { ImportRow, PreviewRow, Upload } from './import.types.js';
import { joinOutcome } from './outcomes.js';
import type { Notice } from './row.cells.js';
import type { RowOrganisation } from './whose.js';

type Raw = ImportRow & Record<string, unknown>;

/** @throws NotFound */
export async function findImport(db: Database, id: string, by: Tx = db.manager): Promise<ImportRow> {
  const [row] = await rows<Raw>(by, 'SELECT * FROM imports WHERE id = $1', [id]);
  if (!row) throw new NotFound('导入', id);
  return row;
}

/** @throws NotFound */
export async function lockImport(tx: Tx, id: string): Promise<ImportRow> {
  const [row] = await rows<Raw>(tx, 'SELECT * FROM imports WHERE id = $1 FOR UPDATE', [id]);
  if (!row) throw new NotFound('导入', id);
  return row;
}

const columns: Readonly<Record<keyof ImportFacts, ColumnSql>> = {
  ownerId: { sql: 'imports.owner_organisation_id', type: 'uuid' },
  bodyId: { sql: 'imports.body_id', type: 'uuid' },
};

/** The newest first. */
export async function listImports(
  db: Database,
  asker: Asker,
  limit: number,
  cursor: string | undefined,
): Promise<{ items: ImportRow[]; next: string | null }> {
  const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [null, null];
  const parameters = new Parameters(at, id, limit + 1);
  const seen = conditionSql(narrowed(importSeen, asker), columns, parameters);
  const found = await db.query<Raw & { at: string }>(
    `SELECT imports.*, created_at::text AS at FROM imports
     WHERE ${seen} AND ($1::text IS NULL OR (created_at, id) < ($1::timestamptz, $2::uuid))
     ORDER BY created_at DESC, id DESC LIMIT $3`,
    parameters.values,
  );
  return keyset.page(
    found,
    limit,
    (row) => [row.at, row.id],
    (row) => row,
  );
}

/** @param file what it is, and its hash. */
export async function insertImport(
  tx: Tx,
  id: string,
  upload: Upload,
  file: { readonly type: string; readonly sha256: string },
): Promise<void> {
  const { kind, fileName, filePath, organisationId, ownerOrganisationId, bodyId, actor } = upload;
  await rows(
    tx,
    `INSERT INTO imports (id, kind, state, file_name, file_path, file_sha256, file_type, organisation_id, owner_organisation_id,
       body_id, created_by, created_by_name, area, new_organisations, choice)
     VALUES ($1, $2, 'reading', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[id, kind, fileName.slice(0, 200), filePath, file.sha256, file.type],
      ...[organisationId, ownerOrganisationId, bodyId, actor.id, actor.name, upload.area ?? null],
      ...[upload.newOrganisations ?? false, JSON.stringify(upload.choice ?? {})],
    ],
  );
}

/** Rows of one state; `notice`: whatever they are, something of them was read otherwise than it stands. */
export const rowFilters = {
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
    `SELECT r.row, r.state, r.cells, r.errors, r.warnings, r.skip, r.organisation, r.question, r.changes, r.decision,
       o.outcome, coalesce(o.listing_id, r.listing_id) AS listing_id, h.number
     FROM import_rows r ${joinOutcome} LEFT JOIN listings h ON h.id = coalesce(o.listing_id, r.listing_id)
     WHERE r.import_id = $1 AND r.row > $2 AND ${rowFilters[filter]} ORDER BY r.row LIMIT $3`,
    [id, after, limit + 1],
  );
  return keyset.page(found, limit, (row) => [row.row], shown);
}

function shown({ cells, organisation, changes, listing_id, number, warnings, ...row }: RawRow): PreviewRow {
  return {
    ...(row as unknown as PreviewRow),
    cells: cells.map((cell) => textOf(cell).slice(0, 300)),
    notices: warnings,
    organisation: organisation?.name ?? null,
    changes: changes ?? [],
    listing: listing_id === null || number === null ? null : { id: listing_id, number },
  };
}
