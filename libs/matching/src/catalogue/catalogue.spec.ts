import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  capabilityContent,
  type PublishedCapability,
  type PublishedScenario,
  scenarioContent,
} from '#contracts';
import { newId } from '#kernel';
import { BadSnapshot } from '#topk';
import { exclusion as exclusionIn, exclusionText } from '../markets/exclusion.js';
import { numberOf } from '../markets/features.js';
import { rulesOf } from '../markets/index.js';
import { reasonsOf } from '../markets/reasons.js';
import { mostOf } from '../markets/rules.js';
import type { MatchSettings } from '../scoring/matched.js';
import { Catalogue } from './catalogue.js';
import { loadCatalogue, saveCatalogue } from './catalogue.snapshot.js';

const organisation = (name: string, area = '410105') => ({
  id: newId(),
  uscc: newId(),
  name,
  area,
  department: null,
  ownerKind: null,
  size: null,
});
let number = 0;

function scenario(over: Record<string, unknown> = {}): PublishedScenario {
  const { contact: _, ...content } = scenarioContent.parse({
    title: '病历智能质控',
    needs: '需要对门诊病历文书实时智能质控，发现缺项和逻辑错误。',
    fields: ['healthcare'],
    ...over,
  });
  return {
    id: newId(),
    number: `CJ-2026-${++number}`,
    revision: 1,
    organisation: organisation('示例医院'),
    publishedAt: '2026-11-01T00:00:00.000Z',
    standsSince: '2026-11-01T00:00:00.000Z',
    ...content,
    area: '410105',
  };
}
function capability(over: Record<string, unknown> = {}): PublishedCapability {
  const { contact: _, ...content } = capabilityContent.parse({
    product: '电子病历质控系统',
    functions: '对病历文书实时质控，发现缺项、逻辑错误。',
    fields: ['healthcare'],
    ...over,
  });
  return {
    id: newId(),
    number: `NL-2026-${String(++number).padStart(6, '0')}`,
    revision: 1,
    organisation: organisation('示例软件'),
    publishedAt: '2026-11-01T00:00:00.000Z',
    standsSince: '2026-11-01T00:00:00.000Z',
    ...content,
    area: '410105',
  };
}
const rules = rulesOf('software');
const most = mostOf('software');
const mostText = most['text'] as number;
const exclusion = (demand: PublishedScenario, supply: PublishedCapability, today: string) =>
  exclusionIn(rules, { demand, supply, today });

const day = '2026-11-24';
const today = { firstVersion: true, today: 20261124 };
const settings = (over: Partial<MatchSettings> = {}): MatchSettings => ({
  keep: 10,
  least: 0,
  weights: most,
  preferences: today,
  ...over,
});

describe('matching', () => {
  const others = ['景区票务系统', '渣土车监管平台', '水厂加药控制', '财税云服务', '虚拟仿真实训'].map(
    (product) => capability({ product, functions: `${product}的功能说明与管理`, fields: [] }),
  );

  /** Proposals with what they are proposals of. */
  async function best(wanted: PublishedScenario, offered: PublishedCapability[], preferences = today) {
    const catalogue = new Catalogue(rules);
    const all = [...others, ...offered];
    for (const c of all) catalogue.put(c);
    await catalogue.settle();
    const { proposals, near } = catalogue.match(wanted, settings({ preferences }));
    const of = (doc: number) => all.find((c) => c.id === catalogue.headOf(doc)?.id) as PublishedCapability;
    return {
      near: near.map((one) => ({ ...one, capability: of(one.doc) })),
      found: proposals.map((proposal) => ({
        capability: of(proposal.doc),
        ...proposal,
        reasons: reasonsOf(rules, { demand: wanted, supply: of(proposal.doc) }, proposal, mostText),
      })),
    };
  }

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

  it('explains a pair from statistics alone as the index that holds the product scores it', async () => {
    const wanted = scenario();
    const products = [capability(), capability({ product: '医院药品追溯系统', functions: '药品追溯管理。' })];
    const catalogue = new Catalogue(rules);
    for (const one of [...others, ...products]) catalogue.put(one);
    const statistics = await catalogue.lexical.measure();
    await catalogue.lexical.adopt(statistics);
    const { proposals, weighed } = catalogue.match(wanted, settings());
    const alone = new Catalogue(rules);
    await alone.lexical.adopt(statistics);
    for (const proposal of proposals) {
      const product = [...others, ...products].find(({ id }) => id === catalogue.headOf(proposal.doc)?.id);
      const known = weighed.scores[weighed.docs.indexOf(proposal.doc)];
      const pair = alone.matcher.explain(wanted, product as PublishedCapability, settings(), {
        known,
        blocked: false,
      });
      expect({ tenths: pair.tenths, words: pair.words }).toEqual({
        tenths: proposal.tenths,
        words: proposal.words,
      });
    }
    expect(proposals.length).toBeGreaterThan(0);
  });

  it('never takes two organisations, platforms or areas for one, however alike their names', () => {
    // FNV-1a of 32 bits gives these two the same number.
    const [one, other] = ['costarring', 'liquid'] as const;
    expect(numberOf(one)).not.toBe(numberOf(other));
    expect(numberOf('costarring')).toBe(numberOf(one));
  });

  it('has rules that give 100 points at most', () =>
    expect(Object.values(most).reduce((a, b) => a + b, 0)).toBe(100));

  it('leaves out what lacks a required platform, says which, and keeps it among the near ones', async () => {
    const wanted = scenario({ requiredPlatforms: ['kylin', 'kunpeng'] });
    const lacking = capability({ adaptedPlatforms: ['kylin'] });
    expect(exclusion(wanted, lacking, day)).toEqual({
      code: 'platforms',
      text: '未适配场景要求的平台：鲲鹏',
    });
    const { found, near } = await best(wanted, [lacking]);
    expect(found.map((f) => f.capability.id)).not.toContain(lacking.id);
    expect(near[0]).toMatchObject({ excluded: 'platforms', capability: { id: lacking.id } });
    const fitting = capability({ adaptedPlatforms: ['kylin', 'kunpeng'] });
    expect((await best(wanted, [fitting])).found.map((f) => f.capability.id)).toContain(fitting.id);
  });

  it('knows a field, a chain and a platform wherever it stands in its list', async () => {
    const wanted = scenario({
      fields: ['ai', 'healthcare'],
      chains: ['ai', 'bio'],
      requiredPlatforms: ['kylin', 'dameng'],
    });
    const fitting = capability({
      fields: ['cloud', 'healthcare', 'ai'],
      chains: ['bio', 'software', 'ai'],
      adaptedPlatforms: ['kunpeng', 'kylin', 'dameng'],
    });
    expect(exclusion(wanted, fitting, day)).toBeUndefined();
    const [first] = (await best(wanted, [fitting])).found;
    const points = (rule: string) => first?.reasons.find((reason) => reason.rule === rule)?.points ?? 0;
    // Rules count as far as the text does: in full where that is full.
    for (const rule of ['field', 'chain', 'platforms'] as const)
      expect(Math.abs(points(rule) - ((most[rule] as number) * points('text')) / mostText)).toBeLessThan(
        0.11,
      );
  });

  it('never proposes an organisation to itself', () => {
    const wanted = scenario();
    expect(exclusion(wanted, { ...capability(), organisation: wanted.organisation }, day)?.text).toBe(
      '供需双方为同一单位',
    );
  });

  it('keeps apart what is only for invited ones, and what is for the own area only, and says whose it is', () => {
    const invited = { visibility: 'invited' };
    expect(exclusion(scenario(invited), capability(), day)?.text).toBe('场景仅限受邀单位对接');
    expect(exclusion(scenario(), capability(invited), day)?.text).toBe('企业能力仅限受邀单位对接');
    const local = { ...scenario({ localOnly: true }), area: '410105' };
    const elsewhere = (area: string | null) => exclusion(local, { ...capability(), area }, day)?.text;
    expect(elsewhere('410102')).toBe('场景仅面向金水区企业，该企业能力所在区域为中原区');
    expect(elsewhere(null)).toBe('场景仅面向金水区企业，该企业能力未注明所在区域');
    expect(elsewhere('410105')).toBeUndefined();
  });

  it('says in general words what a pair that has changed meanwhile was kept apart by', () => {
    const [wanted, offered] = [scenario(), capability()];
    expect(exclusionText(rules, 'platforms', { demand: wanted, supply: offered, today: day })).toBe(
      '未适配场景要求的平台',
    );
    expect(exclusionText(rules, 'expired', { demand: wanted, supply: offered, today: day })).toBe(
      '有效期已过',
    );
  });

  it('leaves out what was valid until yesterday, on either side, and keeps what is valid until today', async () => {
    const past = { validUntil: '2026-11-23' };
    expect(exclusion(scenario(), capability(past), day)).toEqual({
      code: 'expired',
      text: '企业能力有效期至2026-11-23，已过',
    });
    expect(exclusion(scenario(past), capability(), day)?.text).toBe('场景有效期至2026-11-23，已过');
    const [over, lasting] = [capability(past), capability({ validUntil: day })];
    const { found, near } = await best(scenario(), [over, lasting]);
    const proposed = found.map((f) => f.capability.id);
    expect(proposed).toContain(lasting.id);
    expect(proposed).not.toContain(over.id);
    expect(near.find((one) => one.capability.id === over.id)).toMatchObject({ excluded: 'expired' });
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

  it('puts in what is pinned whatever its points, and leaves out what is blocked', async () => {
    const catalogue = new Catalogue(rules);
    const [right, odd] = [capability(), capability({ product: '水泵监控', functions: '水泵' })];
    for (const c of [...others, right, odd]) catalogue.put(c);
    await catalogue.settle();
    const docs = (id: string) => catalogue.docOf(id) as number;
    const { proposals, near } = catalogue.match(scenario(), settings({ least: 400 }), {
      pinned: [docs(odd.id)],
      blocked: [docs(right.id)],
    });
    expect(proposals.map((p) => p.doc)).toEqual([docs(odd.id)]);
    expect(near.find((n) => n.doc === docs(right.id))?.excluded).toBe('blocked');
  });

  it('scores a pair alike whether it was built at once or changed along the way', async () => {
    const wanted = scenario();
    const right = capability();
    const built = new Catalogue(rules);
    for (const c of [...others, right]) built.put(c);
    const changed = new Catalogue(rules);
    changed.put({ ...right, functions: '完全不同的旧内容', revision: 0 });
    for (const c of [...others, capability(), right]) changed.put(c);
    for (const id of [...changed.ids()]) if (![...others, right].some((c) => c.id === id)) changed.remove(id);
    await Promise.all([built.settle(), changed.settle()]);
    const seen = (catalogue: Catalogue) =>
      catalogue
        .match(wanted, settings())
        .proposals.map(({ doc, tenths, words }) => ({ id: catalogue.headOf(doc)?.id, tenths, words }));
    expect(seen(changed)).toEqual(seen(built));
  });

  it('matches many scenarios together as it matches each alone', async () => {
    const catalogue = new Catalogue(rules);
    const offered = [...others, ...Array.from({ length: 30 }, () => capability())];
    for (const c of offered) catalogue.put(c);
    await catalogue.settle();
    const wanted = [
      scenario(),
      scenario({ needs: '景区票务与客流监测', fields: [] }),
      scenario({ localOnly: true }),
    ];
    const decided = [
      { pinned: [0], blocked: [6] },
      ...wanted.slice(1).map(() => ({ pinned: [], blocked: [] })),
    ];
    const { matcher } = catalogue;
    expect(matcher.matchEach({ demands: wanted, decided }, settings())).toEqual(
      wanted.map((one, i) => matcher.match(one, settings(), decided[i])),
    );
  });

  it('goes on from what it has found before, and finds what it finds anew', async () => {
    const catalogue = new Catalogue(rules);
    for (const c of [...others, ...Array.from({ length: 30 }, () => capability())]) catalogue.put(c);
    await catalogue.settle();
    const { matcher } = catalogue;
    const demands = [scenario(), scenario({ needs: '景区票务与客流监测', fields: [] })];
    const decided = demands.map(() => ({ pinned: [], blocked: [] }));
    const before = matcher.matchEach({ demands, decided }, settings());
    catalogue.put(capability({ product: '景区票务系统' }));
    const known = before.map((one) => one.known);
    const on = matcher.matchEach({ demands, decided, known }, settings());
    expect(on).toEqual(matcher.matchEach({ demands, decided }, settings()));
    expect(on).not.toEqual(before);
  });

  it('begins from its snapshot as it was, with what is gone gone, and from none that is damaged or of another database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'duijie-catalogue-'));
    const path = join(folder, 'catalogue.bin');
    try {
      const catalogue = new Catalogue(rules);
      const offered = [...others, capability(), capability({ product: '水泵监控' })];
      for (const c of offered) catalogue.put(c);
      catalogue.remove((offered[1] as PublishedCapability).id);
      await catalogue.settle();
      saveCatalogue(path, catalogue, 'one');
      const read = loadCatalogue(path, rules, 'one');
      expect(read.allHeads).toEqual(catalogue.allHeads);
      expect([read.size, read.head((offered[1] as PublishedCapability).id)]).toEqual([
        offered.length - 1,
        undefined,
      ]);
      const wanted = scenario();
      expect(read.match(wanted, settings())).toEqual(catalogue.match(wanted, settings()));
      const late = capability();
      read.put(late);
      expect(read.docOf(late.id)).toBe(offered.length);
      expect(() => loadCatalogue(path, rules, 'another')).toThrow(BadSnapshot);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
      writeFileSync(path, bytes);
      expect(() => loadCatalogue(path, rules, 'one')).toThrow(BadSnapshot);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
