import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditService, PeopleService } from '#accounts';
import { newId } from '#kernel';
import {
  DictionaryService,
  HeaderMemory,
  type Import,
  type ImportChange,
  ImportService,
  ListingWriter,
} from '#listings';
import { FileStore } from '#platform';
import { type SuiteDatabase, suiteDatabase } from './database.js';
import { accounts, uscc } from './people.js';

/** The importer on a database of its own, with the files that it reads. */
export class Importing {
  readonly actor = { id: newId(), name: '导入人' };
  readonly folder = mkdtempSync(join(tmpdir(), 'duijie-importing-'));
  readonly imports: ImportService;
  readonly headers: HeaderMemory;
  /** The coordinating body that imports. */
  body = '';
  private files = 0;

  private constructor(readonly suite: SuiteDatabase) {
    const dictionaries = new DictionaryService(suite.db, new AuditService(suite.db));
    this.headers = new HeaderMemory(suite.db);
    this.imports = new ImportService(
      suite.db,
      new ListingWriter(suite.db, dictionaries),
      dictionaries,
      accounts(suite.db).organisations,
      FileStore.inFolder(this.folder),
    );
  }

  static async start(): Promise<Importing> {
    const importing = new Importing(await suiteDatabase());
    const people = new PeopleService(importing.suite.db);
    importing.body = (await people.createBody('示例协调部门', null)).id;
    return importing;
  }

  async stop(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await this.suite.drop();
  }

  async organisation(n: number): Promise<string> {
    const id = newId();
    await this.suite.db.query(
      `INSERT INTO organisations (id, uscc, name, kinds, state) VALUES ($1, $2, $3, '{user}', 'approved')`,
      [id, uscc(500 + n), `医院${n}`],
    );
    return id;
  }

  async stage(rows: readonly (readonly unknown[])[], organisationId: string | null): Promise<Import> {
    const name = `${++this.files}.csv`;
    writeFileSync(join(this.folder, name), rows.map((cells) => cells.join(',')).join('\n'));
    return this.imports.stage({
      ...{ kind: 'scenario', fileName: '需求.csv', filePath: name, organisationId, actor: this.actor },
      ownerOrganisationId: null,
      bodyId: this.body,
    });
  }

  async change({ id, version }: Import, what: ImportChange): Promise<Import> {
    const reading = await this.imports.changeAlone({ id, version, actor: this.actor }, what);
    return reading === undefined ? this.imports.find(id) : this.imports.read(id, reading);
  }

  async written(rows: readonly (readonly unknown[])[], organisationId: string): Promise<Import> {
    const { id } = await this.stage(rows, organisationId);
    await this.imports.begin(id, false);
    return this.imports.commit(id);
  }

  /** Its data as the preview shows it. */
  async rowsOf(id: string) {
    return (await this.imports.preview(id, 'data', 200, undefined)).items;
  }

  /** What an organisation has, by title. */
  listings(organisationId: string) {
    return this.suite.db.query<{ title: string; needs: string; revision: number; state: string }>(
      `SELECT r.title, r.content->>'needs' AS needs, h.revision, r.state FROM listings h
       JOIN listing_revisions r ON r.listing_id = h.id AND r.revision = h.revision WHERE h.organisation_id = $1 ORDER BY r.title`,
      [organisationId],
    );
  }
}
