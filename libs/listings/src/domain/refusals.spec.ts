import fc from 'fast-check';
import type { KindContent } from '#contracts';
import { addDays } from '#kernel';
import { isPast, refusePast } from './refusals.js';

const until = (validUntil: string | null) => ({ validUntil }) as KindContent;

describe('the term of a listing', () => {
  it('runs to the end of its last day, and is over from the day after', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 40 }), (days) => {
        const today = '2026-02-28';
        expect(isPast(until(addDays(today, days)), today)).toBe(days < 0);
      }),
    );
    expect(isPast(until(null), '2026-02-28')).toBe(false);
    expect(() => refusePast(until('2026-02-28'), '2026-02-28')).not.toThrow();
    expect(() => refusePast(until('2026-02-27'), '2026-02-28')).toThrow();
  });
});
