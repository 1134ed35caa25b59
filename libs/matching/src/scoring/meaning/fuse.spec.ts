import fc from 'fast-check';
import { fuse } from './fuse.js';

const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: -1000, max: 1000 })), {
  minLength: 1,
  maxLength: 60,
});
const weight = fc.integer({ min: 0, max: 300 }).map((w) => w / 100);
const words = (list: readonly (readonly [number, number])[]) => list.map(([score]) => score);
const meaning = (list: readonly (readonly [number, number])[]) => list.map(([, cosine]) => cosine / 1000);
const order = (scores: ArrayLike<number>) =>
  Array.from(scores, (_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);

describe('the fusion of words and meaning', () => {
  it('weighs the lists in standard scores', () => {
    const third = Math.sqrt(1.5);
    expect([...fuse([10, 20, 30], [0.9, 0.8, 0.7], 0.8)]).toEqual([
      expect.closeTo(-0.2 * third),
      expect.closeTo(0),
      expect.closeTo(0.2 * third),
    ]);
  });

  it('lets one score that is far from all others speak no louder than its list', () => {
    fc.assert(
      fc.property(pairs, weight, (list, w) => {
        const fused = fuse(words(list), meaning(list), w);
        expect(fused).toHaveLength(list.length);
        const most = (1 + w) * Math.sqrt(list.length) + 1e-9;
        for (const score of fused) expect(Math.abs(score)).toBeLessThanOrEqual(most);
        const alone = fuse(words(list), meaning(list), 0);
        const square = alone.reduce((sum, score) => sum + score ** 2, 0) / list.length;
        expect(square).toBeCloseTo(new Set(words(list)).size > 1 ? 1 : 0, 9);
      }),
    );
  });

  it('is the order of the words where meaning weighs nothing or says nothing', () => {
    fc.assert(
      fc.property(pairs, weight, (list, w) => {
        expect(order(fuse(words(list), meaning(list), 0))).toEqual(order(words(list)));
        const same = list.map(() => 0.83);
        expect(order(fuse(words(list), same, w))).toEqual(order(words(list)));
      }),
    );
  });

  it('does not depend on the unit or the zero of either list', () => {
    fc.assert(
      fc.property(
        pairs,
        weight,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: -64, max: 64 }),
        (list, w, a, b) => {
          const plain = fuse(words(list), meaning(list), w);
          const moved = fuse(
            words(list).map((x) => a * x + b),
            meaning(list).map((x) => a * x + b),
            w,
          );
          for (const [i, score] of plain.entries()) expect(moved[i]).toBeCloseTo(score, 9);
        },
      ),
    );
  });

  it('never puts a candidate behind one that is weaker by words and by meaning', () => {
    fc.assert(
      fc.property(pairs, weight, (list, w) => {
        const fused = fuse(words(list), meaning(list), w);
        for (const [i, [x, y]] of list.entries())
          for (const [j, [u, v]] of list.entries())
            if (x >= u && y >= v) expect(fused[i] as number).toBeGreaterThanOrEqual(fused[j] as number);
      }),
      { numRuns: 30 },
    );
  });

  it('gives each candidate the same, in whatever order they come', () => {
    fc.assert(
      fc.property(pairs, weight, (list, w) => {
        const backwards = [...list].reverse();
        expect([...fuse(words(backwards), meaning(backwards), w)].reverse()).toEqual([
          ...fuse(words(list), meaning(list), w),
        ]);
      }),
    );
  });

  it('counts an unknown score as the least and refuses what cannot be meant', () => {
    expect(fuse([1, 2, 3], [Number.NaN, 0.5, 0.9], 1)).toEqual(fuse([1, 2, 3], [0.5, 0.5, 0.9], 1));
    expect([...fuse([], [], 1)]).toEqual([]);
    expect(() => fuse([1], [], 1)).toThrow(RangeError);
    expect(() => fuse([1], [1], Number.NaN)).toThrow(RangeError);
    expect(() => fuse([1], [1], -1)).toThrow(RangeError);
  });
});
