import type { FactOf } from '#contracts';

export type VerifiedFact = FactOf<'claim.verified'>;
export type ReversedFact = FactOf<'claim.reversed'>;
export type StepFact = VerifiedFact | ReversedFact;

/** A verified or reversed step of one pair (scenario, firm), with the fact's own id. */
export interface Received {
  readonly id: string;
  readonly fact: StepFact;
}

/** The levels a pair gains or loses by one fact. */
export interface Change extends Received {
  readonly kind: 'verified' | 'reversal';
  readonly levels: readonly number[];
}

/** The lowest level that the ledger holds: 对接. */
export const firstCounted = 2;

/**
 * What the arrival of one fact changes, given all that came before for the same pair, in whatever order it came.
 * Only facts whose predecessors are all there take effect, in the order of their sequence: an early one waits, and takes
 * effect with the one that fills the gap.
 *
 * A pair has reached a level when a claim of that level or a higher one stands verified: a contract verified without a
 * meeting on record counts the pair at levels 2, 3 and 4 at that moment. A level is gained and lost once, however many
 * claims stand for it.
 */
export function changesBy(before: readonly Received[], arrived: Received): readonly Change[] {
  const effectiveBefore = inOrder(before).length;
  const effective = inOrder([...before, arrived]);
  const standing = new Map<string, number>();
  let reached = 0;
  const changes: Change[] = [];
  for (const [index, step] of effective.entries()) {
    if (step.fact.name === 'claim.verified') standing.set(step.fact.claimId, step.fact.level);
    else standing.delete(step.fact.claimId);
    const now = Math.max(0, ...standing.values());
    const levels = between(Math.min(reached, now), Math.max(reached, now));
    if (index >= effectiveBefore && levels.length > 0)
      changes.push({ ...step, kind: now > reached ? 'verified' : 'reversal', levels });
    reached = now;
  }
  return changes;
}

/** The steps 1, 2, 3 … up to the first gap. */
function inOrder(received: readonly Received[]): readonly Received[] {
  const bySequence = new Map(received.map((step) => [step.fact.sequence, step]));
  const ordered: Received[] = [];
  for (let next = bySequence.get(1); next; next = bySequence.get(ordered.length + 1)) ordered.push(next);
  return ordered;
}

/** Levels above `low` up to `high` that the ledger holds. */
function between(low: number, high: number): number[] {
  const levels: number[] = [];
  for (let level = Math.max(low + 1, firstCounted); level <= high; level++) levels.push(level);
  return levels;
}
