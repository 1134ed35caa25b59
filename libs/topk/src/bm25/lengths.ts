import type { ViewSetting } from './view.js';

/** What documents' weights become when mean lengths move. */
export interface Reweigh {
  /** The document that weights are asked for from now on. */
  open(doc: number): void;
  weight(view: number, weight: number): number;
  /** By view, the means that they become weights of. */
  readonly means: readonly number[];
}

export interface KeptLengths {
  readonly of: Float32Array[];
  readonly means: number[];
}

/** Counts are multiples of this: what is worked out from a weight is the count that it was made from, to the last bit. */
const finest = 1e-3;

export function canonical(count: number): number {
  return Math.round(count / finest) * finest;
}

/** Steps of mean lengths: 4 to a doubling, so the mean that is used is at most 9 % off. */
const steps = 4;

/**
 * Documents' lengths by view, and the mean lengths that weights refer to. A mean in use moves in steps of a fixed grid:
 * it is a function of what is in the index, not of how it came there, and yet seldom changes.
 */
export class Lengths {
  private of: Float32Array[];
  private count = 0;
  private alive = 0;
  private readonly totals: number[];
  private means: number[];

  constructor(
    private readonly settings: readonly ViewSetting[],
    restored?: KeptLengths,
  ) {
    this.of = restored?.of ?? settings.map(() => new Float32Array(64));
    this.means = restored?.means ?? settings.map(() => 1);
    this.totals = settings.map(() => 0);
    if (restored) {
      this.count = restored.of[0]?.length ?? 0;
      for (let doc = 0; doc < this.count; doc++) if ((restored.of[0]?.[doc] ?? 0) >= 0) this.tally(doc, 1);
    }
  }

  get bytes(): number {
    return this.of.reduce((sum, lengths) => sum + lengths.byteLength, 0);
  }

  /** For a snapshot; lengths below 0 are those of documents that are gone. */
  get kept(): KeptLengths {
    return { of: this.of.map((lengths) => lengths.slice(0, this.count)), means: [...this.means] };
  }

  /** The means in use. */
  get used(): readonly number[] {
    return this.means;
  }

  /** k1 (1 − b + b × length / mean length). */
  norm(view: number, length: number): number {
    return this.normAt(this.means, view, length);
  }

  put(doc: number, lengths: readonly number[]): void {
    for (const [view, of] of this.of.entries()) {
      let room = of;
      if (doc >= of.length) {
        room = new Float32Array(Math.max(of.length * 2, doc + 1));
        room.set(of);
        this.of[view] = room;
      }
      room[doc] = lengths[view] as number;
    }
    this.count = Math.max(this.count, doc + 1);
    this.tally(doc, 1);
  }

  remove(doc: number): void {
    this.tally(doc, -1);
    for (const lengths of this.of) lengths[doc] = -1;
  }

  /** Turns weights that refer to the means in use into such that refer to others; `adopt` puts these in use. */
  reweigh(to: readonly number[] = this.present()): Reweigh {
    const from = this.means;
    const before = to.map(() => 0);
    const after = to.map(() => 0);
    return {
      means: to,
      open: (doc) => {
        for (let view = 0; view < to.length; view++) {
          before[view] = this.normAt(from, view, this.lengthOf(view, doc));
          after[view] = this.normAt(to, view, this.lengthOf(view, doc));
        }
      },
      weight: (view, weight) => {
        if (before[view] === after[view]) return weight;
        const count = canonical((weight * (before[view] as number)) / (1 - weight));
        return count / (count + (after[view] as number));
      },
    };
  }

  adopt(means: readonly number[]): void {
    this.means = [...means];
  }

  private lengthOf(view: number, doc: number): number {
    return this.of[view]?.[doc] ?? 0;
  }

  private normAt(means: readonly number[], view: number, length: number): number {
    const { k1, b } = this.settings[view] as ViewSetting;
    return k1 * (1 - b + (b * length) / (means[view] as number));
  }

  private present(): number[] {
    return this.totals.map((total) => {
      const mean = total / Math.max(1, this.alive);
      return mean <= 1 ? 1 : 2 ** (Math.round(Math.log2(mean) * steps) / steps);
    });
  }

  private tally(doc: number, by: 1 | -1): void {
    this.alive += by;
    this.totals.forEach((total, view) => {
      this.totals[view] = total + by * this.lengthOf(view, doc);
    });
  }
}
