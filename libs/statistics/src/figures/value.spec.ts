import fc from 'fast-check';
import { measures } from '#contracts';
import { median, percent, type Sum, Sums, toldBy } from './value.js';

const sum = (part: Sum['part'], bucket: number, count: number, amount = '0.00'): Sum => ({
  part,
  bucket,
  count,
  amount,
});
const told = (measure: string, ...sums: Sum[]) => toldBy(measure, new Sums(sums));

describe('measures', () => {
  it('are all told, each from nothing too', () => {
    for (const { code } of measures) expect([null, '0']).toContain(told(code));
  });

  it('name what may be added up: no level of the ladder, no share, no median', () => {
    for (const { code, kind, adds, addsSaid } of measures) {
      if (kind === 'share' || kind === 'median') expect(adds).toEqual({ units: false, periods: false });
      if (kind === 'stock' || code.startsWith('newly')) expect(adds.periods).toBe(false);
      if (code.startsWith('reached')) expect(addsSaid).toContain('各层级不可相加');
    }
  });

  it('show contracts of 7.6 million yuan as 760 万元 in the headline, and none of it at other levels', () => {
    const sums = [sum('reached', 4, 3, '7600000.00'), sum('reached', 3, 3), sum('reached', 2, 3)];
    expect(told('contractAmount', ...sums)).toBe('760');
    expect(told('acceptanceAmount', ...sums)).toBe('0');
    expect(told('reached4', ...sums)).toBe('3');
  });

  it('tell agreements apart from contracts that skipped them', () => {
    expect(told('agreements', sum('reached', 3, 5), sum('reached', 4, 5), sum('agreement', 0, 2))).toBe('2');
  });

  it('take the amount of acceptance from claims of acceptance', () =>
    expect(told('acceptanceAmount', sum('reached', 5, 1, '1234500.00'))).toBe('123.45'));

  it('have as median what the sorted cases have in their middle', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 1, maxLength: 40 }), (days) => {
        const histogram = new Map<number, number>();
        for (const day of days) histogram.set(day, (histogram.get(day) ?? 0) + 1);
        const sorted = [...days].sort((a, b) => a - b);
        const half = Math.floor(sorted.length / 2);
        const middle =
          sorted.length % 2 === 1 ? sorted[half] : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
        expect(median(histogram)).toBe(String(middle));
      }),
    );
    expect(told('answerDays', sum('answer', 1, 1), sum('answer', 4, 1))).toBe('2.5');
    expect(median(new Map())).toBeNull();
  });

  it('round a share half up, and have none where nothing was due', () => {
    expect(percent(1, 8)).toBe('12.50');
    expect(percent(1, 3)).toBe('33.33');
    expect(percent(2, 3)).toBe('66.67');
    expect(percent(1, 800)).toBe('0.13'); // 0.125
    expect(percent(0, 0)).toBeNull();
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 1, max: 5000 }), (part, more) => {
        const text = percent(part, part + more) ?? '';
        expect(Math.abs(Number(text) - (part * 100) / (part + more))).toBeLessThanOrEqual(0.005 + 1e-9);
      }),
    );
  });
});
