import type { PublishedScenario } from '#contracts';
import { reasonsOf } from '../markets/reasons.js';
import type { MatchSettings } from '../scoring/matched.js';
import { Catalogue } from './catalogue.js';
import {
  best,
  capability,
  most,
  mostText,
  others,
  rules,
  scenario,
  settings,
  today,
} from './software.fixture.js';

describe('what is proposed', () => {
  it('proposes what does the job first, with reasons that add up and name the words', async () => {
    const right = capability();
    const [first] = (await best(scenario(), [right])).found;
    expect(first?.capability.id).toBe(right.id);
    expect(first?.reasons.reduce((sum, r) => sum + r.points, 0)).toBeCloseTo((first?.points ?? -1) / 10, 6);
    expect(first?.reasons.find((r) => r.rule === 'text')?.words.join('')).toContain('病历');
    for (const reason of first?.reasons ?? [])
      expect(reason.points).toBeLessThanOrEqual(most[reason.rule] as number);
  });

  it('gives nothing for one word that nearly all hold, however well another product answers', async () => {
    const trades = ['景区', '票务', '渣土', '水厂', '财税', '仿真', '公交', '仓储'];
    const unrelated = trades.flatMap((one) =>
      trades.map((other) => capability({ product: `${one}${other}`, functions: '自动统计。', fields: [] })),
    );
    const wanted = scenario({
      needs: '需要对门诊病历文书实时智能质控，自动发现缺项和逻辑错误。',
      fields: [],
    });
    const [first, ...rest] = (await best(wanted, [capability({ functions: wanted.needs }), ...unrelated]))
      .found;
    expect(first?.tenths[0]).toBeGreaterThan(400);
    expect(rest.map(({ capability: of }) => of.functions)).not.toContain('自动统计。');
    for (const { tenths } of rest) expect(tenths[0]).toBeLessThan(60);
  });

  it('looks for what the need calls otherwise by the list it is given, and names it so', async () => {
    const wanted = scenario({ title: '零信任接入', needs: '远程办公零信任接入。', fields: [] });
    const other = capability({ product: '软件定义边界网关', functions: '隐藏业务端口。', fields: [] });
    const catalogue = new Catalogue(rules);
    for (const one of [...others, other]) catalogue.put(one);
    await catalogue.settle();
    const doc = catalogue.docOf(other.id) as number;
    const synonyms = [['零信任', '软件定义边界', '防火墙']];
    // As threads are given them.
    const under = (over: Partial<MatchSettings>) =>
      catalogue.match(wanted, structuredClone(settings(over))).proposals.find((one) => one.doc === doc);
    expect(under({})).toBeUndefined();
    const found = under({ synonyms });
    expect(found?.words).toEqual(['软件定义边界']);
    expect(found?.tenths[0]).toBeGreaterThan(0);
    const [reason] = reasonsOf(
      rules,
      { demand: wanted, supply: other },
      { tenths: found?.tenths ?? [], words: [...(found?.words ?? []), '防火墙'] },
      mostText,
    );
    expect(reason).toMatchObject({
      text: expect.stringMatching(
        /^产品功能提到需求用语的其他说法：软件定义边界；其余各项按文字相近程度的\d+%计入$/,
      ),
      words: ['软件定义边界'],
    });
    expect(under({ synonyms: [] })).toBeUndefined();
    const { lacking } = catalogue.matcher.explain(wanted, other, settings({ synonyms }), {
      known: undefined,
      blocked: false,
    });
    expect(lacking).toEqual(expect.arrayContaining(['远程', '接入']));
    expect(lacking.filter((word) => synonyms.flat().includes(word))).toEqual([]);
  });

  it('prefers a first-version product while its recognition lasts, where the scenario asks and the platform lets it', async () => {
    const firstVersion = {
      level: 'provincial',
      year: 2026,
      documentNo: '1',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
    };
    const recognised = capability({ firstVersion });
    const has = async (wanted: PublishedScenario, preferences = today) =>
      (await best(wanted, [recognised], preferences)).found[0]?.reasons.some(
        (r) => r.rule === 'firstVersion',
      );
    expect(await has(scenario({ prefersFirstVersion: true }))).toBe(true);
    expect(await has(scenario())).toBe(false);
    expect(await has(scenario({ prefersFirstVersion: true }), { ...today, firstVersion: false })).toBe(false);
    expect(await has(scenario({ prefersFirstVersion: true }), { ...today, today: 20270101 })).toBe(false);
  });

  it('records how many places the first-version preference moved a product up', async () => {
    const firstVersion = {
      level: 'provincial',
      year: 2026,
      documentNo: '1',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
    };
    const recognised = capability({ firstVersion });
    const rival = capability({ patents: 10 });
    const { found } = await best(scenario({ prefersFirstVersion: true }), [recognised, rival]);
    expect(found.map((f) => [f.capability.id, f.moved]).slice(0, 2)).toEqual([
      [recognised.id, 1],
      [rival.id, 0],
    ]);
  });

  it('gives a need that nobody supplies few points, and says what is lacking', async () => {
    const { near } = await best(
      scenario({ title: '古籍量子保密备份', needs: '古籍扫描件以量子密钥异地备份。' }),
      [capability()],
    );
    expect(near[0]?.points).toBeLessThan(300);
    expect(near[0]?.lacking.join('')).toContain('古籍');
  });

  it('names as lacking what a need is about, not the words that needs are told with', async () => {
    const needs = '目前依赖人工，效率不足，难以满足要求，亟需解决蜂箱声学监测问题。';
    const { near } = await best(scenario({ title: '蜂群监测', needs, fields: [] }), [capability()]);
    expect(near[0]?.lacking).toEqual(expect.arrayContaining(['蜂群', '声学', '监测']));
    for (const word of ['目前', '依赖', '人工', '不足', '难以', '满足', '亟需', '解决', '问题'])
      expect(near[0]?.lacking).not.toContain(word);
  });
});
