import { ignored } from '#contracts';
import type { Cell, SheetRow } from '#sheets';
import { merged } from '../../domain/dictionaries.js';
import { Lines, lineKind } from './lines.js';
import { unitIn } from './words.js';

const fields = ['serial', 'title', 'needs', 'budget', ignored];
const mapping = ['序号', '场景名称', '痛点与需求', '预算(万元)', '联系人'].map((header, column) => ({
  ...{ column, header, field: fields[column] ?? ignored },
  ...{ how: 'name' as const, samples: [] },
}));

describe('a line below the header', () => {
  const kindOf = (cells: readonly Cell[], isFirst = false, more: Partial<SheetRow> = {}) =>
    lineKind({ row: 9, cells, ...more }, mapping, isFirst);
  const spread = (text: string) => Array<Cell>(5).fill(text);

  it.each<[string, readonly Cell[], string | undefined]>([
    ['a record', [3, '影像归档', '需要归档', 60, '李四'], undefined],
    ['a record whose title says 合计', [3, '合计算力平台', '需要算力平台', 60, '李四'], undefined],
    ['a record without a number', [null, '影像归档', '需要归档', 60, '李四'], undefined],
    [
      'a record that begins with 说明 and has a number',
      [4, '说明：智能导诊', '需要导诊', null, null],
      undefined,
    ],
    ['合计', [null, '合计', null, 110, null], 'total'],
    ['合 计 with a count', ['合 计（2项）', null, null, 110, null], 'total'],
    ['金水区小计', ['金水区小计', null, null, 50, null], 'total'],
    ['注', ['注：本表由示例区报送', null, null, null, null], 'note'],
    ['填表人', ['填表人：示例甲', null, '审核人：示例乙', null, '填表日期：2026年3月27日'], 'note'],
    ['a section whose number stands by itself', ['二', '医疗健康', null, null, null], 'section'],
    ['a record that is numbered so', ['二', '影像归档', '需要归档', null, null], undefined],
    ['a number without anything', [7, null, null, null, null], 'empty'],
    ['以下空白', ['以下空白', null, null, null, null], 'note'],
    ['备注 spread', spread('备注：以上均为2026年计划'), 'note'],
    [
      'a numbered remark',
      [
        '1.各单位于每季度末报送，逾期未报的视为没有需求；报送前请由单位负责人签字并加盖公章，再将扫描件发送至工作邮箱。',
        null,
        null,
        null,
        null,
      ],
      'note',
    ],
    ['a section', spread('一、医疗健康'), 'section'],
    ['a section alone', ['二、智慧交通', null, null, null, null], 'section'],
    ['the header again', ['序号', '场景名称', '痛点与需求', '预算（万元）', '联系人'], 'header'],
  ])('is seen for what it is: %s', (_, cells, kind) => expect(kindOf(cells)).toBe(kind));

  it('that is merged over a part of a wide table is none of the data', () => {
    const names = ['area', 'chains', 'plannedStart', 'plannedEnd', 'validUntil', 'contact.name'];
    const wide = [
      ...mapping,
      ...names.map((field, i) => ({ ...mapping[0], field, column: i + 5, header: field })),
    ];
    const over = (cells: number) =>
      lineKind(
        { row: 9, cells: Array<Cell>(cells).fill(`校验码：${'a1'.repeat(32)}`) },
        wide as typeof mapping,
        false,
      );
    expect([over(8), over(4)]).toEqual(['note', 'note']);
    expect(over(2)).toBeUndefined();
  });

  it('that says how to fill it in, or numbers the columns, is none of the data', () => {
    expect(kindOf(['必填', '必填', '（200字以内）', '选填', '选填'], true)).toBe('guide');
    expect(kindOf([null, '示例场景甲', '示例需求甲', '示例', '示例联系人'], true)).toBeUndefined();
    expect(kindOf([1, 2, 3, 4, 5], true)).toBe('numbers');
    expect(kindOf(['A', 'B', 'C', 'D', 'E'], true)).toBe('numbers');
  });

  it('that was struck through is none of the data', () =>
    expect(kindOf([3, '影像归档', '需要归档', 60, '李四'], false, { struck: true })).toBe('struck'));

  it.each([
    ['单位：万元', '万元'],
    ['金额单位:人民币元', '元'],
    ['（单位：亿元）', '亿元'],
    ['单位：示例市医院', undefined],
  ])('above it that says %s gives the unit', (line, unit) => expect(unitIn(line)).toBe(unit));
});

describe('lines one after the other', () => {
  const kindsOf = (...rows: readonly (readonly Cell[])[]) => {
    const lines = new Lines(mapping, { kind: 'scenario', dictionaries: merged([]) });
    return rows.map((cells, i) => lines.next({ row: i + 2, cells }));
  };

  it('end at the header of another table, whose rows are none of this one', () =>
    expect(
      kindsOf(
        [1, '影像归档', '需要归档', 60, '李四'],
        ['二、联系人名册', null, null, null, null],
        ['姓名', '职务', '联系电话', null, null],
        ['张三', '科长', '0371-00000001', null, null],
        [2, '质控', '需要质控', 60, '李四'],
      ),
    ).toEqual([undefined, 'section', 'another', 'other', 'other']));

  it('go on behind the same header on a further page, and behind signatures', () =>
    expect(
      kindsOf(
        [1, '影像归档', '需要归档', 60, '李四'],
        ['填表人', '张三', '日期', null, null],
        ['序号', '场景名称', '痛点与需求', '预算(万元)', '联系人'],
        [2, '质控', '需要质控', 60, '李四'],
      ),
    ).toEqual([undefined, 'note', 'header', undefined]));
});
