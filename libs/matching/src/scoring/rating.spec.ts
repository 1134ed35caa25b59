import fc from 'fast-check';
import { movesByBonus, type Rated, Rating } from './rating.js';

const supplies = fc.array(
  fc.record({
    points: fc.integer({ min: 0, max: 60 }),
    bonus: fc.integer({ min: 0, max: 20 }),
    support: fc.constantFrom(1 / 3, 2 / 3, 1),
    apart: fc.boolean(),
  }),
  { maxLength: 40 },
);

function rated(points: number, bonus: number, doc: number): Pick<Rated, 'tenths' | 'points' | 'doc'> {
  return { doc, tenths: [points, bonus], points: points + bonus };
}

/** As a list has them, and as settling all of them at once would. */
function both(of: readonly { points: number; bonus: number; support: number; apart: boolean }[]) {
  const settled = (one: Rated): Rated => {
    const { points, bonus, support } = of[one.doc] as (typeof of)[number];
    const left = rated(Math.round(points * support), Math.round(bonus * support), one.doc);
    return { ...one, ...left, words: [] };
  };
  const all = of.map(({ points, bonus, apart }, doc): Rated => {
    const excluded = apart ? 'blocked' : undefined;
    const open = { places: undefined, words: undefined };
    return { ...rated(points, bonus, doc), ...open, tie: doc % 3, score: 0, excluded };
  });
  return { lazy: new Rating(all, settled), full: new Rating(all.map(settled), settled) };
}

const isFree = ({ excluded }: Rated) => excluded === undefined;

describe('an order of supplies of which few are settled', () => {
  it('begins as the order of all settled ones does', () => {
    fc.assert(
      fc.property(supplies, fc.nat({ max: 5 }), (of, n) => {
        const { lazy, full } = both(of);
        expect(lazy.first(n)).toEqual(full.ranked.slice(0, n));
        expect(lazy.first(n, isFree)).toEqual(full.ranked.filter(isFree).slice(0, n));
      }),
    );
  });

  it('holds all that have so many points, where those that may have them are settled', () => {
    fc.assert(
      fc.property(supplies, fc.nat({ max: 60 }), (of, least) => {
        const { lazy, full } = both(of);
        lazy.settle(({ points }) => points >= least);
        const enough = ({ points }: Rated) => points >= least;
        expect(lazy.ranked.filter(enough)).toEqual(full.ranked.filter(enough));
      }),
    );
  });

  it('tells how far a bonus has moved those that are kept', () => {
    fc.assert(
      fc.property(supplies, fc.nat({ max: 60 }), (of, least) => {
        const { lazy, full } = both(of);
        const pinned = ({ doc }: Rated) => doc % 7 === 3;
        lazy.settle((one) => one.points >= least || pinned(one));
        const kept = (rating: Rating) =>
          rating.ranked.filter((one) => isFree(one) && (one.points >= least || pinned(one)));
        const moves = movesByBonus(full, kept(full), 1);
        const told = movesByBonus(lazy, kept(lazy), 1);
        for (const { doc } of kept(full)) expect(told.get(doc)).toBe(moves.get(doc));
      }),
    );
  });
});
