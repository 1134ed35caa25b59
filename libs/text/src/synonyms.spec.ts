import fc from 'fast-check';
import { InvalidInput } from '#kernel';
import { formsOf, terms } from './segment.js';
import { checkedGroups } from './synonym-groups.js';
import { type SynonymGroups, synonymFinder, synonyms } from './synonyms.js';

const found = (groups: SynonymGroups, text: string) => synonymFinder(groups)(text).map(({ word }) => word);

function refused(groups: SynonymGroups) {
  try {
    checkedGroups(groups);
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors;
    throw error;
  }
  return [];
}

describe('a list of synonyms', () => {
  const groups = [
    ['mes', '制造执行系统', '生产执行系统'],
    ['5g', '第五代移动通信'],
  ];

  it.each([
    ['需要mes与仓储对接', ['制造执行系统', '生产执行系统']],
    ['生产执行系统改造', ['mes', '制造执行系统']],
    ['制造执行系统（mes）', ['生产执行系统']],
    ['mesh组网', []],
    ['mesh组网与mes对接', ['制造执行系统', '生产执行系统']],
    ['5g专网', ['第五代移动通信']],
    ['带宽15g', []],
    ['', []],
  ])('tells of “%s” what else it is called', (text, expected) =>
    expect(found(groups, text)).toEqual(expected),
  );

  it('is the built-in one where no other is given', () => {
    expect(synonymFinder()('通过等保测评').map(({ word }) => word)).toEqual(['等级保护']);
    expect(found([], '通过等保测评')).toEqual([]);
  });

  it('finds in any text what looking for every word of every group finds', () => {
    const word = fc.string({ unit: fc.constantFrom(...'ab1数据云'), minLength: 1, maxLength: 3 });
    const lists = fc
      .uniqueArray(word, { maxLength: 12 })
      .chain((words) =>
        fc
          .array(fc.integer({ min: 0, max: 3 }), { minLength: words.length, maxLength: words.length })
          .map((of) => [0, 1, 2, 3].map((group) => words.filter((_, i) => of[i] === group))),
      );
    const bordered = (text: string, one: string) => {
      const before = /^[a-z]/.test(one) ? '(?<![a-z])' : /^\d/.test(one) ? '(?<!\\d)' : '';
      const after = /[a-z]$/.test(one) ? '(?![a-z])' : /\d$/.test(one) ? '(?!\\d)' : '';
      return new RegExp(`${before}${one}${after}`).test(text);
    };
    fc.assert(
      fc.property(
        lists,
        fc.string({ unit: fc.constantFrom(...'ab1数据云，'), maxLength: 12 }),
        (list, text) => {
          const expected = list
            .filter((group) => group.some((one) => bordered(text, one)))
            .flatMap((group) => group.filter((one) => !bordered(text, one)));
          expect(found(list, text).sort()).toEqual(expected.sort());
        },
      ),
    );
  });
});

describe('what a synonym is looked for by', () => {
  it.each([
    ['办公自动化', ['办公自动化'], []],
    ['oa', ['oa'], []],
    ['等级保护', [], ['级保']],
    ['大语言模型', [], ['大语', '言模']],
    ['edge computing', ['edge', 'computing'], []],
    ['mes系统', ['mes', '系统'], []],
  ])('is for %s its words %j and pairs %j', (word, words, pairs) =>
    expect(formsOf(word)).toEqual({ words, pairs }),
  );

  it('stands in every text that holds a phrase', () => {
    const around = fc.string({
      unit: fc.constantFrom(...'智慧城市数据平台建设云计算安全a1 ，。'),
      maxLength: 12,
    });
    const phrases = synonyms.flat().filter((word) => formsOf(word).pairs.length > 0);
    expect(phrases.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(around, fc.constantFrom(...phrases), around, (before, phrase, after) =>
        formsOf(phrase).pairs.every((pair) => terms(before + phrase + after).bigrams.includes(pair)),
      ),
    );
  });
});

describe('groups as a person gives them', () => {
  it('are kept normalised, in their order', () => {
    expect(checkedGroups([['ＭＥＳ', ' 製造執行系統 ', '生产  执行']])).toEqual([
      ['mes', '制造执行系统', '生产 执行'],
    ]);
    expect(checkedGroups(synonyms)).toEqual(synonyms);
    expect(checkedGroups([])).toEqual([]);
  });

  it.each([
    [[['erp']], '/groups/0', 'synonym.group_size', '第1组（erp）有1个词，每组应有2至20个'],
    [[[]], '/groups/0', 'synonym.group_size', '第1组有0个词，每组应有2至20个'],
    [
      [Array.from({ length: 21 }, (_, i) => `词${i}`)],
      '/groups/0',
      'synonym.group_size',
      '第1组有21个词，每组应有2至20个',
    ],
    [[['erp', ' ']], '/groups/0/1', 'synonym.word_length', '第1组的“”有0个字，每个词应为1至40个字'],
    [
      [['erp', '长'.repeat(41)]],
      '/groups/0/1',
      'synonym.word_length',
      `第1组的“${'长'.repeat(40)}…”有41个字，每个词应为1至40个字`,
    ],
    [
      [['erp', '计划、资源']],
      '/groups/0/1',
      'synonym.word_sign',
      '第1组的“计划、资源”应含文字或数字，且不含顿号、逗号、分号、竖线和控制字符',
    ],
    [[['erp', '计\u0000划']], '/groups/0/1', 'synonym.word_sign', expect.stringContaining('控制字符')],
    [[['erp', '——']], '/groups/0/1', 'synonym.word_sign', expect.stringContaining('应含文字或数字')],
    [[['erp', 'ＥＲＰ', '资源计划']], '/groups/0/1', 'synonym.word_repeated', '第1组中“erp”重复，请删去一个'],
    [
      [
        ['erp', '资源计划'],
        ['crm', 'ERP'],
      ],
      '/groups/1/1',
      'synonym.word_taken',
      '第2组的“erp”已在第1组，一个词只能在一组，请合并两组或删去其一',
    ],
    [
      Array.from({ length: 2001 }, (_, i) => [`a${i}`, `b${i}`]),
      '/groups',
      'synonym.too_many_groups',
      '最多2000组，现有2001组',
    ],
  ])('are refused with the place, the word and what would be right (%#)', (given, pointer, code, detail) =>
    expect(refused(given as string[][])).toEqual([expect.objectContaining({ pointer, code, detail })]),
  );

  it('are told every fault at once, up to a hundred', () => {
    expect(refused([['a', 'a'], ['b']]).map(({ code }) => code)).toEqual([
      'synonym.word_repeated',
      'synonym.group_size',
    ]);
    expect(refused(Array.from({ length: 300 }, () => ['x']))).toHaveLength(100);
  });

  it('are kept alike however they are written, and as they are when they are given again', () => {
    const words = fc.uniqueArray(
      fc.string({ unit: fc.constantFrom(...'ab1数据云'), minLength: 1, maxLength: 4 }),
      { minLength: 2, maxLength: 12 },
    );
    const otherwise = new Map(['aＡ', 'bB', '1１', '数數', '据據'].map((pair) => [pair[0], pair[1]]));
    fc.assert(
      fc.property(words, (all) => {
        const groups = all.flatMap((word, i) => (i % 2 === 1 ? [[all[i - 1] as string, word]] : []));
        const given = groups.map((group) =>
          group.map((word) => ` ${[...word].map((sign) => otherwise.get(sign) ?? sign).join('')}`),
        );
        expect(checkedGroups(given)).toEqual(groups);
        expect(checkedGroups(groups)).toEqual(groups);
      }),
    );
  });
});
