import { existsSync } from 'node:fs';
import type { OrganisationService } from '#accounts';
import { NotFound } from '#kernel';
import { type FilesFolder, importFileDays, rows, type Tx } from '#platform';
import { type Cell, limits, type SheetRow } from '#sheets';
import type { DictionaryService } from '../dictionary.service.js';
import { FileRefused } from './errors.js';
import type { ImportRow, Report } from './import.types.js';
import { isSection } from './mapping.js';
import { readRows } from './read.js';
import { type ReadRow, type RowContext, readRow } from './row.js';

type Staged = ReadRow & { readonly cells: readonly Cell[] };

const staged = 1000;

/** Reads the file of an import row by row into its staged rows. */
export class ImportStaging {
  constructor(
    private readonly dictionaries: DictionaryService,
    private readonly organisations: OrganisationService,
    private readonly files: FilesFolder,
  ) {}

  /** @throws FileRefused for a file that cannot be taken as a whole. */
  async fill(tx: Tx, id: string, report: Report): Promise<void> {
    const [job] = await rows<ImportRow & Record<string, unknown>>(tx, 'SELECT * FROM imports WHERE id = $1', [
      id,
    ]);
    if (!job) throw new NotFound('导入', id);
    const counts = { total: 0, valid: 0, refused: 0, skipped: 0 };
    let batch: Staged[] = [];
    const flush = async () => {
      await insertRows(tx, id, batch);
      batch = [];
      await report(0, `已读取 ${counts.total} 行`);
    };
    for await (const read of this.read(tx, job)) {
      if (read === 'section') {
        counts.skipped++;
        continue;
      }
      counts.total++;
      if (read.content) counts.valid++;
      else counts.refused++;
      batch.push(read);
      if (batch.length === staged) await flush();
    }
    await flush();
    if (counts.total === 0) throw new FileRefused('import.empty', '文件中没有数据行');
    await rows(tx, 'UPDATE imports SET total = $2, valid = $3, refused = $4, skipped = $5 WHERE id = $1', [
      id,
      counts.total,
      counts.valid,
      counts.refused,
      counts.skipped,
    ]);
  }

  private async *read(tx: Tx, job: ImportRow): AsyncGenerator<Staged | 'section'> {
    const [owner, fallback] = [
      await this.creditCode(tx, job.owner_organisation_id),
      await this.creditCode(tx, job.organisation_id),
    ];
    const context: RowContext = {
      kind: job.kind,
      mapping: job.mapping,
      dictionaries: await this.dictionaries.all(tx),
      defaultOrganisation: fallback,
    };
    const path = this.files.at(job.file_path);
    if (!existsSync(path))
      throw new FileRefused('import.file_gone', `上传的文件已删除（保留 ${importFileDays} 天），请重新上传`);
    for await (const sheet of readRows(path)) {
      if (sheet.row <= job.header_row && sheet.broken === undefined) continue;
      if (sheet.broken === undefined && isSection(sheet.cells, job.mapping)) yield 'section';
      else yield stagedRow(sheet, context, owner);
    }
  }

  private async creditCode(tx: Tx, id: string | null): Promise<string | undefined> {
    return id === null ? undefined : (await this.organisations.find(id, tx))?.uscc;
  }
}

const stagedRow = (sheet: SheetRow, context: RowContext, owner: string | undefined): Staged => ({
  ...ownedBy(readRow(sheet, context), owner),
  cells: sheet.cells,
});

/** People of an organisation import for it alone. */
function ownedBy(read: ReadRow, uscc: string | undefined): ReadRow {
  if (uscc === undefined || read.organisation === undefined || read.organisation.uscc === uscc) return read;
  const { content: _, ...rest } = read;
  const error = {
    row: read.row,
    column: 0,
    header: '信用代码',
    code: 'import.other_organisation',
    value: read.organisation.uscc,
    expected: `只能导入本单位（${uscc}）的内容`,
  };
  return { ...rest, errors: [...read.errors, error] };
}

async function insertRows(tx: Tx, id: string, batch: readonly Staged[]): Promise<void> {
  if (batch.length === 0) return;
  const payload = batch.map((row) => ({
    row: row.row,
    cells: row.cells.map((cell) =>
      typeof cell === 'string' ? cell.slice(0, limits.cellCharacters).replaceAll('\u0000', '') : cell,
    ),
    content: row.content ?? null,
    organisation: row.organisation ?? null,
    import_key: row.importKey,
    errors: row.errors,
    warnings: row.warnings,
  }));
  await rows(
    tx,
    `INSERT INTO import_rows (import_id, row, cells, content, organisation, import_key, errors, warnings)
     SELECT $2, r.row, r.cells, nullif(r.content, 'null'), nullif(r.organisation, 'null'), r.import_key, r.errors, r.warnings
     FROM jsonb_to_recordset($1::jsonb) AS r(row integer, cells jsonb, content jsonb, organisation jsonb, import_key text, errors jsonb, warnings jsonb)
     ON CONFLICT ON CONSTRAINT pk_import_rows DO NOTHING`,
    [JSON.stringify(payload), id],
  );
}
