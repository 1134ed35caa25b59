import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  capabilityContent,
  type PublishedCapability,
  type PublishedScenario,
  scenarioContent,
} from '#contracts';
import { newId } from '#kernel';
import { Catalogue } from './catalogue.js';
import { exclusion, most } from './domain/score.js';
import { evaluate, ndcg } from './ranking/evaluate.js';

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
    ...content,
    area: '410105',
  };
}
const today = { firstVersion: true, today: '2026-11-24' };

describe('matching', () => {
  const others = ['景区票务系统', '渣土车监管平台', '水厂加药控制', '财税云服务', '虚拟仿真实训'].map(
    (product) => capability({ product, functions: `${product}的功能说明与管理`, fields: [] }),
  );

  function best(wanted: PublishedScenario, offered: PublishedCapability[], preferences = today) {
    const catalogue = new Catalogue();
    for (const c of [...others, ...offered]) catalogue.put(c);
    return catalogue.match(wanted, 10, preferences);
  }

  it('proposes what does the job first, with reasons that add up and name the words', () => {
    const right = capability();
    const [first] = best(scenario(), [right]);
    expect(first?.capability.id).toBe(right.id);
    expect(first?.score.reasons.reduce((sum, r) => sum + r.points, 0)).toBeCloseTo(
      first?.score.points ?? -1,
      6,
    );
    expect(first?.score.reasons.find((r) => r.rule === 'text')?.words.join('')).toContain('病历');
    for (const reason of first?.score.reasons ?? [])
      expect(reason.points).toBeLessThanOrEqual(most[reason.rule]);
  });

  it('has rules that give 100 points at most', () =>
    expect(Object.values(most).reduce((a, b) => a + b, 0)).toBe(100));

  it('leaves out what lacks a required platform, and says which', () => {
    const wanted = scenario({ requiredPlatforms: ['kylin', 'kunpeng'] });
    const lacking = capability({ adaptedPlatforms: ['kylin'] });
    expect(exclusion(wanted, lacking)).toBe('未适配场景要求的平台：鲲鹏');
    expect(best(wanted, [lacking]).map((f) => f.capability.id)).not.toContain(lacking.id);
    expect(best(wanted, [capability({ adaptedPlatforms: ['kylin', 'kunpeng'] })])).not.toEqual([]);
  });

  it('never proposes an organisation to itself', () => {
    const wanted = scenario();
    expect(exclusion(wanted, { ...capability(), organisation: wanted.organisation })).toBe(
      '供需双方为同一单位',
    );
  });

  it('prefers a first-version product while its recognition lasts, where the scenario asks and the platform lets it', () => {
    const firstVersion = {
      level: 'provincial',
      year: 2026,
      documentNo: '1',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
    };
    const recognised = capability({ firstVersion });
    const has = (wanted: PublishedScenario, preferences = today) =>
      best(wanted, [recognised], preferences)[0]?.score.reasons.some((r) => r.rule === 'firstVersion');
    expect(has(scenario({ prefersFirstVersion: true }))).toBe(true);
    expect(has(scenario())).toBe(false);
    expect(has(scenario({ prefersFirstVersion: true }), { ...today, firstVersion: false })).toBe(false);
    expect(has(scenario({ prefersFirstVersion: true }), { ...today, today: '2027-01-01' })).toBe(false);
  });

  it('scores a pair alike whether it was built at once or changed along the way', () => {
    const wanted = scenario();
    const right = capability();
    const built = new Catalogue();
    for (const c of [...others, right]) built.put(c);
    const changed = new Catalogue();
    changed.put({ ...right, functions: '完全不同的旧内容', revision: 0 });
    for (const c of [...others, capability(), right]) changed.put(c);
    for (const id of [...changed.ids()]) if (![...others, right].some((c) => c.id === id)) changed.remove(id);
    expect(changed.explain(wanted, right.id, today)?.score).toEqual(
      built.explain(wanted, right.id, today)?.score,
    );
  });
});

describe('evaluation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duijie-eval-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ranks a labelled set with the product’s own code', async () => {
    const jsonl = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
    writeFileSync(
      join(folder, 'docs.jsonl'),
      jsonl([
        { id: 'd1', text: '病历质控系统' },
        { id: 'd2', text: '景区票务平台' },
        { id: 'd3', text: '病历归档' },
      ]),
    );
    writeFileSync(
      join(folder, 'queries.jsonl'),
      jsonl([
        { id: 'q1', text: '病历质控' },
        { id: 'q2', text: '票务' },
      ]),
    );
    writeFileSync(join(folder, 'qrels.tsv'), 'q1\td1\t1\nq2\td2\t1\n');
    const lines: string[] = [];
    expect(await evaluate(folder, (line) => lines.push(line))).toMatchObject({
      ndcg10: 1,
      mrr10: 1,
      recall100: 1,
      queries: 2,
      docs: 3,
    });
    expect(lines[0]).toMatch(/^q1\td1\t\d+\.\d{6}$/);
  });

  it('discounts a gain by its place', () => {
    expect(ndcg(['x', 'a'], new Map([['a', 1]]))).toBeCloseTo(1 / Math.log2(3), 10);
    expect(
      ndcg(
        ['a', 'b'],
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
      ),
    ).toBeLessThan(1);
  });

  it('names the line that is no JSON', async () => {
    writeFileSync(join(folder, 'docs.jsonl'), '{"id":"d1","text":"x"}\nnonsense');
    await expect(evaluate(folder)).rejects.toMatchObject({ code: 'eval.malformed' });
  });
});
