import fc from 'fast-check';
import { periodsOf, yuan } from '#kernel';
import { type Amount, fewestPairs, partsOf, placeOf, withheldOf } from '#statistics';
import { periodsOfYear, reckoned } from '../support/reckoner.js';

interface Contract {
  readonly month: number;
  readonly area: string;
  readonly chain: string;
  readonly fen: bigint;
  readonly sign: 1 | -1;
}
const contract = (month: number, area: string, fen: number, more: Partial<Contract> = {}): Contract => ({
  month,
  area,
  chain: 'a',
  fen: BigInt(fen),
  sign: 1,
  ...more,
});
const contracts = fc.array(
  fc.record<Contract>({
    month: fc.integer({ min: 1, max: 12 }),
    area: fc.constantFrom('east', 'west', 'north'),
    chain: fc.constantFrom('a', 'b', 'none'),
    fen: fc.integer({ min: 1, max: 9_999_99 }).map(BigInt),
    sign: fc.constantFrom<1 | -1>(1, 1, 1, 1, 1, -1),
  }),
  { maxLength: 40, size: 'max' },
);

/** Every amount of 2025: of all periods, whole and by area and chain. */
function amountsOf(all: readonly Contract[]): Amount[] {
  const sums = new Map<string, Amount>();
  for (const { month, area, chain, fen, sign } of all)
    for (const period of periodsOf(`2025-${String(month).padStart(2, '0')}-05`))
      for (const [split, key] of [
        ['total', 'all'],
        ['area', area],
        ['chain', chain],
      ] as const) {
        const at = { period, split, key };
        const sum = sums.get(placeOf(at)) ?? { ...at, fen: 0n, pairs: 0 };
        sums.set(placeOf(at), { ...at, fen: sum.fen + BigInt(sign) * fen, pairs: sum.pairs + sign });
      }
  return [...sums.values()];
}

const withheldOfAll = (all: readonly Contract[]) => [...withheldOf(amountsOf(all))].sort();
const readable = (amounts: readonly Amount[], withheld: ReadonlySet<string>) =>
  amounts
    .filter(({ fen }) => fen !== 0n)
    .map((one) => ({ ...one, said: withheld.has(placeOf(one)) ? '*' : yuan(one.fen) }));
const ofPeriod = (places: readonly string[], period: string) =>
  places.filter((place) => place.startsWith(`${period} `)).map((place) => place.slice(period.length + 1));

describe('the amounts that the public does not read', () => {
  it('are those of fewer than three pairs, in whatever period and split', () => {
    const places = withheldOfAll([
      ...Array.from({ length: 6 }, () => contract(1, 'east', 300)),
      ...Array.from({ length: 6 }, () => contract(2, 'east', 200)),
      contract(1, 'west', 500),
      contract(2, 'west', 80),
    ]);
    expect(ofPeriod(places, '2025-01')).toContain('area west');
    expect(ofPeriod(places, '2025')).toContain('area west');
  });

  it('are told of a year whose months are of enough pairs each', () => {
    const many = [1, 5, 8, 12].flatMap((month) =>
      Array.from({ length: 3 }, (_, n) => contract(month, 'east', 100 * (n + 1))),
    );
    expect(withheldOfAll(many)).toEqual([]);
  });

  it('are a second month where one alone would be the year less the others', () => {
    const places = withheldOfAll([
      ...[3, 3, 3, 9, 9, 9, 9].map((month) => contract(month, 'east', 1000)),
      contract(7, 'east', 777),
    ]);
    const months = periodsOfYear('2025').filter((period) => ofPeriod(places, period).includes('total all'));
    // March tells nothing of the third quarter: September is withheld beside July, and the quarter is told.
    expect(months.sort()).toEqual(['2025-07', '2025-09']);
  });

  it('are a half-year as well where it would be the year less the other half', () => {
    const places = withheldOfAll([
      ...[3, 3, 3, 3].map((month) => contract(month, 'east', 1000)),
      contract(7, 'east', 777),
      contract(8, 'east', 333),
    ]);
    expect(ofPeriod(places, '2025-H2')).toContain('total all');
    expect(ofPeriod(places, '2025-H1')).toContain('total all');
    expect(ofPeriod(places, '2025')).toEqual([]);
  });

  it('cannot be reckoned, by nobody who reads all periods and all splits', () => {
    let most = 0;
    fc.assert(
      fc.property(contracts, (all) => {
        const amounts = amountsOf(all);
        const withheld = withheldOf(amounts);
        for (const one of amounts)
          if (one.fen !== 0n && one.pairs < fewestPairs) expect(withheld).toContain(placeOf(one));
        expect(reckoned(readable(amounts, withheld), '2025')).toEqual([]);
        most = Math.max(most, amounts.filter(({ fen }) => fen !== 0n).length - withheld.size);
      }),
      { numRuns: 60 },
    );
    // It is no answer to withhold everything.
    expect(most).toBeGreaterThan(15);
  });

  it('are of three pairs together at least, where their sum is told and another could be withheld', () => {
    fc.assert(
      fc.property(contracts, (all) => {
        const amounts = amountsOf(all);
        const [withheld, at] = [withheldOf(amounts), new Map(amounts.map((one) => [placeOf(one), one]))];
        for (const period of periodsOfYear('2025')) {
          const total = at.get(placeOf({ period, split: 'total', key: 'all' }));
          if (total && (total.fen === 0n || withheld.has(placeOf(total)))) continue;
          const parts = partsOf(period).flatMap(
            (part) => at.get(placeOf({ period: part, split: 'total', key: 'all' })) ?? [],
          );
          const hidden = parts.filter((one) => withheld.has(placeOf(one)));
          const others = parts.filter((one) => one.fen !== 0n && !withheld.has(placeOf(one)));
          const pairs = hidden.reduce((sum, one) => sum + one.pairs, 0);
          if (hidden.length > 0 && others.length > 0) expect(pairs).toBeGreaterThanOrEqual(fewestPairs);
        }
      }),
      { numRuns: 60 },
    );
  });
});
