import { Restarts } from './restarts.js';

const rule = { firstPause: 500, longestPause: 3000, most: 6, ranWell: 60_000 };

describe('what ends without being told to', () => {
  it('is started again after pauses that grow, and given up when nothing helps', () => {
    const restarts = new Restarts(rule);
    expect([1, 2, 3, 4, 5, 6].map(() => restarts.ended(10))).toEqual([
      500,
      1000,
      2000,
      3000,
      3000,
      undefined,
    ]);
  });

  it('begins anew when it ran well meanwhile', () => {
    const restarts = new Restarts(rule);
    for (let i = 0; i < 4; i++) restarts.ended(10);
    expect(restarts.ended(60_000)).toBe(500);
    expect(restarts.ended(59_999)).toBe(1000);
  });
});
