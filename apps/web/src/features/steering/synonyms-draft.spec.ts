import { describe, expect, it } from '@jest/globals';
import {
  changesIn,
  type Draft,
  draftOf,
  faultsOf,
  foundIn,
  linesOf,
  rebased,
  withGroups,
  without,
} from './synonyms-draft';

const base = {
  version: 3,
  groups: [
    ['oa', '办公自动化'],
    ['erp', '企业资源计划'],
    ['mes', '制造执行系统'],
  ],
};
const groups = ({ rows }: Draft) => rows.map(({ words }) => words.join('、'));

describe('a draft of synonyms', () => {
  it('knows what it adds, changes and removes', () => {
    const draft = without(
      withGroups(withGroups(draftOf(base), [['等保', '等级保护']]), [['oa', '协同办公']], 0),
      1,
    );
    expect(groups(draft)).toEqual(['等保、等级保护', 'oa、协同办公', 'mes、制造执行系统']);
    expect(changesIn(draft)).toBe('新增 1 组、修改 1 组、删除 1 组');
  });

  it('has changed nothing where a change was taken back', () => {
    const there = withGroups(draftOf(base), [['oa', '协同办公']], 0);
    const back = withGroups(there, [['oa', '办公自动化']], 0);
    expect(changesIn(back)).toBe('');
  });

  it('makes further groups of further lines where one is edited', () =>
    expect(
      groups(
        withGroups(
          draftOf(base),
          [
            ['oa', '协同'],
            ['办公', '自动化'],
          ],
          0,
        ),
      ).slice(0, 3),
    ).toEqual(['oa、协同', '办公、自动化', 'erp、企业资源计划']));

  it('is carried over to what another person has put in force meanwhile', () => {
    const draft = without(
      withGroups(withGroups(draftOf(base), [['等保', '等级保护']]), [['oa', '协同办公']], 0),
      1,
    );
    const now = { version: 4, groups: [...base.groups, ['等保', '等级保护'], ['gis', '地理信息系统']] };
    const after = rebased(draft, now);
    expect(after.base).toBe(now);
    expect(groups(after)).toEqual([
      'oa、协同办公',
      'mes、制造执行系统',
      '等保、等级保护',
      'gis、地理信息系统',
    ]);
  });

  it('is searched by any of its words, and keeps its numbers', () => {
    expect(foundIn(draftOf(base), ' ＥＲＰ').map(({ number }) => number)).toEqual([2]);
    expect(foundIn(draftOf(base), '').map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(foundIn(draftOf(base), '没有')).toEqual([]);
  });
});

describe('lines as they are pasted', () => {
  it('are a meaning each, with blanks inside words and none around them', () =>
    expect(linesOf(' ＯＡ、办公自动化，协同办公\r\n\n边缘计算;edge  computing\tMEC|、\n、')).toEqual([
      ['oa', '办公自动化', '协同办公'],
      ['边缘计算', 'edge computing', 'mec'],
    ]));

  it.each([
    [[['oa']], '有 1 个词，每组应有 2 至 20 个，用顿号或逗号隔开'],
    [[['oa', 'oa']], '“oa”重复'],
    [[['oa', '——']], '“——”不含文字或数字'],
    [[['oa', '长'.repeat(41)]], `“${'长'.repeat(41)}”超过 40 个字`],
    [[['oa', 'erp']], '“erp”已在序号 7 的一组，一个词只能在一组'],
    [
      [
        ['a', 'b'],
        ['c', 'b'],
      ],
      '第 2 行“b”重复',
    ],
  ])('are told what is wrong with %j', (lines, fault) =>
    expect(faultsOf(lines, new Map([[7, ['erp', '企业资源计划']]]))).toEqual([fault]),
  );

  it('are right otherwise', () =>
    expect(
      faultsOf(
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
        new Map(),
      ),
    ).toEqual([]));
});
