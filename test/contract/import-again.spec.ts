import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelOf } from '#contracts';
import { newId } from '#kernel';
import { writeWorkbook } from '#sheets';
import { Importing } from '../support/importing.js';

const header = ['序号', '需求名称', '需求内容', '预算(万元)'];

/** Real: PostgreSQL, the importer, the writer of listings. */
describe('a file that is imported', () => {
  let on: Importing;

  beforeAll(async () => {
    on = await Importing.start();
  });
  afterAll(() => on?.stop());

  it('again says that nothing has changed, and makes nothing', async () => {
    const own = await on.organisation(1);
    const rows = [header, [1, '质控', '实时质控', 50], [2, '归档', '云归档', 60]];
    expect(await on.written(rows, own)).toMatchObject({ created: 2, known: 0 });
    const again = await on.written(rows, own);
    expect(again).toMatchObject({ created: 0, known: 2, unchanged: 2, revised: 0 });
    expect(await on.listings(own)).toHaveLength(2);
  });

  it('with other content shows what is other, and revises only where a person says so', async () => {
    const own = await on.organisation(2);
    await on.written([header, [1, '更正场景', '第一版', 50]], own);
    const mended = [header, [1, '更正场景', '第一版（更正）', 80]];
    const asked = await on.stage(mended, own);
    expect(asked).toMatchObject({ changes: 1, valid: 1, questions: 0 });
    expect((await on.rowsOf(asked.id))[0]?.changes).toEqual([
      { field: 'needs', label: '痛点与需求', before: '第一版', after: '第一版（更正）' },
      { field: 'budgetMin', label: '预算下限（万元）', before: '50', after: '80' },
      { field: 'budgetMax', label: '预算上限（万元）', before: '50', after: '80' },
    ]);
    await on.imports.begin(asked.id, false);
    expect(await on.imports.commit(asked.id)).toMatchObject({ created: 0, revised: 0, leftOut: 1 });
    expect(await on.listings(own)).toMatchObject([{ needs: '第一版' }]);
    await on.change(await on.imports.find(asked.id), { revise: true });
    await on.imports.begin(asked.id, false);
    expect(await on.imports.commit(asked.id)).toMatchObject({ revised: 1, leftOut: 0 });
    expect(await on.listings(own)).toMatchObject([{ needs: '第一版（更正）', revision: 1 }]);
  });

  it('shows the beginning of a long cell, gives all of it where it is asked for, and takes no beginning in its place', async () => {
    const own = await on.organisation(60);
    const long = '需要按症状推荐科室，并给出依据'.repeat(40);
    const { id } = await on.stage([header, [1, '导诊', long, '约50万']], own);
    expect((await on.rowsOf(id))[0]?.cells[2]).toBe(long.slice(0, 300));
    expect((await on.imports.row(id, 2)).cells[2]).toBe(long);
    await expect(on.imports.row(id, 99)).rejects.toMatchObject({ code: 'resource.not_found' });
    const correct = (value: string) => on.imports.changeRow(id, { row: 2, cells: new Map([[2, value]]) });
    await expect(correct(long.slice(0, 300))).rejects.toMatchObject({
      code: 'import.cell_cut',
      details: { column: 3, length: long.length },
    });
    expect((await on.imports.row(id, 2)).cells[2]).toBe(long);
    for (const value of [`${long}。改`, long.slice(0, 299)]) {
      await correct(value);
      expect((await on.imports.row(id, 2)).cells[2]).toBe(value);
    }
  });

  it('leaves alone what it has no column for', async () => {
    const own = await on.organisation(3);
    await on.written([header, [1, '质控', '实时质控', 50]], own);
    const again = await on.stage(
      [
        ['需求名称', '需求内容'],
        ['质控', '实时质控'],
      ],
      own,
    );
    expect(again).toMatchObject({ unchanged: 1, changes: 0 });
  });

  it('asks where rows have a title in common and say different things, and not where they say the same', async () => {
    const own = await on.organisation(4);
    const staged = await on.stage(
      [header, ['', '平台', '甲', 5], ['', '平台', '乙', 6], ['', '门户', '丙', 7], ['', '门户', '丙', 7]],
      own,
    );
    expect(staged).toMatchObject({ questions: 2, valid: 1, skipped: 1, total: 3 });
    await on.imports.decideAll(staged.id, 'title_twice', 'write');
    await on.imports.begin(staged.id, false);
    expect(await on.imports.commit(staged.id)).toMatchObject({ created: 3 });
    expect((await on.listings(own)).map(({ needs }) => needs).sort()).toEqual(['丙', '乙', '甲']);
  });

  it('asks where a running number is that of something with a title like its own', async () => {
    const own = await on.organisation(5);
    await on.written([header, [1, '门诊病历质控', '实时质控', 50]], own);
    const staged = await on.stage([header, [1, '门诊病历质控系统', '智能质控', 50]], own);
    expect(staged).toMatchObject({ questions: 1, valid: 0 });
    const [row] = await on.rowsOf(staged.id);
    expect(row).toMatchObject({
      question: 'number_taken',
      changes: [{ before: '门诊病历质控', after: '门诊病历质控系统' }, {}],
    });
    await on.imports.changeRow(staged.id, { row: row?.row ?? 0, decision: 'revise' });
    await on.imports.begin(staged.id, false);
    expect(await on.imports.commit(staged.id)).toMatchObject({ created: 0, revised: 1 });
    expect(await on.listings(own)).toMatchObject([{ title: '门诊病历质控系统' }]);
  });

  it('takes a second list that is numbered from 1 again for what it is, and knows a number that is no running one', async () => {
    const own = await on.organisation(12);
    await on.written([header, [1, '质控', '实时质控', 50], ['GX-7', '归档', '云归档', 60]], own);
    const second = await on.stage(
      [header, [1, '导诊', '智能导诊', 50], [2, '质控', '实时质控', 50], ['GX-7', '影像存储', '云归档', 60]],
      own,
    );
    expect(second).toMatchObject({ questions: 0, valid: 3, unchanged: 1, changes: 1 });
    expect((await on.rowsOf(second.id)).map(({ state }) => state)).toEqual(['new', 'unchanged', 'changed']);
    // Of two with the same running number, the one with a title like its own is meant.
    await on.imports.begin(second.id, false);
    await on.imports.commit(second.id);
    const third = await on.stage(
      [header, [1, '智能导诊', '导诊机器人', 50], [1, '质控（二期）', '质控', 9]],
      own,
    );
    const asked = (await on.rowsOf(third.id)).map(({ changes }) => changes[0]?.before);
    expect(asked).toEqual([undefined, undefined]);
  });

  it('is mended in place, row by row, before it is written and after', async () => {
    const own = await on.organisation(6);
    const staged = await on.stage([header, [1, '质控', '实时质控', '五十'], [2, '归档', '云归档', 60]], own);
    expect(staged).toMatchObject({ refused: 1, valid: 1 });
    await on.imports.begin(staged.id, false);
    await on.imports.commit(staged.id);
    await on.imports.changeRow(staged.id, { row: 2, cells: new Map([[3, '50-80']]) });
    expect(await on.imports.find(staged.id)).toMatchObject({ refused: 0, valid: 2, state: 'committed' });
    await on.imports.begin(staged.id, false);
    expect(await on.imports.commit(staged.id)).toMatchObject({ created: 2, refused: 0 });
    await expect(on.imports.changeRow(staged.id, { row: 2, cells: new Map([[3, '1']]) })).rejects.toThrow();
  });

  it('goes on with the list of its errors that comes back mended', async () => {
    const own = await on.organisation(7);
    const staged = await on.stage(
      [header, [1, '质控', '实时质控', '五十'], [2, '', '', 1], [3, '归档', '云归档', 60]],
      own,
    );
    expect(staged.refused).toBe(2);
    const path = join(on.folder, 'mended.xlsx');
    writeFileSync(
      path,
      await writeWorkbook([
        {
          name: '错误清单',
          columns: ['原行号', ...header, '问题与改法'].map((name) => ({ header: name })),
          rows: [
            [2, '1', '质控', '实时质控', '55', ''],
            [3, '2', '导诊', '智能导诊', '1', ''],
          ],
        },
      ]),
    );
    expect(await on.imports.mend(staged.id, 'mended.xlsx')).toBe(2);
    expect(await on.imports.find(staged.id)).toMatchObject({ refused: 0, valid: 3 });
    // A further reading of the file keeps what was mended.
    const again = await on.change(await on.imports.find(staged.id), {
      mapping: [{ column: 3, field: 'ignore' }],
    });
    expect(again).toMatchObject({ refused: 0, valid: 3 });
    expect((await on.imports.errorsWorkbook(staged.id)).length).toBeGreaterThan(0);
    expect((await on.imports.outcomeWorkbook(staged.id)).length).toBeGreaterThan(0);
  });

  it('waits where no header is sure, and is read by the row and the columns that are chosen; the body remembers them', async () => {
    const own = await on.organisation(8);
    const rows = [['一览表'], ['甲列', '乙列', '丙列'], ['质控', '需要实时质控', '50'], ['合计', '', '50']];
    const waiting = await on.stage(rows, own);
    expect(waiting).toMatchObject({ state: 'header', total: 0, valid: 0 });
    await expect(on.imports.begin(waiting.id, false)).rejects.toThrow('待指定表头');
    const placed = await on.change(waiting, { headerRow: 2 });
    expect(placed).toMatchObject({ state: 'previewed', valid: 0, refused: 1, skipped: 1 });
    const mapped = await on.change(placed, {
      mapping: [
        { column: 0, field: 'title' },
        { column: 1, field: 'needs' },
        { column: 2, field: 'budget' },
      ],
    });
    expect(mapped).toMatchObject({ valid: 1, refused: 0, headerRow: 2 });
    const { items } = await on.headers.list(on.body, labelOf, 50, undefined);
    expect(items.map((one) => [one.header, one.field, one.by])).toEqual(
      expect.arrayContaining([['甲列', 'title', '导入人']]),
    );
    const second = await on.stage(rows, own);
    expect(second).toMatchObject({ state: 'previewed', valid: 1 });
    for (const { id } of items) await on.headers.forget(on.body, id);
    expect(await on.stage(rows, own)).toMatchObject({ state: 'header' });
    await expect(on.headers.forget(newId(), items[0]?.id ?? '')).rejects.toThrow();
  });

  it('that was read again meanwhile is not read by the job that came late, and a cancelled one not at all', async () => {
    const own = await on.organisation(9);
    const staged = await on.stage([header, [1, '质控', '实时质控', 50]], own);
    const reading = await on.imports.changeAlone(
      { ...staged, actor: on.actor },
      { mapping: [{ column: 3, field: 'ignore' }] },
    );
    expect((await on.imports.read(staged.id, staged.reading)).state).toBe('reading');
    expect(await on.imports.cancel(staged.id)).toMatchObject({ state: 'cancelled' });
    expect(await on.imports.read(staged.id, reading ?? 0)).toMatchObject({ state: 'cancelled' });
    await expect(on.imports.begin(staged.id, false)).rejects.toThrow('已取消');
  });

  it('is undone as one action while nothing of it was touched, and not afterwards', async () => {
    const own = await on.organisation(10);
    await on.written([header, [1, '质控', '实时质控', 50]], own);
    const second = await on.stage(
      [header, [1, '质控', '实时质控（改）', 50], [2, '归档', '云归档', 60]],
      own,
    );
    await on.change(second, { revise: true });
    await on.imports.begin(second.id, true);
    expect(await on.imports.commit(second.id)).toMatchObject({ created: 1, revised: 1, published: 2 });
    expect(await on.listings(own)).toMatchObject([{ state: 'published' }, { state: 'published' }]);
    await on.suite.db.transaction((tx) => on.imports.undo.begin(tx, second.id, '传错了文件', '导入人'));
    expect(await on.imports.undo.run(second.id, on.actor)).toEqual({ withdrawn: 1, restored: 1 });
    expect(await on.imports.undo.run(second.id, on.actor)).toEqual({ withdrawn: 0, restored: 0 });
    expect(await on.listings(own)).toMatchObject([
      { title: '归档', state: 'withdrawn' },
      { title: '质控', state: 'published', needs: '实时质控' },
    ]);
    expect(await on.imports.find(second.id)).toMatchObject({ state: 'undone', undoneBy: '导入人' });
    const facts = await on.suite.db.query(
      "SELECT 1 FROM facts WHERE name = 'import.undone' AND subject = $1",
      [`import:${second.id}`],
    );
    expect(facts).toHaveLength(1);
    const third = await on.written([header, [2, '归档', '云归档', 60]], own);
    expect(third).toMatchObject({ created: 1 });
    await on.suite.db.query('UPDATE listings SET version = version + 1 WHERE organisation_id = $1', [own]);
    await expect(
      on.suite.db.transaction((tx) => on.imports.undo.begin(tx, third.id, '传错了文件', '导入人')),
    ).rejects.toThrow('不能整批撤销');
  });

  it('is submitted as a whole, and says what could not be', async () => {
    const own = await on.organisation(11);
    const done = await on.written(
      [
        [...header, '有效期'],
        [1, '质控', '实时质控', 50, ''],
        [2, '归档', '云归档', 60, '2020-01-01'],
      ],
      own,
    );
    const told = await on.imports.advance(done.id, 'submit', on.actor);
    expect(told).toMatchObject({
      done: 1,
      leftInAll: 1,
      left: [{ reason: expect.stringContaining('有效期') }],
    });
    expect(await on.imports.find(done.id)).toMatchObject({ submitted: 1 });
  });

  it('is told apart row by row in the same time, however few rows the planner takes it for', async () => {
    const own = await on.organisation(30);
    const many = (from: number) =>
      Array.from({ length: 3000 }, (_, i) => [i + 1, `多行${from + i}`, '内容', 1]);
    await on.stage([header, ...many(0)], own);
    // Since then the planner knows one import, which has all rows: of any other it expects one.
    await on.suite.owner.query('ANALYZE import_rows');
    const [first, ...rest] = many(10_000);
    const twin = [3001, first?.[1], '另一内容', 1];
    const staged = await on.stage([header, first ?? [], ...rest, twin], own);
    expect(staged).toMatchObject({ total: 3001, valid: 2999, questions: 2 });
    await on.imports.changeRow(staged.id, { row: 3002, cells: new Map([[1, '已改名']]) });
    expect(await on.imports.find(staged.id)).toMatchObject({ valid: 3001, questions: 0 });
  }, 30_000);
});
