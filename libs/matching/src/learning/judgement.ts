/** What a change does to figures of the same cases. */
export interface Comparison {
  readonly cases: number;
  readonly before: number;
  readonly after: number;
  /** Mean of the differences, and its standard error. */
  readonly gain: number;
  readonly error: number;
}

export function compared(before: readonly number[], after: readonly number[]): Comparison {
  const cases = before.length;
  const differences = after.map((value, i) => value - (before[i] as number));
  const gain = mean(differences);
  const variance = differences.reduce((sum, of) => sum + (of - gain) ** 2, 0) / Math.max(1, cases - 1);
  return {
    cases,
    before: mean(before),
    after: mean(after),
    gain,
    error: Math.sqrt(variance / Math.max(1, cases)),
  };
}

/** Fewer cases prove nothing. */
const fewest = 20;

/** A gain that is worth a version, in nDCG as in nats. */
const least = 0.005;
/** Of the normal distribution at 0.9. */
const quantile = 1.2816;

/** Better by an amount that matters, and by more than chance gives once in ten, one-sided. */
export function better({ cases, gain, error }: Comparison): boolean {
  return cases >= fewest && gain >= least && gain > quantile * error;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
