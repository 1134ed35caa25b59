import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#kernel';
import { rows as query } from '#platform';
import { textOf } from '#sheets';
import { type Answer, eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { read, staged } from '../support/imports.js';
import { each, messy, nameOf, organisations } from '../support/messy.js';
import { password, staff, uscc } from '../support/people.js';
import { rowsOf, sheetOf } from '../support/sheet.js';

describe('a messy workbook of twelve organisations', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;
  const folder = mkdtempSync(join(tmpdir(), 'duijie-messy-'));
  const { rows, merges } = messy();
  const lineOf = (title: string) => 1 + rows.findIndex((cells) => cells[3] === title);
  let id = '';

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    for (let n = 1; n < organisations; n++)
      await suite.db.query(
        `INSERT INTO organisations (id, uscc, name, kinds, state, area) VALUES ($1, $2, $3, '{user}', 'approved', '410105')`,
        [newId(), uscc(600 + n), nameOf(n)],
      );
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    city = await app.visitor().signIn('city', password);
  }, 60_000);
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const patch = (path: string, body: unknown, version?: number) =>
    city.send('PATCH', path, JSON.stringify(body), {
      'content-type': 'application/json',
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    });
  /** Changes what an import is read by, and waits until it is read again. */
  async function change(body: unknown) {
    const { version } = (await city.get(`/imports/${id}`)).body;
    expect((await patch(`/imports/${id}`, body, version)).status).toBe(200);
    return (await read(city, id)).body;
  }
  async function ended({ body, status }: Answer): Promise<Record<string, unknown>> {
    const { job } = body as { job?: { id: string } };
    if (!job) throw new Error(`${status} ${JSON.stringify(body)}`);
    const answer = await eventually(
      () => city.get(`/jobs/${job.id}`),
      (one) => ['completed', 'failed'].includes(one.body.state),
      60,
    );
    expect(answer.body).toMatchObject({ state: 'completed' });
    return answer.body.result;
  }
  const problem = (title: string, column: number, value: string) => {
    const row = rows[lineOf(title) - 1];
    if (row) row[column] = value;
  };
  async function save(name: string, path: string): Promise<string> {
    const { body, headers } = await city.get(path);
    expect(decodeURIComponent(headers.get('content-disposition') ?? '')).toContain(`UTF-8''${name}`);
    const file = join(folder, name);
    writeFileSync(file, body);
    return file;
  }

  it('is read as far as it is sure, and says and asks the rest', async () => {
    problem('场景1之0号', 5, '五十万左右吧');
    problem('场景3之0号', 6, '2027.1');
    problem('场景5之0号', 1, '示例市第5医院有限责任公司');
    const file = await staged(city, { kind: 'scenario' }, '汇总表.xlsx', sheetOf(rows, merges));
    id = file.body.id;
    const all = organisations * each;
    // The twelfth organisation is unknown: each of its rows says so.
    expect(file.body).toMatchObject({
      ...{ state: 'previewed', headerRow: 4, headerRows: 2, unit: '元', total: all },
      ...{ refused: each + 2, questions: 1, valid: all - each - 3, skipped: 2 * organisations + 3 },
    });
    const asked = file.body.mapping.filter((one: { how: string }) => one.how === 'question');
    expect(asked).toMatchObject([
      { header: '实施地区域', field: 'ignore', suggestion: 'area', samples: ['金水区', '金水区', '金水区'] },
    ]);
    const { body } = await city.get(`/imports/${id}?rows=error&limit=200`);
    const texts = body.rows.flatMap((row: { errors: { row: number; header: string; expected: string }[] }) =>
      row.errors.map(({ row: line, header, expected }) => `${line} ${header} ${expected}`),
    );
    expect(texts).toEqual(
      expect.arrayContaining([
        expect.stringMatching(new RegExp(`^${lineOf('场景1之0号')} 预算金额 应为金额`)),
        expect.stringMatching(new RegExp(`^${lineOf('场景5之0号')} 需求单位 名称 .*是否为“${nameOf(5)}”`)),
      ]),
    );
  });

  it('is answered, mended in place and by the list of its errors', async () => {
    const column = 8;
    expect(await change({ mapping: [{ column, field: 'area' }], newOrganisations: true })).toMatchObject({
      refused: 2,
      questions: 1,
    });
    await patch(`/imports/${id}/rows/${lineOf('场景3之0号')}`, {
      cells: [{ column: 6, value: '2027年10月' }],
    });
    const mended = await patch(`/imports/${id}/rows/${lineOf('场景5之0号')}`, {
      cells: [{ column: 1, value: nameOf(5) }],
    });
    expect(mended.body).toMatchObject({ refused: 1, questions: 0 });
    const list = await rowsOf(await save('错误清单-汇总表.xlsx', `/imports/${id}/errors.xlsx`));
    const cells = list.map((row) => row.cells.map((cell) => textOf(cell)));
    const at = cells[0]?.indexOf('预算金额') ?? -1;
    expect(cells[1]?.at(-1)).toContain(`第${lineOf('场景1之0号')}行“预算金额”`);
    if (cells[1]) cells[1][at] = '50万元';
    await ended(await city.upload(`/imports/${id}/corrections`, {}, '错误清单.xlsx', sheetOf(cells)));
    expect((await city.get(`/imports/${id}`)).body).toMatchObject({
      refused: 0,
      valid: organisations * each,
    });
  });

  it('is written by a worker that is killed in the middle, and by the next one that takes it up', async () => {
    let begun: Answer | undefined;
    await suite.db.transaction(async (tx) => {
      // Its rows come last, and wait for this lock; those before them are written.
      await query(tx, 'SELECT id FROM organisations WHERE uscc = $1 FOR UPDATE', [uscc(611)]);
      begun = await city.post(`/imports/${id}/commit`, {});
      await eventually(
        () => suite.db.query<{ created: number }>('SELECT created FROM imports WHERE id = $1', [id]),
        ([found]) => Number(found?.created) > 0,
      );
      await app.kill('worker');
    });
    const [{ created } = { created: 0 }] = await suite.db.query<{ created: number }>(
      'SELECT created FROM imports WHERE id = $1',
      [id],
    );
    expect(created).toBeGreaterThan(0);
    expect(created).toBeLessThan(organisations * each);
    await app.launch('worker');
    expect(await ended(begun as Answer)).toMatchObject({
      created: organisations * each,
      refused: 0,
      left: 0,
    });
    const [count] = await suite.db.query<{ listings: string; titles: string; organisations: string }>(
      `SELECT count(*) AS listings, count(DISTINCT r.title) AS titles, count(DISTINCT organisation_id) AS organisations
       FROM listings h JOIN listing_revisions r ON r.listing_id = h.id`,
    );
    expect(count).toEqual({
      listings: String(organisations * each),
      titles: String(organisations * each),
      organisations: String(organisations),
    });
  }, 90_000);

  it('tells what became of every row, and is submitted and published as a whole', async () => {
    const outcome = await rowsOf(await save('导入结果-汇总表.xlsx', `/imports/${id}/outcome.xlsx`));
    const results = outcome.slice(1).map(({ cells }) => textOf(cells[3]));
    expect(results.filter((one) => one === '新增')).toHaveLength(organisations * each);
    expect(results.filter((one) => one === '略过')).toHaveLength(2 * organisations + 3);
    // Nobody speaks for the unclaimed twelfth yet, and what has no organisation in force is told of.
    expect(await ended(await city.post(`/imports/${id}/submit`))).toMatchObject({ done: expect.any(Number) });
    const published = await ended(await city.post(`/imports/${id}/publish`));
    const { body } = await city.get(`/imports/${id}`);
    expect(body.published + Number(published['leftInAll'])).toBe(organisations * each);
    const found = await suite.db.query<{
      title: string;
      low: string | null;
      high: string | null;
      start: string | null;
    }>(
      `SELECT title, content->>'budgetMin' AS low, content->>'budgetMax' AS high, content->>'plannedStart' AS start
       FROM listing_revisions WHERE state = 'published' AND title = ANY($1) ORDER BY title`,
      [
        [
          '场景1之0号',
          '场景1之2号',
          '场景1之3号',
          '场景1之4号',
          '场景1之5号',
          '场景1之6号',
          '场景1之7号',
          '场景3之0号',
        ],
      ],
    );
    expect(found.map(({ low, high }) => [low, high])).toEqual([
      ['500000.00', '500000.00'],
      ['800000.00', '800000.00'],
      [null, null],
      ['500000.00', '800000.00'],
      ['500000.00', '500000.00'],
      ['600000.00', '600000.00'],
      [null, '900000.00'],
      expect.anything(),
    ]);
    expect(found[0]?.start).toBe('2027-03-27');
    expect(found.at(-1)?.start).toBe('2027-10-01');
  }, 60_000);

  it('of which another is undone while nothing of it was touched, and refused by name afterwards', async () => {
    const lines = [1, 2].map((n) => `${nameOf(n)},更多场景${n},需要导诊`);
    const more = ['需求单位,场景名称,痛点与需求', ...lines].join('\n');
    const write = async () => {
      const file = await staged(city, { kind: 'scenario' }, '更多.csv', more);
      expect(await ended(await city.post(`/imports/${file.body.id}/commit`, {}))).toMatchObject({
        created: 2,
      });
      return file.body.id as string;
    };
    const first = await write();
    expect(await ended(await city.post(`/imports/${first}/undo`, { reason: '传错了' }))).toEqual({
      withdrawn: 2,
      restored: 0,
    });
    expect((await city.get(`/imports/${first}`)).body).toMatchObject({
      state: 'undone',
      undoReason: '传错了',
    });
    const second = await write();
    const { body } = await city.get(`/imports/${second}?rows=written`);
    const { id: touched, number } = body.rows[0].listing;
    const listing = (await city.get(`/scenarios/${touched}`)).body;
    const edited = await city.put(
      `/scenarios/${touched}`,
      { content: { ...listing.content, needs: '需要智能导诊' } },
      listing.version,
    );
    expect(edited.status).toBe(200);
    const refused = await city.post(`/imports/${second}/undo`, { reason: '传错了' });
    expect([refused.status, refused.body.code]).toEqual([409, 'import.touched']);
    expect(refused.body.detail).toContain(number);
    const seen = (await city.get('/imports?limit=10')).body.items;
    expect(
      seen.map((one: { fileName: string; state: string; createdBy: string; created: number }) => [
        ...[one.fileName, one.state, one.createdBy, one.created],
      ]),
    ).toEqual([
      ['更多.csv', 'committed', '市级协调员', 2],
      ['更多.csv', 'undone', '市级协调员', 2],
      ['汇总表.xlsx', 'committed', '市级协调员', organisations * each],
    ]);
  });

  it('is known again in the list that the platform publishes of it, without what was struck', async () => {
    const draft = await city.post('/editions', { kind: 'scenario', title: '示例市第一批' });
    const { body: edition } = await city.post(`/editions/${draft.body.id}/publish`, {}, draft.body.version);
    const items = draft.body.itemList.length;
    const struck = draft.body.itemList[0].number;
    const amended = await city.post(
      `/editions/${edition.id}/amend`,
      { numbers: [struck], reason: '单位要求撤下' },
      edition.version,
    );
    expect(amended.status).toBe(200);
    for (const format of ['xlsx', 'csv']) {
      const file = await fetch(`${app.base}/lists/scenarios/${edition.slug}.${format}`);
      const content = new Uint8Array(await file.arrayBuffer());
      const { body } = await staged(city, { kind: 'scenario' }, `清单.${format}`, content);
      expect([format, body.state, body.refused, body.questions, body.changes, body.unchanged]).toEqual([
        ...[format, 'previewed', 0, 0, 0, items - 1],
      ]);
      const { rows: left } = (await city.get(`/imports/${body.id}?rows=skipped`)).body;
      expect(left.map((row: { skip: string }) => row.skip)).toContain('struck');
    }
  }, 60_000);
});
