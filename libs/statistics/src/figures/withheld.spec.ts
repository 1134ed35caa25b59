import fc from 'fast-check';
import { fewestPairs, withheldIn } from './withheld.js';

const line = (pairs: number, amount: number) => ({
  values: { reached4: String(pairs), contractAmount: String(amount) },
});
const lines = (items: ReturnType<typeof line>[]) =>
  withheldIn(items).flatMap((codes, i) => (codes.has('contractAmount') ? [i] : []));

describe('amounts of a split that the public reads', () => {
  it('are withheld where fewer than three pairs stand behind them', () => {
    expect(lines([line(2, 500), line(1, 80), line(5, 900)])).toEqual([0, 1]);
  });

  it('are withheld in a second line where one alone could be reckoned from the total', () => {
    expect(lines([line(2, 500), line(4, 300), line(5, 900)])).toEqual([0, 1]);
  });

  it('are shown where nothing was contracted, or enough pairs were', () => {
    expect(lines([line(0, 0), line(3, 300), line(9, 900)])).toEqual([]);
  });

  it('never leave one withheld line alone beside a shown one', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 999 })), {
      minLength: 2,
    });
    fc.assert(
      fc.property(some, (given) => {
        const hidden = lines(given.map(([pairs, amount]) => line(pairs, amount)));
        expect(hidden.length).not.toBe(1);
        for (const [i, [pairs]] of given.entries()) if (pairs < fewestPairs) expect(hidden).toContain(i);
      }),
    );
  });
});
