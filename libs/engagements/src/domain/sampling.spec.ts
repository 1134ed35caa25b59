import fc from 'fast-check';
import { newId, sha256 } from '#kernel';
import { draw, estimate, type Member, populationSha256, populationText, wilson } from './sampling.js';

const member = fc.record<Member>({
  claimId: fc.uuid(),
  amount: fc.option(fc.integer({ min: 0, max: 3_000_000 }).map((n) => `${n}.00`)),
  flagged: fc.boolean(),
});
const members = fc.uniqueArray(member, { selector: (one) => one.claimId, maxLength: 60 });
const terms = fc.record({
  seed: fc.string(),
  threshold: fc.constantFrom('0', '1000000.00', '2500000.00'),
  percent: fc.integer({ min: 1, max: 100 }),
});

describe('the draw', () => {
  it('is the same for the same population and seed, in whatever order they come', () => {
    fc.assert(
      fc.property(members, terms, fc.nat(), (population, given, turn) => {
        const cut = population.length === 0 ? 0 : turn % population.length;
        const turned = [...population.slice(cut), ...population.slice(0, cut)];
        expect([...draw(turned, given)].sort()).toEqual([...draw(population, given)].sort());
        expect(populationSha256(turned)).toBe(populationSha256(population));
      }),
    );
  });

  it('takes all from the amount on, all flagged, and of the rest its share rounded up', () => {
    fc.assert(
      fc.property(members, terms, (population, given) => {
        const strata = draw(population, given);
        let [rest, drawn] = [0, 0];
        for (const { claimId, amount, flagged } of population) {
          const above = amount !== null && Number(amount) >= Number(given.threshold);
          const stratum = strata.get(claimId);
          if (above) expect(stratum).toBe('above');
          else if (flagged) expect(stratum).toBe('flagged');
          else {
            rest++;
            if (stratum === 'drawn') drawn++;
            else expect(stratum).toBe('rest');
          }
        }
        expect(strata.size).toBe(population.length);
        expect(drawn).toBe(Math.ceil(Number(((rest * given.percent) / 100).toFixed(6))));
      }),
    );
  });

  it('draws nobody more often than others, over many seeds', () => {
    const population = Array.from(
      { length: 20 },
      (): Member => ({ claimId: newId(), amount: null, flagged: false }),
    );
    const times = new Map<string, number>();
    for (let n = 0; n < 2000; n++)
      for (const [claimId, stratum] of draw(population, { seed: `seed ${n}`, threshold: '1', percent: 10 }))
        if (stratum === 'drawn') times.set(claimId, (times.get(claimId) ?? 0) + 1);
    // Each is expected 200 times, standard deviation 13.4.
    for (const { claimId } of population) expect(Math.abs((times.get(claimId) ?? 0) - 200)).toBeLessThan(70);
  });

  it('writes its population as lines that others can hash', () => {
    const [a, b] = ['0190a1b2-0000-7000-8000-000000000001', '0190a1b2-0000-7000-8000-000000000002'];
    const population: Member[] = [
      { claimId: b, amount: '12.50', flagged: true },
      { claimId: a, amount: null, flagged: false },
    ];
    expect(populationText(population)).toBe(`${a} - -\n${b} 12.50 flagged\n`);
    expect(populationSha256(population)).toBe(sha256(`${a} - -\n${b} 12.50 flagged\n`));
  });
});

describe('the estimate for the rest', () => {
  it('is Wilson’s interval', () => {
    // R: binom::binom.confint(c(0, 1, 5, 10), 10, method = 'wilson')
    const table = [
      [0, 0, 0.2775328],
      [1, 0.01787621, 0.40415],
      [5, 0.2365931, 0.7634069],
      [10, 0.7224672, 1],
    ] as const;
    for (const [wrong, low, high] of table) {
      expect(wilson(wrong, 10)?.low).toBeCloseTo(low, 6);
      expect(wilson(wrong, 10)?.high).toBeCloseTo(high, 6);
    }
    expect(wilson(0, 0)).toBeUndefined();
  });

  it('says nothing before anything was looked at, and whole claims after', () => {
    expect(estimate(0, 0, 90)).toEqual({
      checked: 0,
      wrong: 0,
      share: null,
      unchecked: 90,
      wrongInRest: null,
    });
    expect(estimate(10, 1, 90).wrongInRest).toEqual({ low: 1, high: 37 });
    expect(estimate(10, 0, 0).wrongInRest).toEqual({ low: 0, high: 0 });
  });

  it('holds what was seen, and narrows with what is looked at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (checked, some) => {
        const wrong = some % (checked + 1);
        const one = wilson(wrong, checked);
        const ten = wilson(wrong * 10, checked * 10);
        if (!one || !ten) throw new Error('nothing was looked at');
        expect(one.low).toBeLessThanOrEqual(one.found);
        expect(one.high).toBeGreaterThanOrEqual(one.found);
        expect(ten.high - ten.low).toBeLessThan(one.high - one.low);
      }),
    );
  });
});
