import type { ExclusionCode } from '#contracts';
import type { Places } from './matched.js';

/** A supply that a list of a need must look at. */
export interface Rated {
  readonly doc: number;
  /** Tenths of a point by rule. */
  readonly tenths: readonly number[];
  /** Their sum. */
  readonly points: number;
  /** Smaller first where points are equal. */
  readonly tie: number;
  readonly excluded: ExclusionCode | undefined;
  /** Of text. */
  readonly score: number;
  readonly places: Places | undefined;
  /** What names the pair; undefined until it is settled. */
  readonly words: readonly string[] | undefined;
}

/**
 * Supplies of one need, best first. Which words name a pair is looked up only where it can matter: until a supply is
 * settled it has the points that it would have if its words were enough, and it never gains by being settled. So an order
 * whose first are settled is the order that settling all would give them.
 */
export class Rating {
  /**
   * @param ranked all, in any order; kept best first from here on.
   * @param settled the same with its words, and the points that are left with them.
   */
  constructor(
    readonly ranked: Rated[],
    private readonly settled: (one: Rated) => Rated,
  ) {
    ranked.sort(byPoints);
  }

  settle(wanted: (one: Rated) => boolean): void {
    const places: number[] = [];
    this.ranked.forEach((one, place) => {
      if (!one.words && wanted(one)) places.push(place);
    });
    this.settleAt(places);
  }

  /** The best `n` of some, settled. */
  first(n: number, of: (one: Rated) => boolean = () => true): readonly Rated[] {
    for (;;) {
      const found: Rated[] = [];
      const open: number[] = [];
      for (let place = 0; place < this.ranked.length && found.length < n; place++) {
        const one = this.ranked[place] as Rated;
        if (!of(one)) continue;
        found.push(one);
        if (!one.words) open.push(place);
      }
      if (open.length === 0) return found;
      this.settleAt(open);
    }
  }

  private settleAt(places: readonly number[]): void {
    let fallen = false;
    for (const place of places) {
      const before = this.ranked[place] as Rated;
      const now = this.settled(before);
      this.ranked[place] = now;
      fallen ||= now.points !== before.points;
    }
    if (fallen) this.ranked.sort(byPoints);
  }
}

/** Places that a policy's bonus moved supplies up among all that may be proposed, pinned or not. */
export function movesByBonus(
  rating: Rating,
  kept: readonly Rated[],
  rule: number,
): ReadonlyMap<number, number> {
  const bonus = (one: Rated) => one.tenths[rule] ?? 0;
  const moved = kept.filter((one) => bonus(one) > 0);
  if (moved.length === 0) return new Map();
  const least = Math.min(...moved.map((one) => one.points - bonus(one)));
  const lowest = Math.min(...moved.map((one) => one.points));
  rating.settle((one) => one.points >= lowest || one.points - bonus(one) >= least);
  const free = rating.ranked.filter((one) => one.excluded === undefined);
  const without = free.map((one) => ({ ...one, points: one.points - bonus(one) })).sort(byPoints);
  const before = new Map(without.map((one, place) => [one.doc, place]));
  return new Map(
    free.flatMap((one, place) =>
      bonus(one) > 0 ? [[one.doc, Math.max(0, (before.get(one.doc) ?? place) - place)]] : [],
    ),
  );
}

function byPoints(a: Rated, b: Rated): number {
  return b.points - a.points || a.tie - b.tie || a.doc - b.doc;
}
