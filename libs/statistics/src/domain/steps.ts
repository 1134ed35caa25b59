import type { FactOf } from '#contracts';
import type { Yuan } from '#kernel';

export type VerifiedFact = FactOf<'claim.verified'>;
export type ReversedFact = FactOf<'claim.reversed'>;
export type StepFact = VerifiedFact | ReversedFact;

/** A verified or reversed step of one pair (scenario, firm), with the fact's own id. */
export interface Received {
  readonly id: string;
  readonly fact: StepFact;
}

/** One entry that a fact calls for. */
export interface Posting {
  readonly level: number;
  /** How often the pair has reached the level; null where the entry is about an amount alone. */
  readonly occasion: number | null;
  /** Yuan that is entered, or taken back; null where there is none. */
  readonly amount: Yuan | null;
  /** How often an amount was entered for the pair at the level; null without one. */
  readonly amountOccasion: number | null;
  /** Of a reversal: the fact whose entry is taken back. */
  readonly takenFrom: string | null;
}

/** What a pair gains or loses by one fact. */
export interface Change extends Received {
  readonly kind: 'verified' | 'reversal';
  readonly postings: readonly Posting[];
  /** The first agreement of the pair that stands, or the last one gone: by the codes with which it was verified. */
  readonly agreement: { readonly count: 1 | -1; readonly of: VerifiedFact } | null;
}

/** The lowest level that the ledger holds: 对接. */
const firstCounted = 2;
/** 协议 */
const agreementLevel = 3;

/**
 * What the arrival of one fact changes, given all that came before for the same pair, in whatever order it came.
 * Only facts whose predecessors are all there take effect, in the order of their sequence: an early one waits, and takes
 * effect with the one that fills the gap.
 */
export function changesBy(before: readonly Received[], arrived: Received): readonly Change[] {
  const effectiveBefore = inOrder(before).length;
  const pair = new Pair();
  return inOrder([...before, arrived]).flatMap((step, index) => {
    const change = pair.take(step);
    return index >= effectiveBefore && (change.postings.length > 0 || change.agreement) ? [change] : [];
  });
}

/** What holds a level's count, or its amount: the fact that entered it, and how often there was one before. */
interface Held {
  readonly factId: string;
  readonly occasion: number;
}

interface HeldAmount extends Held {
  readonly claimId: string;
  readonly amount: Yuan;
}

/**
 * A pair through its steps. It has reached a level when a claim of that level or a higher one stands verified: a
 * contract verified without a meeting on record counts the pair at levels 2, 3 and 4 at that moment. A level is gained
 * and lost once, however many claims stand for it. An amount is entered at the level of its own claim only, also where
 * the pair was at that level already, and goes when that claim is reversed, also where the pair stays.
 */
class Pair {
  private reached = 0;
  private readonly claims = new Map<string, number>();
  private readonly counted = new Map<number, Held>();
  private readonly amounts = new Map<number, HeldAmount>();
  private readonly counts = new Map<number, number>();
  private readonly amountCounts = new Map<number, number>();
  private agreed: VerifiedFact | null = null;

  take(step: Received): Change {
    const { id, fact } = step;
    const postings = fact.name === 'claim.verified' ? this.verified(id, fact) : this.reversed(fact);
    const kind = fact.name === 'claim.verified' ? 'verified' : 'reversal';
    return { ...step, kind, postings, agreement: this.agreement(fact) };
  }

  /** An agreement is one that was claimed as such: a contract without one is none. */
  private agreement(fact: StepFact): Change['agreement'] {
    const stands = [...this.claims.values()].includes(agreementLevel);
    const was = this.agreed;
    if (stands === (was !== null)) return null;
    this.agreed = stands && fact.name === 'claim.verified' ? fact : null;
    const of = this.agreed ?? was;
    return of ? { count: stands ? 1 : -1, of } : null;
  }

  private verified(id: string, { claimId, level, amount }: VerifiedFact): Posting[] {
    this.claims.set(claimId, level);
    const gained = between(this.reached, Math.max(this.reached, level));
    this.reached = Math.max(this.reached, level);
    const money = amount === null ? null : this.enter(level, { factId: id, claimId, amount });
    const own = { amount: money?.amount ?? null, amountOccasion: money?.occasion ?? null, takenFrom: null };
    const postings = gained.map((at): Posting => {
      const occasion = next(this.counts, at);
      this.counted.set(at, { factId: id, occasion });
      return at === level
        ? { level: at, occasion, ...own }
        : { level: at, occasion, amount: null, amountOccasion: null, takenFrom: null };
    });
    if (money && !gained.includes(level)) postings.push({ level, occasion: null, ...own });
    return postings;
  }

  private reversed({ claimId, level }: ReversedFact): Posting[] {
    this.claims.delete(claimId);
    const now = Math.max(0, ...this.claims.values());
    const lost = between(now, Math.max(now, this.reached));
    this.reached = Math.min(this.reached, now);
    const money = this.leave(level, claimId);
    const own = { amount: money?.amount ?? null, amountOccasion: money?.occasion ?? null };
    let waits = money !== undefined;
    const postings = lost.map((at): Posting => {
      const held = this.counted.get(at);
      if (!held) throw new Error(`no entry holds level ${at}`);
      this.counted.delete(at);
      const same = waits && at === level && held.factId === money?.factId;
      if (same) waits = false;
      const taken = same ? own : { amount: null, amountOccasion: null };
      return { level: at, occasion: held.occasion, takenFrom: held.factId, ...taken };
    });
    // The amount came with another entry than the count, or the pair stays at the level by another claim.
    if (money && waits) postings.push({ level, occasion: null, takenFrom: money.factId, ...own });
    return postings;
  }

  /** One amount a level at a time: what another claim of the level entered stands. */
  private enter(level: number, given: Omit<HeldAmount, 'occasion'>): HeldAmount | null {
    if (this.amounts.has(level)) return null;
    const held = { ...given, occasion: next(this.amountCounts, level) };
    this.amounts.set(level, held);
    return held;
  }

  private leave(level: number, claimId: string): HeldAmount | undefined {
    const held = this.amounts.get(level);
    if (held?.claimId !== claimId) return undefined;
    this.amounts.delete(level);
    return held;
  }
}

function next(counts: Map<number, number>, level: number): number {
  const count = (counts.get(level) ?? 0) + 1;
  counts.set(level, count);
  return count;
}

/** The steps 1, 2, 3 … up to the first gap. */
function inOrder(received: readonly Received[]): readonly Received[] {
  const bySequence = new Map(received.map((step) => [step.fact.sequence, step]));
  const ordered: Received[] = [];
  for (let found = bySequence.get(1); found; found = bySequence.get(ordered.length + 1)) ordered.push(found);
  return ordered;
}

/** Levels above `low` up to `high` that the ledger holds. */
function between(low: number, high: number): number[] {
  const levels: number[] = [];
  for (let level = Math.max(low + 1, firstCounted); level <= high; level++) levels.push(level);
  return levels;
}
