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
  readonly places?: Places | undefined;
  /** What names the pair; absent until it is settled. */
  readonly words?: readonly string[];
}

/**
 * Supplies of one need, best first. Which words name a pair is looked up only where it can matter: until a supply is
 * settled it has the points that it would have if its words were enough, and it never gains by being settled. So an order
 * whose first are settled is the order that settling all would give them.
 */
export class Rating {
  private all: readonly Rated[];

  /** @param settled the same with its words, and the points that are left with them. */
  constructor(
    rated: readonly Rated[],
    private readonly settled: (one: Rated) => Rated,
  ) {
    this.all = [...rated].sort(byPoints);
  }

  /** All, best first. */
  get ranked(): readonly Rated[] {
    return this.all;
  }

  settle(wanted: (one: Rated) => boolean): void {
    const next = this.all.map((one) => (!one.words && wanted(one) ? this.settled(one) : one));
    this.all = next.sort(byPoints);
  }

  /** The best `n` of some, settled. */
  first(n: number, of: (one: Rated) => boolean = () => true): readonly Rated[] {
    for (;;) {
      const found = this.all.filter(of).slice(0, n);
      if (found.every(({ words }) => words)) return found;
      const open = new Set(found);
      this.settle((one) => open.has(one));
    }
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
  rating.settle((one) => one.points >= least);
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
