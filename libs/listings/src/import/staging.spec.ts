import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { creditCodeCheck } from '#kernel';
import { type Sheet, writeWorkbook } from '#sheets';
import { merged } from '../domain/dictionaries.js';
import { openFile } from './read.js';
import { layoutOf } from './reading.js';
import { seenOf, sheetsAlike, startsOf } from './sheets.js';
import { type Staged, stagedRows } from './staging.js';
import { Directory } from './whose.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-staging-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dictionaries = merged([]);
const uscc = `91410100MA0000009${creditCodeCheck('91410100MA0000009')}`;
const own = { id: 'own', name: '示例单位', uscc };
const terms = {
  chosen: own,
  owner: undefined,
  area: null,
  side: { kinds: ['user'], word: '单位' } as const,
  mayMake: false,
};
const directory = new Directory([{ ...own, state: 'unclaimed', area: null, kinds: [] }]);

async function opened(content: string | Uint8Array) {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  const book = await openFile(path);
  const starts = await startsOf(book);
  const { layout, isSure } = layoutOf(starts, {}, { kind: 'scenario', dictionaries, remembered: new Map() });
  return { book, starts, layout, isSure };
}

async function stagedOf(...lines: readonly string[]): Promise<Staged[]> {
  const { book, layout } = await opened(lines.join('\n'));
  const { mapping, unit } = layout;
  const context = { kind: 'scenario' as const, mapping, unit, dictionaries, terms, directory };
  const rows: Staged[] = [];
  for await (const row of stagedRows(book, layout, context, new Map())) rows.push(row);
  await book.close();
  return rows;
}
const states = (rows: readonly Staged[]) => rows.map(({ state }) => state);
const said = ({ notices = [] }: Staged) => notices.map(({ header, text }) => `${header}：${text}`);

describe('a table', () => {
  const header = '序号,场景名称,痛点与需求,预算（万元）';

  it('that stands beside another of the same columns is said to be left out', async () => {
    const rows = await stagedOf(`${header},,${header}`, '1,甲,需要识别,50,,3,丙,需要调度,80');
    expect(states(rows)).toEqual(['error', 'new']);
    expect(rows[0]?.errors).toEqual([
      expect.objectContaining({ column: 6, header: '序号', code: 'import.another_table' }),
    ]);
  });

  it('of which one name stands twice is one table', async () =>
    expect(states(await stagedOf(`${header},序号`, '1,甲,需要识别,50,1'))).toEqual(['head', 'new']));

  it('says of which its totals consist, and heads groups by a name and their number, in rows that are no records', async () => {
    const rows = await stagedOf(
      header,
      '1,智慧医院（共2项）,,',
      '1.1,甲,需要识别,50',
      '1.2,乙,需要归档,60',
      ',其中财政资金,,20',
      '其中：自筹,,,90',
      '2,丙,需要调度,70',
    );
    expect(states(rows)).toEqual(['head', 'skipped', 'new', 'new', 'skipped', 'skipped', 'new']);
  });
});

describe('an amount', () => {
  it.each([
    ['预算（万元）', '500000', '500000'],
    ['项目预算（万元）', '100000', '100000'],
  ])('under %s, where many write yuan all the same, is looked at again: %s', async (name, amount, told) => {
    const [, row] = await stagedOf(`场景名称,痛点与需求,${name},技术指标`, `甲,需要识别,${amount},准确`);
    expect(row && said(row)).toEqual([`${name}：读作 ${told} 万元，金额很大，请核对单位是否写错`]);
  });

  it('of as many 万元 as a city spends is not', async () => {
    const [, row] = await stagedOf('场景名称,痛点与需求,预算（万元）', '甲,需要识别,99999');
    expect(row).toMatchObject({ content: { budgetMin: '999990000.00' }, notices: [] });
  });
});

describe('同上', () => {
  const header = '序号,场景名称,痛点与需求,预算金额,有效期,联系人';
  const first = '1,甲,需要识别,50万元,2027-12-31,示例甲';

  it('is what stands above, also above a row that says the same, and it is said', async () => {
    const rows = await stagedOf(header, first, '2,乙,同上,〃,同上,示例乙', '3,丙,同上,60万元,″,同上');
    expect(rows.map(({ content }) => content)).toMatchObject([
      {},
      { title: '甲' },
      { title: '乙', needs: '需要识别', budgetMin: '500000.00', validUntil: '2027-12-31' },
      { title: '丙', needs: '需要识别', budgetMin: '600000.00', contact: { name: '示例乙' } },
    ]);
    expect(said(rows[2] as Staged)).toEqual(
      ['痛点与需求', '预算金额', '有效期'].map((name) => `${name}：写作“同上”，按上一行的内容读取`),
    );
    // A correction of the row reads it by itself.
    expect(rows[2]?.cells.slice(2, 4)).toEqual(['需要识别', '50万元']);
  });

  it('within a text is a part of it', async () => {
    const [, , row] = await stagedOf(header, first, '2,乙,流程同上，另需归档,50万元,2027-12-31,示例乙');
    expect(row?.content).toMatchObject({ needs: '流程同上，另需归档' });
    expect(row?.notices).toEqual([]);
  });
});

describe('a row that names no organisation', () => {
  const header = '序号,单位名称,场景名称,痛点与需求';
  const notes = (rows: readonly Staged[]) => rows.map((row) => said(row));

  it('goes to the chosen one, and below a row that names another it is said', async () => {
    const rows = await stagedOf(
      header,
      '1,示例单位,甲,需要一',
      '2,,乙,需要二',
      '3,别家单位,丙,需要三',
      '4,,丁,需要四',
    );
    expect(rows.map(({ organisation }) => organisation?.id)).toEqual([
      undefined,
      'own',
      'own',
      undefined,
      'own',
    ]);
    expect(notes(rows)).toEqual([
      [],
      [],
      [],
      [],
      ['单位名称：没有写明单位，归入所选的“示例单位”；上面的行写作“别家单位”，请核对'],
    ]);
  });
});

describe('a form of one record', () => {
  it.each([
    [['场景名称,示例场景', '痛点与需求,需要识别', '技术指标,准确', '预算（万元）,50']],
    [
      [
        '单位名称,示例单位,联系人,甲',
        '场景名称,示例场景,所属领域,人工智能',
        '痛点与需求,需要识别,,',
        '技术指标,准确,有效期,2027-12-31',
      ],
    ],
  ])('is no table of which the first line is the header: nothing is read of it', async (lines) => {
    const { book, isSure } = await opened(lines.join('\n'));
    await book.close();
    expect(isSure).toBe(false);
  });
});

describe('the sheets of a workbook', () => {
  const sheet = (name: string, headers: readonly string[]): Sheet => ({
    name,
    columns: headers.map((header) => ({ header })),
    rows: [headers.map((_, i) => (i === 0 ? '1' : `${name}需要识别${i}`))],
  });
  const columns = ['序号', '场景名称', '痛点与需求', '技术指标'];

  it('with the columns of the one that is read are named, others are not', async () => {
    const { book, starts, layout } = await opened(
      await writeWorkbook([
        sheet('一季度', columns),
        sheet('说明', ['项目', '内容']),
        sheet('二季度', columns),
        sheet('企业', ['序号', '企业名称', '产品名称', '核心功能']),
      ]),
    );
    await book.close();
    const seen = seenOf(starts);
    expect(sheetsAlike(seen, 0, layout.headerRow)).toEqual(['二季度']);
    expect(sheetsAlike(seen, 2, 1)).toEqual(['一季度']);
    expect(sheetsAlike(seen, 0, null)).toEqual([]);
  });
});
