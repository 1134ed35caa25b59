import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { OrganisationService } from '#accounts';
import type { ListingKind } from '#contracts';
import { DomainError, NotFound, newId, Stale } from '#kernel';
import { Database, keyset, rows, type Tx, writeWorkbook } from '#platform';
import { DictionaryService } from '../dictionary.service.js';
import type { Actor } from '../domain/refusals.js';
import { type ContentOf, type Draft, ListingWriter } from '../listing.writer.js';
import type { CellError } from './errors.js';
import { FileRefused, limits } from './errors.js';
import { type FieldKey, importFields } from './fields.js';
import { type ColumnMapping, detectLayout, isSection, textOf } from './mapping.js';
import { type FileType, fileTypeOf, readRows } from './read.js';
import { type ReadRow, type RowOrganisation, readRow } from './row.js';
import type { Cell, SheetRow } from './sheet.js';

export interface ImportRow {
  id: string;
  kind: ListingKind;
  state: 'previewed' | 'committing' | 'committed';
  file_name: string;
  file_path: string;
  file_type: FileType;
  organisation_id: string | null;
  owner_organisation_id: string | null;
  body_id: string | null;
  created_by: string | null;
  created_by_name: string;
  publish: boolean;
  header_row: number;
  mapping: ColumnMapping[];
  total: number;
  valid: number;
  refused: number;
  skipped: number;
  created: number;
  known: number;
  published: number;
  job_id: string | null;
  version: number;
  created_at: Date;
}

export interface Upload {
  readonly kind: ListingKind;
  readonly fileName: string;
  readonly filePath: string;
  /** The organisation of rows that name none. */
  readonly organisationId: string | null;
  /** Set for people of an organisation: they import for it alone. */
  readonly ownerOrganisationId: string | null;
  readonly bodyId: string | null;
  readonly actor: Actor;
}

export interface PreviewRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly errors: readonly CellError[];
  readonly warnings: readonly string[];
}

export class ImportUnderWay extends DomainError {
  readonly code = 'import.under_way';
  readonly status = 409;

  constructor() {
    super('该批导入正在写入或已写入，不能再修改对应关系');
  }
}

const staged = 1000;
const written = 500;

type Report = (done: number, doing: string) => Promise<void>;
const silent: Report = async () => undefined;

/** Files staged row by row, shown with what is wrong, then written: the valid rows, once, however often it is asked. */
@Injectable()
export class ImportService {
  constructor(
    private readonly db: Database,
    private readonly writer: ListingWriter,
    private readonly dictionaries: DictionaryService,
    private readonly organisations: OrganisationService,
  ) {}

  /** Stages a file. @throws FileRefused for a file that cannot be taken as a whole. */
  async stage(upload: Upload, report: Report = silent): Promise<ImportRow> {
    const type = await fileTypeOf(upload.filePath);
    const first: SheetRow[] = [];
    for await (const row of readRows(upload.filePath, type)) {
      first.push(row);
      if (first.length === 20) break;
    }
    if (first.length === 0) throw new FileRefused('import.empty', '文件中没有数据');
    const { headerRow, mapping } = detectLayout(upload.kind, first);
    const id = newId();
    const hash = createHash('sha256');
    for await (const part of createReadStream(upload.filePath)) hash.update(part as Buffer);
    await this.db.transaction(async (tx) => {
      await rows(
        tx,
        `INSERT INTO imports (id, kind, state, file_name, file_path, file_sha256, file_type, organisation_id, owner_organisation_id, body_id, created_by, created_by_name, header_row, mapping)
         VALUES ($1, $2, 'previewed', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          id,
          upload.kind,
          upload.fileName.slice(0, 200),
          upload.filePath,
          hash.digest('hex'),
          type,
          upload.organisationId,
          upload.ownerOrganisationId,
          upload.bodyId,
          upload.actor.id,
          upload.actor.name,
          headerRow,
          JSON.stringify(mapping),
        ],
      );
      await this.fill(tx, id, report);
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
    const [after] = keyset.read(cursor, 1) ?? [0];
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
    mapping: readonly { readonly column: number; readonly field: FieldKey }[],
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
      await this.fill(tx, id, silent);
    });
    return this.find(id);
  }

  async setJob(id: string, jobId: string, publish: boolean): Promise<ImportRow> {
    await this.db.query(
      "UPDATE imports SET job_id = $2, publish = publish OR $3, state = CASE state WHEN 'previewed' THEN 'committing' ELSE state END, version = version + 1 WHERE id = $1",
      [id, jobId, publish],
    );
    return this.find(id);
  }

  /** Writes the valid rows; what is known already by its key is left as it is. May be repeated. */
  async commit(id: string, report: Report = silent): Promise<ImportRow> {
    const job = await this.find(id);
    const actor: Actor = { id: job.created_by, name: job.created_by_name };
    const known = new Map<string, string>();
    let created = 0;
    let seen = 0;
    let done = 0;
    const ids: string[] = [];
    for (let after = 0; ; ) {
      const some = await this.db.query<{
        row: number;
        content: ContentOf<ListingKind>;
        organisation: RowOrganisation | null;
        import_key: string;
      }>(
        'SELECT row, content, organisation, import_key FROM import_rows WHERE import_id = $1 AND row > $2 AND content IS NOT NULL ORDER BY row LIMIT $3',
        [id, after, written],
      );
      const last = some.at(-1);
      if (!last) break;
      after = last.row;
      const made = await this.db.transaction(async (tx) => {
        const drafts: Draft[] = [];
        for (const row of some)
          drafts.push({
            content: row.content,
            importKey: row.import_key,
            organisationId: await this.organisationOf(tx, job, row.organisation, known),
          });
        return this.writer.createDrafts(tx, job.kind, drafts, actor);
      });
      for (const listing of made) {
        if (listing === undefined) seen++;
        else {
          created++;
          ids.push(listing);
        }
      }
      done += some.length;
      await report((0.6 * done) / Math.max(1, job.valid), `已写入 ${done} / ${job.valid} 行`);
    }
    await this.db.query(
      "UPDATE imports SET state = 'committed', created = created + $2, known = $3, version = version + 1 WHERE id = $1",
      [id, created, seen],
    );
    if (job.publish) await this.publish(id, job.kind, actor, report);
    return this.find(id);
  }

  /** The rows with errors as a workbook: bad cells marked, what would be right beside them. */
  async errorsWorkbook(id: string): Promise<Buffer> {
    const { mapping } = await this.find(id);
    const found = await this.db.query<{ row: number; cells: Cell[]; errors: CellError[] }>(
      "SELECT row, cells, errors FROM import_rows WHERE import_id = $1 AND errors <> '[]' ORDER BY row LIMIT 50000",
      [id],
    );
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

  async template(kind: ListingKind): Promise<Buffer> {
    const fields = importFields[kind].filter(
      (field) => field.key !== 'budgetMin' && field.key !== 'budgetMax',
    );
    const known = await this.dictionaries.all();
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
        rows: Array.from({ length: longest }, (_, i) =>
          choices.map(([, entries]) => entries[i]?.label ?? ''),
        ),
      },
    ]);
  }

  private async publish(id: string, kind: ListingKind, actor: Actor, report: Report): Promise<void> {
    const { head, revisions } =
      kind === 'scenario'
        ? { head: 'scenarios', revisions: 'scenario_revisions' }
        : { head: 'capabilities', revisions: 'capability_revisions' };
    // Of this import and still a draft: a repetition goes on where it was cut off.
    const drafts = await this.db.query<{ id: string }>(
      `SELECT h.id FROM import_rows i JOIN ${head} h ON h.import_key = i.import_key JOIN ${revisions} r ON r.listing_id = h.id AND r.revision = h.revision
       WHERE i.import_id = $1 AND r.state IN ('draft', 'submitted') AND h.revision = 1 ORDER BY h.id`,
      [id],
    );
    let published = 0;
    for (let i = 0; i < drafts.length; i += written) {
      const some = await this.writer.publishAll(
        kind,
        drafts.slice(i, i + written).map((row) => row.id),
        actor,
        '随导入审核发布',
      );
      published += some.published;
      await report(0.6 + (0.4 * (i + written)) / drafts.length, `已发布 ${published} 项`);
    }
    await this.db.query(
      'UPDATE imports SET published = published + $2, version = version + 1 WHERE id = $1',
      [id, published],
    );
  }

  private async organisationOf(
    tx: Tx,
    job: ImportRow,
    named: RowOrganisation | null,
    known: Map<string, string>,
  ): Promise<string> {
    if (!named) {
      if (job.organisation_id === null) throw new NotFound('导入的单位');
      return job.organisation_id;
    }
    const before = known.get(named.uscc);
    if (before !== undefined) return before;
    const { id } = await this.organisations.ensureUnclaimed(tx, {
      ...named,
      kinds: [job.kind === 'scenario' ? 'user' : 'firm'],
    });
    known.set(named.uscc, id);
    return id;
  }

  private async fill(tx: Tx, id: string, report: Report): Promise<void> {
    const [job] = await rows<ImportRow & Record<string, unknown>>(tx, 'SELECT * FROM imports WHERE id = $1', [
      id,
    ]);
    if (!job) throw new NotFound('导入', id);
    const owner =
      job.owner_organisation_id === null
        ? undefined
        : await this.organisations.find(job.owner_organisation_id);
    const fallback =
      job.organisation_id === null ? undefined : await this.organisations.find(job.organisation_id);
    const context = {
      kind: job.kind,
      mapping: job.mapping,
      dictionaries: await this.dictionaries.all(),
      defaultOrganisation: fallback?.uscc,
    };
    const counts = { total: 0, valid: 0, refused: 0, skipped: 0 };
    let batch: (ReadRow & { cells: readonly Cell[] })[] = [];
    const flush = async () => {
      await insertRows(tx, id, batch);
      batch = [];
      await report(0, `已读取 ${counts.total} 行`);
    };
    for await (const sheet of readRows(job.file_path, job.file_type)) {
      if (sheet.row <= job.header_row && sheet.broken === undefined) continue;
      if (sheet.broken === undefined && isSection(sheet.cells, job.mapping)) {
        counts.skipped++;
        continue;
      }
      const read = ownedBy(readRow(sheet, context), owner?.uscc);
      counts.total++;
      if (read.content) counts.valid++;
      else counts.refused++;
      batch.push({ ...read, cells: sheet.cells });
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
}

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

async function insertRows(
  tx: Tx,
  id: string,
  batch: readonly (ReadRow & { cells: readonly Cell[] })[],
): Promise<void> {
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
