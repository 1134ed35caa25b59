import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import { creditCodeCheck } from '#kernel';
import type { Cell, SheetRow } from '#sheets';
import { merged } from '../domain/dictionaries.js';
import { detectLayout, isSection } from './mapping.js';
import { readRows } from './read.js';
import { readRow } from './row.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function rowsOf(name: string, content: Uint8Array | string): Promise<SheetRow[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const found: SheetRow[] = [];
  for await (const row of readRows(path)) found.push(row);
  return found;
}
const uscc = `91410100MA0000009${creditCodeCheck('91410100MA0000009')}`;

describe('a csv', () => {
  it.each([
    ['UTF-8 with a BOM and CRLF', Buffer.from('\ufeff需求名称,需求内容\r\n"甲,乙","一\r\n二"\r\n')],
    [
      'GBK',
      Buffer.from([
        0xd0, 0xe8, 0xc7, 0xf3, 0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xd0, 0xe8, 0xc7, 0xf3, 0xc4, 0xda, 0xc8, 0xdd,
        0x0a, 0x22, 0xbc, 0xd7, 0x2c, 0xd2, 0xd2, 0x22, 0x2c, 0x22, 0xd2, 0xbb, 0x0d, 0x0a, 0xb6, 0xfe, 0x22,
        0x0a,
      ]),
    ],
    ['single quotes and blanks around commas', "'需求名称' , '需求内容'\n'甲,乙' , '一\r\n二' \n"],
    ['tabs', '需求名称\t需求内容\n甲,乙\t"一\r\n二"\n'],
  ])('in %s is read as the same cells', async (name, content) => {
    const [header, row] = await rowsOf(`${name}.csv`, content);
    expect(header?.cells).toEqual(['需求名称', '需求内容']);
    expect(row?.cells).toEqual(['甲,乙', '一\r\n二']);
  });
});

describe('a workbook', () => {
  it('gives the value of merged cells to all of them, and its section rows are no data', async () => {
    const data = await writeXlsx({
      sheets: [
        {
          name: '汇总',
          rows: [
            ['2026年需求汇总表', null, null, null],
            ['序号', '单位名称', '技术需求名称', '需求简介'],
            ['一、医疗健康', null, null, null],
            [1, '示例医院', '病历质控', '实时质控'],
            [2, null, '影像归档', '云归档'],
          ],
          merges: [
            { startRow: 0, startCol: 0, endRow: 0, endCol: 3 },
            { startRow: 2, startCol: 0, endRow: 2, endCol: 3 },
            { startRow: 3, startCol: 1, endRow: 4, endCol: 1 },
          ],
        },
      ],
    });
    const rows = await rowsOf('merged.xlsx', data as Uint8Array);
    const layout = detectLayout('scenario', rows);
    expect(layout.headerRow).toBe(2);
    expect(layout.mapping.map((m) => m.field)).toEqual(['serial', 'organisation', 'title', 'needs']);
    const [section, first, second] = rows.filter((row) => row.row > layout.headerRow);
    expect(isSection(section?.cells ?? [], layout.mapping)).toBe(true);
    expect(first && isSection(first.cells, layout.mapping)).toBe(false);
    expect(second?.cells[1]).toEqual({ covered: '示例医院' });
  });
});

describe('the header', () => {
  it.each([
    ['技术需求名称', 'title'],
    ['需求主题', 'title'],
    ['需求详情', 'needs'],
    ['所属领域', 'fields'],
    ['预算金额（万元）', 'budget'],
    ['预算(万元)*', 'budget'],
    ['截止时间', 'validUntil'],
    ['联系人电话', 'contact.phone'],
    ['电子邮箱', 'contact.email'],
    ['统一社会信用代码', 'uscc'],
    ['统一社会信用代号', 'uscc'],
    ['发布单位名称', 'organisation'],
    ['合作方式', 'mode'],
    ['完全无关', 'ignore'],
  ])('knows %s as %s', (header, field) => {
    const { mapping } = detectLayout('scenario', [
      { row: 1, cells: [header, '序号', header === '技术指标' ? '需求内容' : '技术指标'] },
    ]);
    expect(mapping[0]?.field).toBe(field);
  });
});

describe('a row', () => {
  const mapping = ['organisation', 'uscc', 'title', 'needs', 'fields', 'budget'].map((field, column) => ({
    column,
    header: field,
    field,
    confidence: 1,
  }));
  const read = (cells: Cell[], defaultOrganisation?: string) =>
    readRow({ row: 7, cells }, { kind: 'scenario', mapping, dictionaries: merged([]), defaultOrganisation });

  it('with labels and aliases becomes codes, and its organisation is normalised', () => {
    const row = read([
      '示例医院',
      ` ${uscc.toLowerCase()} `,
      '病历质控',
      '实时质控',
      '医疗健康、AI',
      '60-120',
    ]);
    expect(row.errors).toEqual([]);
    expect(row.organisation).toEqual({ name: '示例医院', uscc });
    expect(row.content).toMatchObject({
      fields: ['healthcare', 'ai'],
      budgetMin: '600000.00',
      budgetMax: '1200000.00',
    });
  });

  it('names every wrong cell with its value and what would be right', () => {
    const { errors, content } = read(['示例医院', `${uscc.slice(0, 17)}?`, '', '', '占星术', '100-50']);
    expect(content).toBeUndefined();
    expect(errors.map((e) => [e.row, e.column, e.code])).toEqual(
      expect.arrayContaining([
        [7, 2, 'import.credit_code_character'],
        [7, 5, 'import.unknown_label'],
        [7, 6, 'import.range_reversed'],
      ]),
    );
    for (const error of errors) expect(error.expected).not.toBe('');
  });

  it('has the same key from whichever file it comes, and another for another organisation', () => {
    const one = read(['甲', uscc, '病历质控', '实时质控', '', '']);
    expect(read(['甲', uscc, '病历质控', '实时质控', '', '']).importKey).toBe(one.importKey);
    expect(read([null, null, '病历质控', '实时质控', '', ''], uscc).importKey).toBe(one.importKey);
    expect(read([null, null, '病历质控', '实时质控', '', ''], 'other').importKey).not.toBe(one.importKey);
  });
});
