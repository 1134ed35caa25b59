import fc from 'fast-check';
import { mostOf, ruleNames as namesOf } from '../markets/rules.js';
import { aboutProduct, type Judged, judge, type Outcome, timeSplits, weightOf } from './feedback.js';
import { grouped } from './grouping.js';
import { better, compared } from './judgement.js';
import { type Association, learnt, learntWords, linksOf, themeSign, themesOf } from './learnt-words.js';
import { halved } from './proof.js';
import { learnRules, pointsOf, presentModel, type RuleSample } from './rule-learning.js';
import { learnRuleWeights } from './rule-trial.js';
import { type TaughtNeed, themeLinks } from './themes.js';

const most = mostOf('software');
const ruleNames = namesOf('software');
const slopes = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 8, maxLength: 8 });
const sample = fc.record<RuleSample>({
  shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
  taken: fc.boolean(),
  weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
  at: fc.integer({ min: 0, max: 1e6 }),
});

describe('points learnt from feedback', () => {
  it('add up to 100 in tenths, and leave what policy gives', () => {
    fc.assert(
      fc.property(slopes, (all) => {
        const points = pointsOf({ offset: 0, slopes: all }, most);
        expect(ruleNames.reduce((sum, rule) => sum + Math.round((points[rule] as number) * 10), 0)).toBe(
          1000,
        );
        for (const rule of ruleNames) {
          expect(points[rule]).toBeGreaterThanOrEqual(0);
          expect(Math.round((points[rule] as number) * 10) / 10).toBe(points[rule]);
        }
        expect(points['firstVersion']).toBe(most['firstVersion']);
      }),
    );
  });

  it('never count a rule against a product', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 40 }), (samples) => {
        for (const slope of learnRules(samples, most).slopes) expect(slope).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 20 },
    );
  });

  /** Pairs of which `rule` alone decides, the rest being chance. */
  const decidedBy = (rule: number, count: number): RuleSample[] =>
    Array.from({ length: count }, (_, i) => {
      const shares = ruleNames.map((_name, r) => ((i * 7919 + r * 104729) % 97) / 96);
      return { shares, taken: (shares[rule] as number) > 0.5, weight: 1, at: i };
    });

  it('go to the rule that decided, and are taken where the later pairs agree', () => {
    const learned = learnRuleWeights(decidedBy(3, 400), most);
    expect(learned.most['area']).toBeGreaterThan(most['area'] as number);
    expect(learned.adopted).toBe(true);
    expect(learned.judged.after).toBeGreaterThan(learned.judged.before);
  });

  it('stay as they are where the later pairs say the opposite', () => {
    const early = decidedBy(3, 300);
    const late = early.map((one) => ({ ...one, taken: !one.taken, at: one.at + 300 }));
    expect(learnRuleWeights([...early, ...late.slice(0, 130)], most).adopted).toBe(false);
  });

  it('stay near the present ones while there is little to learn from', () => {
    const few = learnRules(decidedBy(3, 12), most);
    const many = learnRules(decidedBy(3, 1200), most);
    const shareOf = ({ slopes: all }: typeof few) => (all[3] as number) / all.reduce((s, of) => s + of, 0);
    expect(shareOf(few)).toBeLessThan(shareOf(many));
    expect(learnRuleWeights(decidedBy(3, 12), most).adopted).toBe(false);
  });

  it('fit what they are compared with by one factor for all rules', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 40 }), (samples) => {
        const { slopes: all } = presentModel(samples, most);
        for (const [r, rule] of ruleNames.entries())
          expect((all[r] as number) * (most['text'] as number)).toBeCloseTo(
            (all[0] as number) * (most[rule] as number),
            6,
          );
      }),
      { numRuns: 20 },
    );
  });
});

describe('feedback', () => {
  it('reads a reason by whether it speaks of the product', () => {
    for (const reason of ['功能不符', '缺少移动端', 'unsuitable', '未适配麒麟'])
      expect(aboutProduct(reason)).toBe(true);
    for (const reason of ['已有供应商', '时间不合适', 'timing', '预算不足', '其他'])
      expect(aboutProduct(reason)).toBe(false);
  });

  const outcome = (rest: Partial<Outcome>): Outcome => ({
    scenario: 's',
    capability: 'c',
    kind: 'engagement',
    claims: [],
    declined: null,
    at: 1,
    place: null,
    ...rest,
  });

  it('believes what was done before what was said', () => {
    const verified = outcome({ claims: ['verified'], declined: '功能不符' });
    const blocked = outcome({ kind: 'block' });
    for (const order of [
      [verified, blocked],
      [blocked, verified],
    ])
      expect(judge(order).map((one) => one.taken)).toEqual([true]);
    expect(judge([outcome({ kind: 'block' })])[0]?.taken).toBe(false);
    expect(judge([outcome({ declined: '已有供应商' }), outcome({ claims: ['claimed'] })])).toEqual([]);
  });

  it('splits by time and loses nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.integer({ min: 0, max: 50 }) })), (all) => {
        for (const { earlier, later } of timeSplits(all))
          for (const a of earlier) for (const b of later) expect(a.at).toBeLessThan(b.at);
        const [first, last] = timeSplits(all);
        expect((first?.later.length ?? 0) + (first?.earlier.length ?? 0)).toBe(last?.earlier.length);
        expect((last?.later.length ?? 0) + (last?.earlier.length ?? 0)).toBe(all.length);
      }),
    );
  });

  it('weighs up what was shown low down, within bounds', () => {
    expect(weightOf(null)).toBe(1);
    expect(weightOf(1)).toBe(1);
    expect(weightOf(4)).toBeGreaterThan(weightOf(2));
    expect(weightOf(1000)).toBe(10);
  });

  it('is better only beyond chance', () => {
    const same = Array.from({ length: 50 }, (_, i) => i / 50);
    expect(better(compared(same, same))).toBe(false);
    expect(
      better(
        compared(
          same,
          same.map((of) => of + 0.1),
        ),
      ),
    ).toBe(true);
    expect(
      better(
        compared(
          same,
          same.map((of, i) => of + (i % 2 ? 1 : -0.98)),
        ),
      ),
    ).toBe(false);
    expect(better(compared([0, 0], [1, 1]))).toBe(false);
  });

  it('halves labels so that nothing measured was learnt', () => {
    const labels = fc.dictionary(
      fc.string({ minLength: 1, maxLength: 3 }),
      fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        labels,
        fc.constantFrom('queries' as const, 'labels' as const),
        fc.integer(),
        (of, how, seed) => {
          const { feedback, unseen } = halved(new Map(Object.entries(of)), how, seed);
          const seen = new Set(feedback.map((one: Judged) => JSON.stringify([one.scenario, one.capability])));
          for (const { query, wanted } of unseen)
            for (const doc of wanted) expect(seen.has(JSON.stringify([query, doc]))).toBe(false);
          expect(feedback.length + unseen.reduce((sum, { wanted }) => sum + wanted.size, 0)).toBe(
            Object.values(of).reduce((sum, docs) => sum + docs.length, 0),
          );
        },
      ),
    );
  });
});

const word = fc.constantFrom<string>('粮仓', '虫害', '测温', '熏蒸', '质检', '视觉', '相机', '缺陷');
const association = fc.record<Association>({
  need: fc.oneof(
    word,
    word.map((of) => `${themeSign}${of}`),
  ),
  product: fc.oneof(
    word,
    word.map((of) => `${themeSign}${of}`),
  ),
  weight: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('words learnt from taken matches', () => {
  it('never repeat a word of the need, and stay within bounds', () => {
    fc.assert(
      fc.property(fc.array(association), fc.uniqueArray(word), (all, words) => {
        const own = new Map(words.map((of) => [of, 1]));
        const links = linksOf(all);
        const likelihood = themesOf(words, links).reduce((sum, [, of]) => sum + of, 0);
        expect(likelihood).toBeLessThan(1);
        for (const [further, count] of learntWords(own, links)) {
          expect(own.has(further)).toBe(false);
          expect(further.startsWith(themeSign)).toBe(false);
          expect(count).toBeGreaterThanOrEqual(0);
          expect(count).toBeLessThanOrEqual(learnt.strength * all.length);
        }
      }),
    );
  });

  const background = { products: 1000, df: (of: string) => (['系统', '平台'].includes(of) ? 500 : 10) };
  const need = (words: string, taken: string[], declined: string[] = []): TaughtNeed => ({
    words: words.split(' '),
    taken: taken.map((of, i) => ({ id: `${of}${i}`, words: of.split(' '), weight: 1 })),
    declined: declined.map((of) => ({ words: of.split(' ') })),
  });
  const grain = [
    need('储粮 生虫', ['粮仓 虫害 熏蒸 系统', '粮仓 测温 熏蒸 平台']),
    need('粮食 生虫', ['粮仓 虫害 测温 系统', '粮仓 熏蒸 测温 虫害']),
  ];
  const vision = [
    need('漏检 人工', ['视觉 相机 缺陷 系统', '视觉 缺陷 质检 平台']),
    need('看不出 漏检', ['相机 质检 缺陷 系统', '视觉 相机 缺陷 质检']),
  ];

  it('put needs together whose products speak alike', () => {
    const groups = grouped([...grain, ...vision], background, 0.4);
    expect(groups.map((group) => [...group].sort())).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('lead from the words of a need to those of products, by a theme with a name', () => {
    const others = Array.from({ length: 30 }, (_, i) =>
      need(
        `需求${i} 场景${i}`,
        ['甲', '乙', '丙', '丁'].map((of) => `产品${i} 功能${i} 模块${i} ${of}`),
      ),
    );
    const groups = [[0, 1], [2, 3], ...others.map((_, i) => [i + 4])];
    const links = linksOf(themeLinks([...grain, ...vision, ...others], groups, background));
    const [theme] = themesOf(['储粮', '生虫'], links)[0] ?? [''];
    expect(theme.startsWith(themeSign)).toBe(true);
    const words = learntWords(
      new Map([
        ['储粮', 1],
        ['生虫', 1],
      ]),
      links,
    );
    expect([...words.keys()]).toEqual(expect.arrayContaining(['粮仓', '熏蒸']));
    expect(words.has('视觉')).toBe(false);
    expect(words.get('系统') ?? 0).toBeLessThan(words.get('粮仓') ?? 0);
  });

  it('count less for words of products that were turned down', () => {
    const plain = themeLinks(grain, [[0, 1]], background);
    const turned = grain.map((of) => ({
      ...of,
      declined: need('', [], ['熏蒸 药剂', '熏蒸 设备']).declined,
    }));
    const weight = (all: Association[]) => all.find((of) => of.product === '熏蒸')?.weight ?? 0;
    expect(weight(themeLinks(turned, [[0, 1]], background))).toBeLessThan(weight(plain));
  });

  it('want some pairs to rest on', () => {
    expect(themeLinks([grain[0] as TaughtNeed], [[0]], background)).toEqual([]);
  });
});
