import fc from 'fast-check';
import { split } from './shares.js';

describe('points split among fields', () => {
  it('add up to the whole, none below 0, whatever the weights', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (tenths, weights) => {
          const parts = split(tenths, weights);
          expect(parts.reduce((a, b) => a + b, 0)).toBe(tenths);
          expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
  it('go by weight', () => expect(split(65, [3, 1, 0])).toEqual([49, 16, 0]));
});
