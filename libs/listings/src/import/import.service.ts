import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Any } from 'typeorm';
import { type Asker, OrganisationService } from '#accounts';
import type { ListingKind } from '#contracts';
import { newId } from '#kernel';
import { Database, FileStore, rows, type Tx } from '#platform';
import type { FileType } from '#sheets';
import { DictionaryService } from '../dictionary.service.js';
import { labelsOf } from '../domain/dictionaries.js';
import type { ListingActor } from '../domain/refusals.js';
import { Import } from '../entities/import.js';
import { ListingWriter } from '../listing.writer.js';
import { Advance, type Advanced, type AdvanceStep } from './advance.js';
import { type ImportChange, ImportChoices, type ImportCommand } from './choosing.js';
import { CommitStopped, ImportCommit } from './commit.js';
import { FileRefused } from './errors.js';
import { HeaderMemory } from './header.memory.js';
import {
  findImport,
  insertImport,
  listImports,
  lockImport,
  previewRows,
  type RowFilter,
  wholeRow,
} from './import.store.js';
import {
  type ImportState,
  ImportUnderWay,
  type PreviewRow,
  type Report,
  type RowDecision,
  silent,
  type Upload,
} from './import.types.js';
import { borrowed, openFile } from './read.js';
import { ImportReading } from './reading.js';
import { ImportRows, type RowChange } from './rows.service.js';
import { recount } from './settling.js';
import { ImportStaging } from './staging.js';
import { ImportUndo } from './undo.js';
import { errorsWorkbook, outcomeWorkbook, templateWorkbook } from './workbooks.js';

export type { Import } from '../entities/import.js';
export type { ImportChange, ImportCommand } from './choosing.js';
export type { PreviewRow, Upload } from './import.types.js';

/** Files read in a job, shown with what is wrong and what they ask, then written: each row once, however often it is asked. */
@Injectable()
export class ImportService {
  private readonly reading: ImportReading;
  private readonly rows: ImportRows;
  private readonly choices: ImportChoices;

  constructor(
    private readonly db: Database,
    private readonly writer: ListingWriter,
    private readonly dictionaries: DictionaryService,
    private readonly organisations: OrganisationService,
    private readonly files: FileStore,
    headers: HeaderMemory = new HeaderMemory(db),
  ) {
    const staging = new ImportStaging(dictionaries, organisations, files);
    this.reading = new ImportReading(db, staging, headers, dictionaries);
    this.rows = new ImportRows(db, staging);
    this.choices = new ImportChoices(headers);
  }

  /** What a file is, and its hash. @throws FileRefused for what is no spreadsheet. */
  async examine(filePath: string): Promise<{ readonly type: FileType; readonly sha256: string }> {
    return this.withFile(filePath, async (path) => {
      const book = await openFile(path);
      await book.close();
      const hash = createHash('sha256');
      for await (const part of createReadStream(path)) hash.update(part as Buffer);
      return { type: book.type, sha256: hash.digest('hex') };
    });
  }

  /** Of some files of the store, those that an import names. */
  async filesInUse(names: readonly string[]): Promise<string[]> {
    const found = await this.db.manager.find(Import, {
      select: { filePath: true },
      where: { filePath: Any([...names]) },
    });
    return found.map(({ filePath }) => filePath);
  }

  private async withFile<T>(name: string, work: (path: string) => Promise<T>): Promise<T> {
    const file = await borrowed(this.files, name);
    try {
      return await work(file.path);
    } finally {
      await file.letGo();
    }
  }

  /** Takes a file; it waits for its job. @returns the import's id. */
  async register(
    tx: Tx,
    upload: Upload,
    file: Awaited<ReturnType<ImportService['examine']>>,
  ): Promise<string> {
    const id = newId();
    await insertImport(tx, id, upload, file);
    return id;
  }

  /** Takes a file and reads it at once. @throws FileRefused for a file that cannot be taken as a whole. */
  async stage(upload: Upload, report: Report = silent): Promise<Import> {
    const file = await this.examine(upload.filePath);
    const id = await this.db.transaction((tx) => this.register(tx, upload, file));
    const { reading } = await this.find(id);
    const read = await this.read(id, reading, report);
    if (read.state === 'refused')
      throw new FileRefused(
        (read.refusal?.code ?? 'import.refused') as `import.${string}`,
        read.refusal?.detail ?? '',
      );
    return read;
  }

  /** The reading `reading` of an import; one that another has followed does nothing. */
  async read(id: string, reading: number, report: Report = silent): Promise<Import> {
    const job = await this.find(id);
    if (job.state === 'reading' && job.reading === reading) await this.reading.read(job, report);
    return this.find(id);
  }

  find(id: string): Promise<Import> {
    return findImport(this.db.manager, id);
  }

  list(asker: Asker, limit: number, cursor: string | undefined) {
    return listImports(this.db, asker, { limit, cursor });
  }

  /** A page of the rows, all or those of one state. */
  preview(
    id: string,
    filter: RowFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: PreviewRow[]; next: string | null }> {
    return previewRows(this.db, id, filter, { limit, cursor });
  }

  /** @throws NotFound */
  row(id: string, row: number): Promise<PreviewRow> {
    return wholeRow(this.db, id, row);
  }

  /** Keeps what a person chose. @returns the reading that it wants. @throws Stale, ImportUnderWay */
  change(tx: Tx, command: ImportCommand, change: ImportChange): Promise<number | undefined> {
    return this.choices.keep(tx, command, change);
  }

  /** The same in a transaction of its own, for who reads at once. */
  changeAlone(command: ImportCommand, change: ImportChange): Promise<number | undefined> {
    return this.db.transaction((tx) => this.change(tx, command, change));
  }

  async changeRow(id: string, change: RowChange): Promise<void> {
    await this.rows.change(id, change);
  }

  decideAll(id: string, question: string, decision: RowDecision | null): Promise<void> {
    return this.rows.decideAll(id, question, decision);
  }

  /** Reads the errors' workbook that came back. @returns how many of its rows were looked at. */
  async mend(id: string, filePath: string): Promise<number> {
    return this.withFile(filePath, (path) => this.rows.mend(id, path));
  }

  /** In the transaction that asks for its job: the job reads here whether it is to publish. @throws ImportUnderWay */
  async begin(id: string, publish: boolean, tx: Tx = this.db.manager): Promise<void> {
    const before = await findImport(tx, id);
    if (!['previewed', 'committing', 'stopped', 'committed'].includes(before.state))
      throw new ImportUnderWay(before.state);
    await tx.update(Import, { id }, { publish: before.publish || publish, state: 'committing' });
  }

  async setJob(id: string, jobId: string, tx: Tx): Promise<void> {
    await tx.update(Import, { id }, { jobId });
  }

  /** Writes what is to be written; what cannot be written is marked as refused, with the reason. May be repeated. */
  async commit(id: string, report: Report = silent): Promise<Import> {
    const job = await this.find(id);
    if (!['previewed', 'committing'].includes(job.state)) return job;
    await this.db.manager.update(Import, { id, state: 'previewed' }, { state: 'committing' });
    const labels = labelsOf(await this.dictionaries.all(this.db.manager));
    const { db, writer } = this;
    const commit = new ImportCommit({ db, writer, accounts: this.organisations }, job, labels);
    try {
      await commit.write(report);
    } catch (error) {
      if (!(error instanceof CommitStopped)) throw error;
    }
    const [ended] = await this.db.query<{ publish: boolean; state: string }>(
      `UPDATE imports i SET state = CASE state WHEN 'committing' THEN 'committed' ELSE state END,
         known = (SELECT count(*) FROM import_outcomes WHERE import_id = $1 AND outcome = 'unchanged'),
         left_out = (SELECT count(*) FROM import_outcomes WHERE import_id = $1 AND outcome = 'skipped'),
         version = version + 1, changed_at = now() WHERE id = $1 RETURNING publish, state`,
      [id],
    );
    await recount(this.db.manager, id);
    if (ended?.publish && ended.state === 'committed')
      await this.advance(id, 'publish', { id: job.createdBy, name: job.createdByName }, report);
    return this.find(id);
  }

  /** @throws ImportUnderWay where nothing was written yet, or no more. */
  async refuseUnwritten(tx: Tx, id: string): Promise<void> {
    const { state } = await lockImport(tx, id);
    if (state !== 'committed' && state !== 'stopped') throw new ImportUnderWay(state);
  }

  /** Submits or publishes what was imported, whatever of it can be. */
  async advance(
    id: string,
    step: AdvanceStep,
    actor: ListingActor,
    report: Report = silent,
  ): Promise<Advanced> {
    return new Advance(this.db, this.writer).run(await this.find(id), step, actor, report);
  }

  /** Stops the reading, the waiting or the writing; what was written stays. @throws ImportUnderWay */
  cancel(id: string): Promise<Import> {
    return this.db.transaction(async (tx) => {
      const { state, reading } = await lockImport(tx, id);
      const to = afterCancelling[state];
      if (to === undefined) throw new ImportUnderWay(state);
      await tx.update(Import, { id }, { state: to, reading: reading + 1 });
      if (to === 'cancelled') await rows(tx, 'DELETE FROM import_rows WHERE import_id = $1', [id]);
      return findImport(tx, id);
    });
  }

  get undo(): ImportUndo {
    return new ImportUndo(this.db, this.writer);
  }

  async errorsWorkbook(id: string): Promise<Buffer> {
    return errorsWorkbook(this.db, await this.find(id));
  }

  async outcomeWorkbook(id: string): Promise<Buffer> {
    return outcomeWorkbook(this.db, await this.find(id));
  }

  /** @param organisation for whose own people it is made: its rows need not name it. */
  async template(kind: ListingKind, organisation?: { readonly name: string }): Promise<Buffer> {
    return templateWorkbook(kind, await this.dictionaries.all(), organisation);
  }
}

const afterCancelling: Readonly<Partial<Record<ImportState, ImportState>>> = {
  reading: 'cancelled',
  header: 'cancelled',
  previewed: 'cancelled',
  committing: 'stopped',
};
