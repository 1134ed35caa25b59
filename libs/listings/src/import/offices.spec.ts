import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListingKind } from '#contracts';
import { creditCodeCheck } from '#kernel';
import { type Sheet, writeWorkbook } from '#sheets';
import { merged } from '../domain/dictionaries.js';
import { errorText } from './errors.js';
import { type LineKind, Lines } from './layout/lines.js';
import { openFile } from './read.js';
import { layoutOf } from './reading.js';
import { type ReadRow, readRow } from './row.js';
import { startsOf } from './sheets.js';
import { Directory } from './whose.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-offices-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dictionaries = merged([]);
const uscc = `91410100MA0000009${creditCodeCheck('91410100MA0000009')}`;
const own = { id: 'own', name: '示例单位', uscc };
const directory = new Directory([{ ...own, state: 'unclaimed', area: null, kinds: [] }]);

interface Outcome {
  readonly isSure: boolean;
  readonly unit: string | null;
  readonly fields: readonly string[];
  readonly rows: readonly ReadRow[];
  readonly skipped: readonly LineKind[];
}

/** A file as an import reads it, its rows those of the chosen organisation. */
async function outcomeOf(content: string | Uint8Array, kind: ListingKind = 'scenario'): Promise<Outcome> {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  const book = await openFile(path);
  const { layout, isSure } = layoutOf(
    await startsOf(book),
    {},
    { kind, dictionaries, remembered: new Map() },
  );
  const rows: ReadRow[] = [];
  const skipped: LineKind[] = [];
  const lines = new Lines(layout.mapping, { kind, dictionaries });
  const terms = {
    chosen: own,
    owner: undefined,
    area: null,
    side: { kinds: ['user', 'firm'], word: '单位' },
    mayMake: false,
  };
  for await (const sheet of isSure ? book.rows(layout.sheet) : []) {
    if (sheet.row <= layout.headerRow) continue;
    const skip = lines.next(sheet);
    if (skip) skipped.push(skip);
    else
      rows.push(
        readRow(sheet, { kind, mapping: layout.mapping, dictionaries, unit: layout.unit, terms, directory }),
      );
  }
  await book.close();
  return { isSure, unit: layout.unit, fields: layout.mapping.map(({ field }) => field), rows, skipped };
}
const lines = (...all: readonly string[]) => all.join('\n');
const contents = ({ rows }: Outcome) =>
  rows.map(({ content }) => content as Record<string, unknown> | undefined);
const titles = ({ rows }: Outcome) => rows.map(({ title }) => title);
const said = ({ rows }: Outcome) => rows.flatMap(({ errors }) => errors.map(errorText));
const noticed = ({ rows }: Outcome) => rows.flatMap(({ notices }) => notices.map(({ text }) => text));

const header = '序号,场景名称,痛点与需求,技术指标,预算金额,有效期,联系人';
const record = (n: number, amount = '50') =>
  `${n},示例场景${n},需要自动识别并归档第${n}项,准确率95%,${amount},2027-12-31,示例甲`;

describe('an amount of 2.5 in a unit', () => {
  const units = [
    ['元', '2.50'],
    ['千元', '2500.00'],
    ['万元', '25000.00'],
    ['百万元', '2500000.00'],
    ['亿元', '250000000.00'],
  ] as const;
  const places = {
    'its cell': (unit: string) => lines(header, record(1, `2.5${unit}`)),
    'its header': (unit: string) => lines(header.replace('金额', `金额（${unit}）`), record(1, '2.5')),
    'a second row of the header': (unit: string) => lines(header, `,,,,（${unit}）,,`, record(1, '2.5')),
    'a line above the table': (unit: string) =>
      lines('示例汇总表,,,,,,', `,,,,,单位：${unit},`, header, record(1, '2.5')),
    'a line above the table, beside who filled it in': (unit: string) =>
      lines('示例汇总表,,,,,,', `填报单位：示例区,,,,金额单位：人民币${unit},,`, header, record(1, '2.5')),
    'the title': (unit: string) => lines(`示例汇总表（单位：${unit}）,,,,,,`, header, record(1, '2.5')),
    'brackets above the table': (unit: string) => lines(`,,,,,,（${unit}）`, header, record(1, '2.5')),
  };
  const cases = Object.entries(places).flatMap(([place, write]) =>
    units.map(([unit, yuan]) => [unit, place, write(unit), yuan] as const),
  );

  it.each(cases)('%s, said in %s, is that many yuan', async (_unit, _place, file, yuan) => {
    const read = await outcomeOf(file);
    expect(said(read)).toEqual([]);
    expect(contents(read)).toMatchObject([{ budgetMin: yuan, budgetMax: yuan }]);
  });

  it.each(['美元', '万美元', '港币'])(
    '%s is refused wherever that is said, and none is taken for yuan',
    async (unit) => {
      const all = [
        lines(header, record(1, `2.5${unit}`)),
        lines(header.replace('金额', `金额（${unit}）`), record(1, '2.5')),
        lines(`,,,,单位：${unit},,`, header, record(1, '2.5')),
      ];
      for (const file of all)
        expect(said(await outcomeOf(file))).toEqual([expect.stringContaining('人民币')]);
    },
  );

  it('of which two are named is read as none of them, and it is said', async () =>
    expect(noticed(await outcomeOf(lines(',,,,单位：元/万元,,', header, record(1, '2.5'))))).toEqual([
      expect.stringContaining('没有写明单位'),
    ]));
});

describe('what stands around the records of a table', () => {
  it.each([
    [
      'totals in any column',
      [',合计,,,50,,', ',,,合计,100,,', '合 计,共2项,,,100,,', '3,合计,,,50,,', '汇总,,,,50,,'],
      'total',
    ],
    [
      'notes and signatures',
      [
        '注：以上为2026年计划,,,,,,',
        ',,,,填表人：示例甲,,',
        '填表人,示例甲,,联系电话,0371-1,,',
        '填表单位负责人：示例甲,,填表人：示例乙,,,,',
        '填表人：示例甲,,,审核人：示例乙,,,2026年3月1日',
        '单位负责人（签字）：,,,,,,',
      ],
      'note',
    ],
    ['names of sections', ['一、医疗健康,,,,,,', ',三、现代教育,,,,,', '（二）智慧交通,,,,,,'], 'section'],
    [
      'the header of the next page',
      [
        '序号,场景名称,痛点与需求,技术指标,预算金额（万元）,有效期,联系人',
        '序 号,场景 名称,痛点与需求,技术指标,预算 金额,有效期,联系人',
      ],
      'header',
    ],
    [
      'a row that shows how to fill in the others',
      ['示例,智能质控,门诊病历质控依赖人工,准确率95%,50,2027-12-31,示例甲'],
      'guide',
    ],
  ])('is seen and left out: %s', async (_what, found, kind) => {
    const read = await outcomeOf(lines(header, record(1), ...found, record(2)));
    expect(read.skipped).toEqual(found.map(() => kind));
    expect(titles(read)).toEqual(['示例场景1', '示例场景2']);
  });

  it('is no second row of its header: who filled it in, and when', async () => {
    const read = await outcomeOf(
      lines(
        '示例汇总表,,,,,,',
        '联系人：示例甲,,,电话：13800000000,,,',
        '填报单位：示例区,,,单位：元,,,',
        header,
        record(1),
      ),
    );
    expect(read).toMatchObject({ unit: '元', isSure: true });
    expect(contents(read)).toMatchObject([{ title: '示例场景1', budgetMin: '50.00' }]);
  });

  it('makes no separator of what stands in a note above it', async () =>
    expect(titles(await outcomeOf(lines('填表说明：一;二;三', header, record(1))))).toEqual(['示例场景1']));
});

describe('a column', () => {
  it.each([
    '县（市、区）（必填）',
    '*县（市、区）\n（下拉选择）',
    '3.县（市、区）',
    '所属地区[必填项]',
    '所属区域（请填写所在区县）',
  ])('%s is the area, whatever brackets stand around it', async (name) => {
    const read = await outcomeOf(`场景名称,痛点与需求,"${name}"\n甲,需要识别,金水区\n`);
    expect(contents(read)).toMatchObject([{ area: '410105' }]);
  });

  it('names its amounts’ unit behind a blank, too', async () => {
    const read = await outcomeOf('场景名称,痛点与需求,项目预算 单位：元\n甲,需要识别,500000\n');
    expect(contents(read)).toMatchObject([{ budgetMin: '500000.00' }]);
  });

  it('of codes under another name is a question where none of its values is known', async () => {
    const industries = await outcomeOf('场景名称,痛点与需求,所属行业\n甲,需要识别,纺织\n乙,需要识别,矿业\n');
    expect(industries.fields[2]).toBe('ignore');
    const fields = await outcomeOf('场景名称,痛点与需求,所属行业\n甲,需要识别,人工智能\n乙,需要识别,矿业\n');
    expect(fields.fields[2]).toBe('fields');
  });

  it('that is missing is named in what is wrong', async () => {
    const read = await outcomeOf('序号,痛点与需求,预算（万元）,有效期\n1,,50,2027-12-31\n');
    expect(said(read)).toEqual([expect.stringContaining('第2行表中没有“场景名称”一列：'), expect.anything()]);
    expect(said(read).join()).not.toMatch(/第2行（|import\./);
  });
});

describe('a row', () => {
  it('without a text takes its title for it, and says so; one whose title went wrong takes nothing for it', async () => {
    const read = await outcomeOf(lines('序号,场景名称,痛点与需求', '1,甲场景,', '2,#N/A,需要归档'));
    expect(contents(read)).toMatchObject([{ needs: '甲场景' }, undefined]);
    expect(noticed(read)).toEqual(['没有写明，以名称代替']);
    expect(said(read)).toEqual([expect.stringContaining('公式出错')]);
  });
});

describe('the number of a record', () => {
  it.each([
    ['７', '7'],
    ['Ａ－１２', 'A-12'],
    ['A-12', 'A-12'],
  ])('%s is %s, so that full-width digits name the same record', async (written, number) => {
    const read = await outcomeOf(lines(header, record(1).replace('1', written)));
    expect(read.rows.map(({ serial }) => serial)).toEqual([number]);
  });
});

describe('a list that the platform published', () => {
  const columns = ['序号', '编号', '企业名称', '信用代码', '产品名称', '核心功能', '参考价（万元）', '状态'];
  const row = (n: number, price: string, state: string) => [
    ...[String(n), `NL-2026-00000${n}`, own.name, uscc, `示例产品${n}`, '示例功能', price, state],
  ];
  const rows = [row(1, '80起', ''), row(2, '80', '2026-03-01 划去：单位要求撤下'), row(3, '', '')];

  it('is read back as text: 起, its own numbers, without what was struck', async () => {
    const read = await outcomeOf(
      [columns, ...rows].map((cells) => cells.join(',')).join('\r\n'),
      'capability',
    );
    expect(read.skipped).toEqual(['struck']);
    expect(read.rows.map(({ serial }) => serial)).toEqual(['NL-2026-000001', 'NL-2026-000003']);
    expect(contents(read)).toMatchObject([{ referencePrice: '800000.00' }, { referencePrice: null }]);
  });

  it('is read back as a form with titles, notes and signatures', async () => {
    const sheet: Sheet = {
      name: '企业能力清单第1期',
      columns: columns.map((header) => ({ header })),
      rows: rows.map((cells) => cells),
      struck: [2],
      form: {
        title: '示例清单（企业能力清单第1期）',
        facts: ['发布单位：示例局　　发布日期：2026-03-01　　第 1 版　　共 3 项'],
        notes: [`SHA-256：${'a'.repeat(64)}`],
        signatures: ['填表人', '审核人', '负责人'],
      },
    };
    const notes: Sheet = {
      name: '说明',
      columns: [{ header: '项目' }, { header: '内容' }],
      rows: [['清单', '第1期']],
    };
    const read = await outcomeOf(await writeWorkbook([sheet, notes]), 'capability');
    expect(read.isSure).toBe(true);
    expect(read.skipped).toEqual(['struck', 'note', 'note']);
    expect(read.rows.map(({ serial, errors }) => [serial, errors])).toEqual([
      ['NL-2026-000001', []],
      ['NL-2026-000003', []],
    ]);
  });
});
