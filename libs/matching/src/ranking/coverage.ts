/** Coverage from which the text rule gives all its points; see docs/matching.md. */
const full = 0.36;

/**
 * Share of the text rule's points, 0–1, for the share of what the need's terms are worth that a capability has. The
 * square root and the limit come from calibration: long needs share few of their many words even with the best product.
 */
export function textShare(score: number, bound: number): number {
  return bound <= 0 ? 0 : Math.sqrt(Math.min(1, Math.max(0, score / bound / full)));
}
