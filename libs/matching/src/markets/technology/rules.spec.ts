import { kinds, type PublishedListing } from '#contracts';
import { newId } from '#kernel';
import { Catalogue } from '../../catalogue/catalogue.js';
import type { MatchSettings } from '../../scoring/matched.js';
import { exclusion } from '../exclusion.js';
import { rulesOf } from '../index.js';
import { reasonsOf } from '../reasons.js';
import { mostOf, ruleNames, tenths } from '../rules.js';
import type { PublishedNeed, PublishedResult } from './features.js';

const rules = rulesOf('technology');
const today = 20261124;
let number = 0;

function published<K extends 'technology-need' | 'technology-result'>(
  kind: K,
  over: Record<string, unknown>,
): Record<string, unknown> {
  const { contact: _, ...content } = kinds[kind].content.parse(over as never) as Record<string, unknown>;
  const organisation = { id: newId(), uscc: newId(), name: '示例单位', area: null };
  const stands = { publishedAt: '2026-11-01T00:00:00.000Z', standsSince: '2026-11-01T00:00:00.000Z' };
  return {
    id: newId(),
    number: `${kinds[kind].definition.prefix}-2026-${String(++number).padStart(6, '0')}`,
    revision: 1,
    organisation: { ...organisation, department: null, ownerKind: null, size: null },
    ...stands,
    ...content,
    area: over['area'] ?? '410105',
  };
}
const need = (over: Record<string, unknown> = {}) =>
  published('technology-need', {
    title: '刀具涂层剥落',
    needs: '高速切削时涂层与基体结合不牢，涂层剥落。',
    ...over,
  }) as unknown as PublishedNeed;
const result = (over: Record<string, unknown> = {}) =>
  published('technology-result', {
    title: '纳米多层刀具涂层',
    introduction: '纳米多层结构提高涂层与基体的结合强度，高速切削不剥落。',
    ...over,
  }) as unknown as PublishedResult;

/** What each rule gives of 100, the text in full. */
function shares(wanted: PublishedNeed, offered: PublishedResult): Record<string, number> {
  const pair = { demand: rules.demandFeatures(wanted), supply: rules.supplyFeatures(offered) };
  const full = ruleNames('technology').map(() => 100);
  const points = tenths(rules, pair, 1, { most: full, preferences: { firstVersion: true, today } });
  return Object.fromEntries(ruleNames('technology').map((name, i) => [name, (points[i] as number) / 1000]));
}
const sentences = (wanted: PublishedNeed, offered: PublishedResult) => {
  const pair = { demand: rules.demandFeatures(wanted), supply: rules.supplyFeatures(offered) };
  const most = ruleNames('technology').map((name) => mostOf('technology')[name] as number);
  const found = {
    tenths: tenths(rules, pair, 1, { most, preferences: { firstVersion: true, today } }),
    words: ['涂层'],
  };
  return reasonsOf(rules, { demand: wanted, supply: offered }, found, most[0] as number).map(
    ({ text }) => text,
  );
};

describe('the rules of the technology market', () => {
  it('give half and more for a field in common, and all for all that the need names', () => {
    const wanted = need({ technologyFields: ['materials', 'manufacturing'], fields: ['industrial'] });
    const half = shares(wanted, result({ technologyFields: ['materials'] }));
    expect(half).toMatchObject({ field: 0.75, application: 0, chain: 0 });
    const all = result({
      technologyFields: ['manufacturing', 'materials', 'energy'],
      fields: ['industrial'],
    });
    expect(shares(wanted, all)).toMatchObject({ field: 1, application: 1 });
  });

  it('take a result that has come as far as the need wants, or further', () => {
    const wanted = need({ maturity: 'pilot' });
    for (const maturity of ['pilot', 'small-batch', 'industrial'])
      expect([maturity, shares(wanted, result({ maturity }))['maturity']]).toEqual([maturity, 1]);
    expect(shares(wanted, result())['maturity']).toBe(0);
    // Where the need wants none in particular, the further the better, up to a half.
    const any = ['idea', 'laboratory', 'prototype', 'pilot', 'small-batch', 'industrial'].map(
      (maturity) => shares(need(), result({ maturity }))['maturity'] as number,
    );
    expect(any).toEqual([...any].sort((a, b) => a - b));
    expect([any[0], any.at(-1)]).toEqual([0.083, 0.5]);
  });

  it('keep apart what has not come so far, and say how far it is; one that does not say is asked', () => {
    const wanted = need({ maturity: 'pilot' });
    expect(
      exclusion(rules, { demand: wanted, supply: result({ maturity: 'laboratory' }), today: '2026-11-24' }),
    ).toEqual({
      code: 'maturity',
      text: '成果处于“小试”阶段，未达到难题要求的“中试”',
    });
    expect(exclusion(rules, { demand: wanted, supply: result(), today: '2026-11-24' })).toBeUndefined();
    expect(
      exclusion(rules, { demand: need(), supply: result({ maturity: 'idea' }), today: '2026-11-24' }),
    ).toBeUndefined();
  });

  it('keep apart what is over, of one organisation, or for invited ones only, in the words of the market', () => {
    const past = { validUntil: '2026-11-23' };
    const apart = (wanted: PublishedListing, offered: PublishedListing) =>
      exclusion(rules, { demand: wanted, supply: offered, today: '2026-11-24' })?.text;
    expect(apart(need(past), result())).toBe('难题有效期至2026-11-23，已过');
    expect(apart(need(), result(past))).toBe('科技成果有效期至2026-11-23，已过');
    expect(apart(need(), result({ visibility: 'invited' }))).toBe('科技成果仅限受邀单位对接');
    const wanted = need();
    expect(apart(wanted, { ...result(), organisation: wanted.organisation })).toBe('供需双方为同一单位');
  });

  it('know a way to work together, a place and a price that both can live with', () => {
    const wanted = need({ mode: 'joint', budgetMax: '1000000' });
    const offered = result({ modes: ['transfer', 'joint'], price: '800000' });
    expect(shares(wanted, offered)).toMatchObject({ mode: 1, area: 1, budget: 1 });
    expect(shares(wanted, result({ modes: ['transfer'], price: '1200000', area: '410102' }))).toMatchObject({
      mode: 0,
      area: 0,
      budget: 0,
    });
    expect(shares(need(), result())).toMatchObject({ mode: 0, budget: 0 });
    expect(sentences(wanted, offered)).toEqual([
      '难题与成果都提到：涂层',
      '双方都愿以联合研发方式合作',
      '双方同在金水区',
      '合作价格 80 万元，不高于难题的合作价格上限 100 万元',
    ]);
  });

  it('put the result that solves the problem first, with reasons that add up', async () => {
    const catalogue = new Catalogue(rules);
    const right = result({ technologyFields: ['materials'], maturity: 'pilot' });
    const others = ['喷涂废水絮凝', '菌种选育', '电池隔膜', '智能灌溉', '低温冷链'].map((title) =>
      result({ title, introduction: `${title}的工艺与装置。`, technologyFields: ['materials'] }),
    );
    for (const one of [...others, right]) catalogue.put(one);
    await catalogue.settle();
    const settings: MatchSettings = {
      keep: 10,
      least: 0,
      weights: mostOf('technology'),
      preferences: { firstVersion: true, today },
    };
    const wanted = need({ technologyFields: ['materials'], maturity: 'pilot' });
    const [first] = catalogue.match(wanted, settings).proposals;
    expect(catalogue.headOf(first?.doc ?? -1)?.id).toBe(right.id);
    const reasons = reasonsOf(
      rules,
      { demand: wanted, supply: right },
      first ?? { tenths: [], words: [] },
      mostOf('technology')['text'] ?? 0,
    );
    expect(reasons.reduce((sum, of) => sum + of.points, 0)).toBeCloseTo((first?.points ?? 0) / 10, 6);
    expect(reasons.map(({ rule }) => rule)).toEqual(['text', 'field', 'maturity', 'area']);
  });
});
