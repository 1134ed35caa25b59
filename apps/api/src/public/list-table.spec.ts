import { type ListTable, pausedText, tableDifferences } from './list-table.js';

const list: ListTable = {
  above: ['全市第一批（应用场景清单第1期）', '发布单位：示例市工信局'],
  headers: ['序号', '编号', '场景名称', '状态'],
  rows: [
    ['1', 'CJ-2026-000001', '水厂加药控制', ''],
    ['2', 'CJ-2026-000002', '景区票务管理', '2026-11-01 划去：重复'],
  ],
  below: ['SHA-256：0', '填表人：'],
  hashes: [],
};
const [first = [], second = []] = list.rows;
const differing = (found: Partial<ListTable>) =>
  tableDifferences(list, { ...list, ...found }).map(({ number, field, kind, found: text }) => [
    number,
    field ?? kind,
    text,
  ]);

describe('a workbook of a list beside the published one', () => {
  it('differs in nothing where it says the same, whatever has become of its items since the day of the download', () => {
    expect(differing({})).toEqual([]);
    const rows = [
      [...first.slice(0, 3), pausedText],
      [...second.slice(0, 3), `${second[3]}；本期已撤回：误发`],
    ];
    expect(differing({ rows })).toEqual([]);
  });

  it('differs in what was changed, wherever it stands', () => {
    const [{ length }] = [list.headers];
    expect(differing({ rows: [['1', 'CJ-2026-000001', '别的名称', ''], second] })).toEqual([
      ['CJ-2026-000001', '场景名称', '别的名称'],
    ]);
    expect(differing({ rows: [first, [...second.slice(0, 3), '']] })).toEqual([
      ['CJ-2026-000002', '状态', ''],
    ]);
    expect(differing({ above: ['全市第一批', '发布单位：另一家单位'] })).toEqual([
      [null, '标题和发布信息', '全市第一批 / 发布单位：另一家单位'],
    ]);
    expect(differing({ below: [...list.below, '另有一项'] })).toEqual([
      [null, '表下文字', 'SHA-256：0 / 填表人： / 另有一项'],
    ]);
    expect(differing({ headers: ['序号', '编号', '名称', '状态'] })).toEqual([
      [null, '表头', '序号、编号、名称、状态'],
    ]);
    const beside = [...first, ...Array.from({ length }, () => ''), '另附说明'];
    expect(differing({ rows: [beside, second] })).toEqual([['CJ-2026-000001', '表外单元格', '另附说明']]);
  });

  it('lacks items and has others, also the same one twice', () => {
    expect(differing({ rows: [second] })).toEqual([['CJ-2026-000001', 'missing', '']]);
    expect(differing({ rows: [...list.rows, ['3', '', '另有一项']] })).toEqual([['', 'added', '另有一项']]);
    expect(differing({ rows: [...list.rows, first] })).toEqual([['CJ-2026-000001', 'added', '水厂加药控制']]);
  });
});
