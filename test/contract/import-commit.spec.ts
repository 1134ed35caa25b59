import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditService } from '#accounts';
import { newId } from '#kernel';
import { DictionaryService, type Import, ImportService, ListingWriter } from '#listings';
import { FileStore } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { accounts, uscc } from '../support/people.js';

const actor = { id: null, name: '导入人' };

/** Real: PostgreSQL, the importer, the writer of listings. */
describe('the commit of an import', () => {
  let suite: SuiteDatabase;
  let imports: ImportService;
  let dictionaries: DictionaryService;
  let fallback: string;
  const folder = mkdtempSync(join(tmpdir(), 'duijie-commit-'));
  const files = FileStore.inFolder(folder);

  beforeAll(async () => {
    suite = await suiteDatabase();
    dictionaries = new DictionaryService(suite.db, new AuditService(suite.db));
    const writer = new ListingWriter(suite.db, dictionaries);
    imports = new ImportService(suite.db, writer, dictionaries, accounts(suite.db).organisations, files);
    fallback = await organisation(0);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await suite?.drop();
  });

  async function organisation(n: number, kinds = ['user']): Promise<string> {
    const id = newId();
    await suite.db.query(
      `INSERT INTO organisations (id, uscc, name, kinds, state) VALUES ($1, $2, $3, $4, 'approved')`,
      [id, uscc(900 + n), `单位${n}`, kinds],
    );
    return id;
  }
  const set = (n: number, state: string) =>
    suite.db.query('UPDATE organisations SET state = $2 WHERE uscc = $1', [uscc(900 + n), state]);
  const refused = async (id: string) =>
    (await imports.preview(id, 'error', 2000, undefined)).items.map(({ row, errors }) => ({
      row,
      ...errors[0],
    }));
  const listed = async (title: string) =>
    Number(
      (
        await suite.db.query<{ n: string }>(
          `SELECT count(*) AS n FROM listing_revisions WHERE title LIKE $1`,
          [`${title}%`],
        )
      )[0]?.n,
    );

  async function stage(name: string, rows: readonly string[], organisationId = fallback): Promise<Import> {
    const path = join(folder, `${name}.csv`);
    writeFileSync(path, ['需求名称,需求内容,所属领域,单位名称,统一社会信用代码', ...rows].join('\n'));
    return imports.stage({
      kind: 'scenario',
      fileName: `${name}.csv`,
      filePath: `${name}.csv`,
      organisationId,
      ownerOrganisationId: null,
      bodyId: null,
      newOrganisations: true,
      actor,
    });
  }

  it('refuses the rows of an organisation that was deactivated meanwhile, and writes all others', async () => {
    await organisation(1);
    const staged = await stage(
      '停用',
      Array.from({ length: 1200 }, (_, i) =>
        i % 100 === 50 ? `停用${i},内容,人工智能,单位1,${uscc(901)}` : `停用${i},内容,人工智能,,`,
      ),
    );
    expect(staged).toMatchObject({ total: 1200, valid: 1200, refused: 0 });
    await set(1, 'suspended');
    const done = await imports.commit(staged.id);
    expect(done).toMatchObject({ state: 'committed', created: 1188, known: 0, valid: 1188, refused: 12 });
    expect(await listed('停用')).toBe(1188);
    expect(await refused(staged.id)).toEqual(
      Array.from({ length: 12 }, (_, i) => ({
        row: i * 100 + 52,
        column: 4,
        header: '单位名称',
        field: '需求单位',
        code: 'listing.organisation_inactive',
        value: '单位1',
        expected: expect.stringContaining('单位1已停用'),
      })),
    );
    const again = await imports.commit(staged.id);
    expect(again).toMatchObject({ created: 1188, valid: 1188, refused: 12 });
    expect(await listed('停用')).toBe(1188);
  });

  it('refuses a row whose code no dictionary knows any more, and names its column', async () => {
    const staged = await stage('词典', ['词典1,内容,人工智能,,', '词典2,内容,人工智能,,', '词典3,内容,,,']);
    await suite.db.query(
      `UPDATE import_rows SET content = jsonb_set(content, '{fields}', '["gone"]') WHERE import_id = $1 AND row = 3`,
      [staged.id],
    );
    await suite.db.query(`UPDATE imports SET form = 'an older one' WHERE id = $1`, [staged.id]);
    expect(await imports.commit(staged.id)).toMatchObject({ state: 'committed', created: 2, refused: 1 });
    expect(await refused(staged.id)).toEqual([
      expect.objectContaining({
        row: 3,
        column: 3,
        header: '所属领域',
        code: 'listing.unknown_code',
        value: 'gone',
      }),
    ]);
    expect((await imports.errorsWorkbook(staged.id)).length).toBeGreaterThan(0);
  });

  it('refuses a row whose code was retired since it was read', async () => {
    const entry = { label: '量子信息', aliases: [], parent: null, note: null, retired: false };
    await dictionaries.put('fields', 'quantum', entry, actor);
    const staged = await stage('停用码', ['停用码1,内容,量子信息,,', '停用码2,内容,人工智能,,']);
    expect(staged).toMatchObject({ valid: 2 });
    await dictionaries.put('fields', 'quantum', { ...entry, retired: true }, actor);
    expect(await imports.commit(staged.id)).toMatchObject({ state: 'committed', created: 1, refused: 1 });
    expect(await refused(staged.id)).toEqual([
      expect.objectContaining({ row: 2, code: 'listing.retired_code', value: 'quantum' }),
    ]);
  });

  it('refuses a row that its kind does not take any more, where the kind has changed since it was read', async () => {
    const staged = await stage('超长', ['超长1,内容,,,', '超长2,内容,,,', '超长3,内容,,,']);
    await suite.db.query(
      `UPDATE import_rows SET content = jsonb_set(content, '{plannedStart}', '"2026-02-30"') WHERE import_id = $1 AND row = 2`,
      [staged.id],
    );
    await suite.db.query(`UPDATE imports SET form = 'an older one' WHERE id = $1`, [staged.id]);
    expect(await imports.commit(staged.id)).toMatchObject({ state: 'committed', created: 2, refused: 1 });
    expect(await refused(staged.id)).toEqual([
      expect.objectContaining({ row: 2, code: 'listing.content_invalid', value: '2026-02-30' }),
    ]);
  });

  it('refuses all rows where the file names a firm, quickly', async () => {
    const firm = await organisation(2, ['firm']);
    const staged = await stage(
      '企业',
      Array.from({ length: 2000 }, (_, i) => `企业${i},内容,人工智能,,`),
      firm,
    );
    const started = Date.now();
    const done = await imports.commit(staged.id);
    expect(done).toMatchObject({ state: 'committed', created: 0, valid: 0, refused: 2000 });
    expect((await refused(staged.id))[0]).toMatchObject({ code: 'import.organisation_side' });
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  it('fails as a whole where the database is out of reach, and refuses no row for it', async () => {
    const staged = await stage('断线', ['断线1,内容,,,']);
    const broken = new ImportService(
      suite.db,
      {
        createFrom: () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNRESET' })),
      } as unknown as ListingWriter,
      dictionaries,
      accounts(suite.db).organisations,
      files,
    );
    await expect(broken.commit(staged.id)).rejects.toThrow('gone');
    expect(await imports.commit(staged.id)).toMatchObject({ created: 1, refused: 0 });
  });

  it('compares with what another import has made of an organisation that neither knew when it was read', async () => {
    const rows = (content: string) => [
      `两次一,内容,人工智能,新单位,${uscc(950)}`,
      `两次二,${content},人工智能,新单位,${uscc(950)}`,
    ];
    const [first, second] = [await stage('两次甲', rows('内容')), await stage('两次乙', rows('另一内容'))];
    expect(await imports.commit(first.id)).toMatchObject({ created: 2, known: 0 });
    expect(await imports.commit(second.id)).toMatchObject({ state: 'committed', created: 0, known: 1 });
    expect(await listed('两次')).toBe(2);
  });

  it('counts what was known from elsewhere', async () => {
    await imports.commit((await stage('一', ['既有,内容,,,'])).id);
    const second = await stage('二', ['既有,内容,,,', '新的,内容,,,']);
    expect(await imports.commit(second.id)).toMatchObject({ created: 1, known: 1, refused: 0 });
  });
});
