import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { OrganisationService } from '#accounts';
import type { ListingKind } from '#contracts';
import { NotFound, newId, Stale } from '#kernel';
import { Database, FilesFolder, keyset, rows, type Tx } from '#platform';
import { type Cell, type SheetRow, textOf } from '#sheets';
import { DictionaryService } from '../dictionary.service.js';
import { ListingWriter } from '../listing.writer.js';
import { ImportCommit } from './commit.js';
import { type CellError, FileRefused } from './errors.js';
import {
  type ImportRow,
  ImportUnderWay,
  type PreviewRow,
  type Report,
  silent,
  type Upload,
} from './import.types.js';
import { detectLayout } from './mapping.js';
import { type FileType, fileTypeOf, readRows } from './read.js';
import { ImportStaging } from './staging.js';
import { errorsWorkbook, type RowWithErrors, templateWorkbook } from './workbooks.js';

export type { ImportRow, PreviewRow, Upload } from './import.types.js';

/** Files staged row by row, shown with what is wrong, then written: the valid rows, once, however often it is asked. */
@Injectable()
export class ImportService {
  private readonly staging: ImportStaging;

  constructor(
    private readonly db: Database,
    private readonly writer: ListingWriter,
    private readonly dictionaries: DictionaryService,
    private readonly organisations: OrganisationService,
    private readonly files: FilesFolder = new FilesFolder('.'),
  ) {
    this.staging = new ImportStaging(dictionaries, organisations, files);
  }

  /** Stages a file. @throws FileRefused for a file that cannot be taken as a whole. */
  async stage(upload: Upload, report: Report = silent): Promise<ImportRow> {
    const path = this.files.at(upload.filePath);
    const type = await fileTypeOf(path);
    const { headerRow, mapping } = detectLayout(upload.kind, await firstRows(path));
    const id = newId();
    const hash = createHash('sha256');
    for await (const part of createReadStream(path)) hash.update(part as Buffer);
    await this.db.transaction(async (tx) => {
      await insertImport(tx, id, upload, [hash.digest('hex'), type, headerRow, JSON.stringify(mapping)]);
      await this.staging.fill(tx, id, report);
    });
    return this.find(id);
  }

  async find(id: string): Promise<ImportRow> {
    const [row] = await this.db.query<ImportRow & Record<string, unknown>>(
      'SELECT * FROM imports WHERE id = $1',
      [id],
    );
    if (!row) throw new NotFound('导入', id);
    return row;
  }

  /** Rows of the preview: all, or those with errors. */
  async preview(
    id: string,
    onlyErrors: boolean,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: PreviewRow[]; next: string | null }> {
    const [after] = keyset.read(cursor, ['integer']) ?? [0];
    const found = await this.db.query<{
      row: number;
      cells: Cell[];
      errors: CellError[];
      warnings: string[];
    }>(
      `SELECT row, cells, errors, warnings FROM import_rows WHERE import_id = $1 AND row > $2 AND (NOT $3 OR errors <> '[]') ORDER BY row LIMIT $4`,
      [id, after, onlyErrors, limit + 1],
    );
    return keyset.page(
      found,
      limit,
      (row) => [row.row],
      (row) => ({ ...row, cells: row.cells.map((cell) => textOf(cell).slice(0, 300)) }),
    );
  }

  /** Reads the staged cells again by another mapping. @throws Stale, ImportUnderWay */
  async remap(
    id: string,
    version: number,
    mapping: readonly { readonly column: number; readonly field: string }[],
  ): Promise<ImportRow> {
    await this.db.transaction(async (tx) => {
      const [before] = await rows<ImportRow & Record<string, unknown>>(
        tx,
        'SELECT * FROM imports WHERE id = $1 FOR UPDATE',
        [id],
      );
      if (!before) throw new NotFound('导入', id);
      if (before.version !== version) throw new Stale(before.version);
      if (before.state !== 'previewed') throw new ImportUnderWay();
      const chosen = new Map(mapping.map((m) => [m.column, m.field]));
      const next = before.mapping.map((m) => ({
        ...m,
        field: chosen.get(m.column) ?? m.field,
        confidence: chosen.has(m.column) ? 1 : m.confidence,
      }));
      await rows(tx, 'UPDATE imports SET mapping = $2, version = version + 1 WHERE id = $1', [
        id,
        JSON.stringify(next),
      ]);
      await rows(tx, 'DELETE FROM import_rows WHERE import_id = $1', [id]);
      await this.staging.fill(tx, id, silent);
    });
    return this.find(id);
  }

  /** In the transaction that asks for its job: the job reads here whether it is to publish. */
  async begin(id: string, publish: boolean, by: Tx = this.db.manager): Promise<void> {
    await rows(
      by,
      "UPDATE imports SET publish = publish OR $2, state = CASE state WHEN 'previewed' THEN 'committing' ELSE state END, version = version + 1 WHERE id = $1",
      [id, publish],
    );
  }

  async setJob(id: string, jobId: string, tx: Tx): Promise<void> {
    await rows(tx, 'UPDATE imports SET job_id = $2, version = version + 1 WHERE id = $1', [id, jobId]);
  }

  /**
   * Writes the valid rows; what is known already by its key is left as it is, what cannot be written is marked as refused,
   * with the reason. May be repeated.
   */
  async commit(id: string, report: Report = silent): Promise<ImportRow> {
    const job = await this.find(id);
    const commit = new ImportCommit(this.db, this.writer, this.organisations, job);
    await commit.write(report);
    await this.db.query(
      "UPDATE imports SET state = 'committed', known = valid - created, version = version + 1 WHERE id = $1",
      [id],
    );
    if (job.publish) await commit.publish(report);
    return this.find(id);
  }

  async errorsWorkbook(id: string): Promise<Buffer> {
    const { mapping } = await this.find(id);
    const found = await this.db.query<RowWithErrors & Record<string, unknown>>(
      "SELECT row, cells, errors FROM import_rows WHERE import_id = $1 AND errors <> '[]' ORDER BY row LIMIT 50000",
      [id],
    );
    return errorsWorkbook(mapping, found);
  }

  async template(kind: ListingKind): Promise<Buffer> {
    return templateWorkbook(kind, await this.dictionaries.all());
  }
}

async function firstRows(path: string): Promise<SheetRow[]> {
  const first: SheetRow[] = [];
  for await (const row of readRows(path)) {
    first.push(row);
    if (first.length === 20) break;
  }
  if (first.length === 0) throw new FileRefused('import.empty', '文件中没有数据');
  return first;
}

/** @param seen of the file: its hash, its type, its header's row and its columns. */
async function insertImport(
  tx: Tx,
  id: string,
  { kind, fileName, filePath, organisationId, ownerOrganisationId, bodyId, actor }: Upload,
  seen: readonly [hash: string, type: FileType, headerRow: number, mapping: string],
): Promise<void> {
  await rows(
    tx,
    `INSERT INTO imports (id, kind, state, file_name, file_path, file_sha256, file_type, header_row, mapping, organisation_id, owner_organisation_id, body_id, created_by, created_by_name)
     VALUES ($1, $2, 'previewed', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      id,
      kind,
      fileName.slice(0, 200),
      filePath,
      ...seen,
      organisationId,
      ownerOrganisationId,
      bodyId,
      actor.id,
      actor.name,
    ],
  );
}
