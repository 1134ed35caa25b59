import { labelOf } from '../dictionaries/index.js';
import { measures, measuresOf } from '../measures.js';
import { formOf } from './form.js';
import { kindCodes, kinds, marketCodes, marketOf, markets, otherKind, sideOf } from './kinds.js';
import { type MarketRule } from './market.js';
import { sheetColumnsOf } from './sheet.js';
import { textsOf } from './texts.js';

describe('the markets', () => {
  it('pair a demand kind with a supply kind, and every kind is in one of them', () => {
    for (const { demand, supply } of Object.values(markets))
      expect([sideOf(demand), sideOf(supply), otherKind(demand), otherKind(supply)]).toEqual([
        'demand',
        'supply',
        supply,
        demand,
      ]);
    expect(kindCodes.map(marketOf)).toEqual(['software', 'software', 'technology', 'technology']);
  });

  it('number their listings and lay their addresses apart', () => {
    const definitions = kindCodes.map((kind) => kinds[kind].definition);
    expect(definitions.map(({ prefix }) => prefix)).toEqual(['CJ', 'NL', 'JN', 'CG']);
    expect(new Set(definitions.map(({ path }) => path)).size).toBe(definitions.length);
    for (const { code } of definitions) expect(code).toMatch(/^[a-z][a-z-]{1,39}$/); // as the database wants it
  });

  it.each(marketCodes)('of %s weigh by rules that give 100 points together, the text first', (code) => {
    const rules = Object.entries<MarketRule>(markets[code].rules);
    expect(rules[0]?.[0]).toBe('text');
    expect(rules.reduce((sum, [, { most }]) => sum + most, 0)).toBe(100);
    expect(markets[code].conditions.slice(0, 3)).toEqual(['expired', 'same_organisation', 'invited_only']);
    expect(new Set(markets[code].ladder).size).toBe(6);
  });

  it.each(kindCodes)('call no two columns of %s by one name', (kind) => {
    const names = sheetColumnsOf(kinds[kind]).flatMap(({ label, names: others }) => [label, ...others]);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

describe('the measures of a market', () => {
  it('speak in its words, and leave out what there is not in it', () => {
    expect(measuresOf('software')).toBe(measures);
    const technology = measuresOf('technology');
    expect(technology.find(({ code }) => code === 'scenariosPublished')).toMatchObject({
      name: '发布技术难题',
      definition: '本期内首次发布的技术难题数，同一难题修订后再发布的不重复计。',
    });
    expect(
      measures.map(({ code }) => code).filter((code) => !technology.some((one) => one.code === code)),
    ).toEqual(['firstVersionAdoptions']);
    expect(technology.map((one) => one.name + one.definition).join()).not.toMatch(/场景|企业/);
  });
});

describe('a technology need', () => {
  it('takes what sheets of needs hold, and matching reads its texts', () => {
    const content = kinds['technology-need'].content.parse({
      title: '刀具涂层剥落',
      needs: '高速切削时涂层剥落',
      technologyFields: ['materials'],
      keywords: '涂层',
      maturity: 'pilot',
      budgetMax: '1000000',
    });
    expect(content).toMatchObject({ mode: null, budgetMax: '1000000.00', visibility: 'public' });
    expect(textsOf(kinds['technology-need'], content, labelOf).map(({ text }) => text)).toEqual([
      '刀具涂层剥落',
      '新材料',
      '',
      '',
      '涂层',
      '高速切削时涂层剥落',
      '',
    ]);
  });

  it('is asked for in the order of its definition', () => {
    const [first] = formOf(kinds['technology-need']);
    expect(first?.controls.map(({ label }) => label.zh)).toEqual([
      '难题名称',
      '技术领域',
      '应用领域',
      '产业链',
      '关键词',
    ]);
  });
});
