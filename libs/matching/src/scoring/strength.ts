/** Strength from which the text rule gives all its points. */
const full = 3.2;
/** What little speaks for a pair counts for less than its part: below strength 1 one pair of ten is relevant. */
const power = 1.5;

/**
 * Share of the text rule's points, 0–1, for a score and its query's bound (the sum of the query's weights).
 *
 * Strength = score / √bound: what chance gives on the mean is taken off the score already; what it gives by accident grows
 * with the square root of what is asked for, so one scale serves needs of three words and of three hundred. On labelled
 * sets half of the pairs of strength 2 are relevant, for queries of 3, 20 and 400 characters alike; `duijie calibrate`
 * shows it, docs/matching.md explains it.
 */
export function textShare(score: number, bound: number): number {
  return bound <= 0 ? 0 : Math.min(1, Math.max(0, score / Math.sqrt(bound) / full)) ** power;
}

/** The score that a share below the whole comes from. */
export function scoreOfShare(share: number, bound: number): number {
  return share ** (1 / power) * full * Math.sqrt(bound);
}
