import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duijie, type Ran } from '../support/command.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { uscc } from '../support/people.js';
import { row, text, workbook } from '../support/workbook.js';

describe('a file that is imported by the command line', () => {
  let suite: SuiteDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'duijie-command-'));
  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await suite?.drop();
  });

  function imported(content: string | Uint8Array, ...options: readonly string[]): Promise<Ran> {
    const file = join(folder, 'file');
    writeFileSync(file, content);
    const own = ['--organisation', uscc(750), '--name', '示例单位'];
    return duijie(['import', 'scenario', file, ...own, ...options], {
      DATABASE_URL: suite.url,
      DATA_DIR: join(folder, 'data'),
    });
  }
  const titles = async () =>
    (await suite.db.query<{ title: string }>('SELECT title FROM listing_revisions ORDER BY title')).map(
      ({ title }) => title,
    );

  it('is not read where its header is not sure, and is by the row and the columns that are named', async () => {
    const unclear = '一览表\n甲列,乙列,丙列\n质控,需要实时质控,50\n合计,,50';
    const asked = await imported(unclear);
    expect(asked).toMatchObject({ exit: 2, output: expect.stringContaining('第2行 甲列 | 乙列 | 丙列') });
    expect(await titles()).toEqual([]);
    const wrong = await imported(unclear, '--header-row', '2', '--map', '丁列=title');
    expect(wrong.output).toContain('没有列“丁列”');
    // By its header, its letter and its number; a field by its code, or as the platform or this city calls it.
    await suite.db.query(
      "INSERT INTO dictionary_entries (name, code, label, aliases, retired) VALUES ('fieldNames', 'scenario.needs', '难点说明', '{}', false)",
    );
    const map = ['--map', '甲列=场景名称', 'B=难点说明', '3=budget'];
    const read = await imported(unclear, '--header-row', '2', ...map);
    expect(read).toMatchObject({ exit: 0, output: expect.stringContaining('"created":1') });
    expect(await titles()).toEqual(['质控']);
  }, 30_000);

  it('is read from the sheet that is named, where several may be meant', async () => {
    const sheet = (name: string, title: string) => ({
      name,
      rows:
        row(1, text('A1', '场景名称'), text('B1', '痛点与需求')) +
        row(2, text('A2', title), text('B2', `需要${title}`)),
    });
    const book = workbook({ sheets: [sheet('市直', '市直场景'), sheet('县区', '县区场景')] });
    const asked = await imported(book);
    expect(asked.exit).toBe(2);
    expect(asked.output).toMatch(/工作表 1“市直”.*工作表 2“县区”/s);
    expect((await imported(book, '--sheet', '县区')).output).toContain('"created":1');
    expect(await titles()).toEqual(['县区场景', '质控']);
  }, 30_000);
});
