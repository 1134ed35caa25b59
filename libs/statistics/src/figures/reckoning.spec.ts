import { determined } from './reckoning.js';

describe('what sums determine', () => {
  it('is an unknown that is alone in one, or left alone by others', () => {
    expect([...determined([{ whole: null, parts: ['a'] }])]).toEqual(['a']);
    expect([...determined([{ whole: null, parts: ['a', 'b'] }])]).toEqual([]);
    const chained = [
      { whole: null, parts: ['a', 'b'] },
      { whole: null, parts: ['b', 'c'] },
      { whole: 'd', parts: ['a', 'c'] },
      { whole: null, parts: ['d'] },
    ];
    // a + c is 0 by the last two, and a - c by the first two.
    expect([...determined(chained)].sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is nothing of a ring', () => {
    const ring = ['a', 'b', 'c', 'd'].map((one, n, all) => ({
      whole: null,
      parts: [one, all[(n + 1) % 4] as string],
    }));
    expect([...determined(ring)]).toEqual([]);
  });
});
