import fc from 'fast-check';
import { type SchemeContent, schemeContent } from '#contracts';
import { compare, exact, over, rounded, zero } from './exact.js';
import { placed, scoreUnits } from './score.js';

type Indicator = SchemeContent['indicators'][number];
const indicator = (more: Partial<Indicator>): Indicator => ({
  measure: 'reached2',
  direction: 'more',
  weight: '100',
  fullMark: { kind: 'linear', target: '10' },
  cap: '100',
  whenNone: '0',
  ...more,
});
const scheme = (indicators: Indicator[], more: Partial<SchemeContent> = {}): SchemeContent => ({
  name: '示例方案',
  units: 'area',
  indicators,
  deductions: [],
  cap: '100',
  decimals: 2,
  note: '',
  ...more,
});
const unit = (key: string, values: Record<string, string | null>) => ({ key, label: key, values });
const totals = (of: SchemeContent, ...values: (string | null)[]) =>
  Object.fromEntries(
    scoreUnits(
      of,
      values.map((value, i) => unit(String(i), { reached2: value })),
    ).map(({ key, total }) => [key, total]),
  );

const whole = fc.integer({ min: 0, max: 500 }).map(String);
const rules = fc.constantFrom<Indicator['fullMark']>(
  { kind: 'linear', target: '7' },
  { kind: 'rank' },
  {
    kind: 'steps',
    steps: [
      { bound: '1', percent: '40' },
      { bound: '9', percent: '100' },
    ],
  },
);

describe('a score scheme', () => {
  it('gives as much of the weight as of the target was reached, and no more than its cap', () => {
    expect(totals(scheme([indicator({})]), '0', '3', '10', '25')).toEqual({
      0: '0.00',
      1: '30.00',
      2: '100.00',
      3: '100.00',
    });
    const over = scheme([indicator({ cap: '120' })], { cap: '120' });
    expect(totals(over, '11', '25')).toEqual({ 0: '110.00', 1: '120.00' });
  });
  it('gives half the weight for twice the target where less is better', () =>
    expect(totals(scheme([indicator({ direction: 'less' })]), '5', '10', '20', '0')).toEqual({
      0: '100.00',
      1: '100.00',
      2: '50.00',
      3: '100.00',
    }));
  it('gives nothing below 0 and, where less is better, no more than the whole, whatever the cap', () => {
    const points = (of: Indicator, value: string) =>
      scoreUnits(scheme([of]), [unit('a', { reached2: value })])[0]?.indicators[0]?.points;
    // A reversal of last year's match leaves less than none.
    expect(points(indicator({}), '-1')).toBe('0.00');
    const less = indicator({ direction: 'less', cap: '120' });
    expect([points(less, '5'), points(less, '-1')]).toEqual(['100.00', '100.00']);
  });
  it('bounds each indicator by its own cap, and the total by the scheme’s', () => {
    const of = scheme([
      indicator({ weight: '50', cap: '120' }),
      indicator({ measure: 'reached4', weight: '50', cap: '110' }),
    ]);
    const [scored] = scoreUnits(of, [unit('a', { reached2: '25', reached4: '25' })]);
    expect(scored?.indicators.map(({ percent, points }) => [percent, points])).toEqual([
      ['120.00', '60.00'],
      ['110.00', '55.00'],
    ]);
    expect(scored?.total).toBe('100.00');
  });
  it('gives an indicator its weight, and every figure the decimals of the scheme', () => {
    const deductions = [{ measure: 'scenariosUnserved', per: '1', points: '0.45', atMost: '10' }];
    const thirds = (decimals: number) => {
      const weights = [indicator({ weight: '70' }), indicator({ measure: 'reached4', weight: '30' })];
      const [scored] = scoreUnits(scheme(weights, { deductions, decimals, cap: '99.96' }), [
        unit('a', { reached2: '3.3333', reached4: '10', scenariosUnserved: '1' }),
      ]);
      const points = [...(scored?.indicators ?? []), ...(scored?.deductions ?? [])].map((one) => one.points);
      return [scored?.indicators[0]?.percent, ...points, scored?.total];
    };
    expect(thirds(2)).toEqual(['33.33', '23.33', '30.00', '0.45', '52.88']);
    expect(thirds(1)).toEqual(['33.33', '23.3', '30.0', '0.5', '52.8']);
    expect(thirds(0)).toEqual(['33.33', '23', '30', '0', '53']);
  });
  it('ranks: the first gets all, ties get the same, the last its part', () =>
    expect(totals(scheme([indicator({ fullMark: { kind: 'rank' } })]), '9', '5', '5', '1')).toEqual({
      0: '100.00',
      1: '75.00',
      2: '75.00',
      3: '25.00',
    }));
  it('ranks those that have a figure among themselves', () =>
    expect(totals(scheme([indicator({ fullMark: { kind: 'rank' } })]), '9', '5', null)).toEqual({
      0: '100.00',
      1: '50.00',
      2: '0.00',
    }));
  it('takes the best step that is met, in both directions', () => {
    const steps = [
      { bound: '3', percent: '100' },
      { bound: '7', percent: '60' },
    ];
    const days = indicator({ direction: 'less', fullMark: { kind: 'steps', steps } });
    expect(totals(scheme([days]), '3', '3.5', '7', '7.5')).toEqual({
      0: '100.00',
      1: '60.00',
      2: '60.00',
      3: '0.00',
    });
  });
  it('gives what the scheme says to a unit without any case', () =>
    expect(totals(scheme([indicator({ whenNone: '50' })]), null)).toEqual({ 0: '50.00' }));
  it('takes deductions off for every full measure of them, up to their cap, and never below 0', () => {
    const deductions = [{ measure: 'scenariosUnserved', per: '2', points: '3', atMost: '10' }];
    const of = scheme([indicator({})], { deductions });
    const total = (n: string) =>
      scoreUnits(of, [unit('a', { reached2: '1', scenariosUnserved: n })])[0]?.total;
    expect([total('1'), total('2'), total('5'), total('100')]).toEqual(['10.00', '7.00', '4.00', '0.00']);
    const [scored] = scoreUnits(of, [unit('a', { reached2: '10', scenariosUnserved: '100' })]);
    expect([scored?.deductions[0]?.points, scored?.total]).toEqual(['10.00', '90.00']);
    const [bare] = scoreUnits(of, [unit('a', { reached2: '0.5', scenariosUnserved: '100' })]);
    expect([bare?.deductions[0]?.points, bare?.total]).toEqual(['10.00', '0.00']);
    // Less than none takes nothing off, and gives nothing either.
    expect([total('0'), total('-4')]).toEqual(['10.00', '10.00']);
  });
  it('rounds half up, exactly', () => {
    expect(['0.125', '0.1249', '2.5', '-0.125', '-0.126'].map((n) => rounded(exact(n), 2))).toEqual([
      '0.13',
      '0.12',
      '2.50',
      '-0.12',
      '-0.13',
    ]);
    expect(rounded(exact('1.000001'), 6)).toBe('1.000001');
    expect(compare(over(exact('1'), exact('-8')), zero)).toBe(-1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.nat(3), (millionths, decimals) => {
        const text = `${Math.floor(millionths / 1e6)}.${String(millionths % 1e6).padStart(6, '0')}`;
        const unit = 10 ** (6 - decimals);
        const units = Math.floor(millionths / unit) + (millionths % unit >= unit / 2 ? 1 : 0);
        expect(Number(rounded(exact(text), decimals))).toBeCloseTo(units / 10 ** decimals, 6);
      }),
    );
  });
  it('lets nobody lose points by a better value, nor gain by a worse one', () => {
    fc.assert(
      fc.property(
        whole,
        whole,
        fc.array(whole, { maxLength: 5 }),
        rules,
        fc.boolean(),
        (a, b, others, fullMark, more) => {
          const steps =
            fullMark.kind === 'steps' && !more
              ? {
                  kind: 'steps' as const,
                  steps: [
                    { bound: '1', percent: '100' },
                    { bound: '9', percent: '40' },
                  ],
                }
              : fullMark;
          const of = scheme([indicator({ direction: more ? 'more' : 'less', fullMark: steps })]);
          const with_ = (value: string) => Number(totals(of, value, ...others)[0]);
          const [low, high] = Number(a) < Number(b) ? [a, b] : [b, a];
          expect(with_(more ? high : low)).toBeGreaterThanOrEqual(with_(more ? low : high));
        },
      ),
    );
  });
  it('never gives more than its cap, nor less than 0, and the indicators add up to the total', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(whole, whole), { minLength: 1, maxLength: 6 }),
        rules,
        (values, fullMark) => {
          const of = scheme([
            indicator({ weight: '60', fullMark }),
            indicator({ measure: 'reached4', weight: '40', fullMark: { kind: 'rank' } }),
          ]);
          const units = values.map(([a, b], i) => unit(String(i), { reached2: a, reached4: b }));
          for (const { total, indicators } of scoreUnits(of, units)) {
            expect(Number(total)).toBeGreaterThanOrEqual(0);
            expect(Number(total)).toBeLessThanOrEqual(100);
            const sum = indicators.reduce((n, { points }) => n + Math.round(Number(points) * 100), 0);
            expect(Math.round(Number(total) * 100)).toBe(Math.min(sum, 10_000));
          }
        },
      ),
    );
  });
  it('lets ties share a place, whatever the order of the units', () => {
    const four = ['9.00', '7.0', '7.00', '5'].map((total) => ({ total }));
    expect(placed(four).map(({ place }) => place)).toEqual([1, 2, 2, 4]);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(['1', '2', '3', '4', '5']),
        fc.array(whole, { minLength: 5, maxLength: 5 }),
        (order, values) => {
          const of = scheme([indicator({ fullMark: { kind: 'linear', target: '500' } })]);
          const units = order.map((key) => unit(key, { reached2: values[Number(key) - 1] ?? null }));
          const sorted = [...units].sort((a, b) => (a.key < b.key ? -1 : 1));
          expect(scoreUnits(of, units)).toEqual(scoreUnits(of, sorted));
        },
      ),
    );
  });
});

describe('what a scheme may be', () => {
  const faults = (content: unknown) =>
    (schemeContent.safeParse(content).error?.issues ?? []).map(({ path }) => path.join('.'));

  it('is valid with weights of 100 in all', () => expect(faults(scheme([indicator({})]))).toEqual([]));
  it('is refused with other weights, an indicator twice, or one that the catalogue does not know', () => {
    expect(faults(scheme([indicator({ weight: '99.9' })]))).toEqual(['indicators']);
    expect(faults(scheme([indicator({ weight: '50' }), indicator({ weight: '50' })]))).toEqual([
      'indicators.1.measure',
    ]);
    expect(faults(scheme([indicator({ measure: 'likes' })]))).toEqual(['indicators.0.measure']);
  });
  it('is refused with steps that give less for better', () => {
    const steps = [
      { bound: '1', percent: '90' },
      { bound: '5', percent: '50' },
    ];
    expect(faults(scheme([indicator({ fullMark: { kind: 'steps', steps } })]))).toEqual([
      'indicators.0.fullMark',
    ]);
    expect(faults(scheme([indicator({ direction: 'less', fullMark: { kind: 'steps', steps } })]))).toEqual(
      [],
    );
  });
});
