import type { RuleWeights } from '#contracts';

/** A decided pair by what each rule gave, 0–1 in the rules' order. */
export interface RuleSample {
  readonly shares: readonly number[];
  readonly taken: boolean;
  /** Inverse propensity of the place where it was shown. */
  readonly weight: number;
  readonly at: number;
}

/** Probability = σ(offset + Σ slope × share); slopes are 0 or more: no rule counts against a product. */
export interface RuleModel {
  readonly offset: number;
  readonly slopes: readonly number[];
}

/** Not learnt: what policy gives, feedback does not take. */
const policy: ReadonlySet<string> = new Set(['firstVersion']);
/** Pairs that the present weights are worth against what is learnt. */
const trust = 30;
const rounds = 400;

/**
 * The present weights with the offset and the one factor that fit best: what learnt weights are compared with.
 * @param most in the order of the rules, as the samples' shares stand; so everywhere here.
 */
export function presentModel(samples: readonly RuleSample[], most: RuleWeights): RuleModel {
  const present = Object.values(most).map((points) => points / 100);
  const totals = samples.map(({ shares }) => [
    shares.reduce((sum, of, r) => sum + of * (present[r] as number), 0),
  ]);
  const [slope = 0, offset = 0] = descend(totals, samples, { start: [3, -1], towards: [3], pull: [0.1] });
  return { offset, slopes: present.map((of) => of * Math.max(slope, 0.1)) };
}

/**
 * Logistic regression by inverse-propensity weights, drawn towards the present weights (a Gaussian prior worth `trust`
 * pairs), slopes held at 0 or more; projected gradient descent with Nesterov's momentum.
 */
export function learnRules(samples: readonly RuleSample[], most: RuleWeights): RuleModel {
  const before = presentModel(samples, most);
  const scale = before.slopes.reduce((sum, of) => sum + of, 0);
  const solved = descend(
    samples.map(({ shares }) => shares),
    samples,
    {
      start: [...before.slopes, before.offset],
      towards: before.slopes,
      pull: before.slopes.map(() => trust / Math.max(1, scale * scale)),
      fixed: Object.keys(most).map((rule) => policy.has(rule)),
    },
  );
  return { offset: solved.at(-1) as number, slopes: solved.slice(0, -1) };
}

interface Problem {
  /** Slopes, then the offset. */
  readonly start: readonly number[];
  readonly towards: readonly number[];
  readonly pull: readonly number[];
  readonly fixed?: readonly boolean[];
}

function descend(
  rows: readonly (readonly number[])[],
  samples: readonly RuleSample[],
  { start, towards, pull, fixed = [] }: Problem,
): number[] {
  const size = towards.length;
  // Of the sum of curvatures no direction has more than a quarter of Σ weight × (1 + |row|²).
  const curvature = rows.reduce(
    (sum, row, i) =>
      sum + (samples[i] as RuleSample).weight * 0.25 * (1 + row.reduce((s, of) => s + of * of, 0)),
    2 * Math.max(...pull),
  );
  let point = [...start];
  let ahead = [...start];
  for (let round = 1; round <= rounds; round++) {
    const slope = gradient(ahead, rows, samples);
    const next = ahead.map((value, j) => {
      if (fixed[j]) return start[j] as number;
      const drawn = j < size ? 2 * (pull[j] as number) * (value - (towards[j] as number)) : 0;
      const moved = value - ((slope[j] as number) + drawn) / curvature;
      return j < size ? Math.max(0, moved) : moved;
    });
    ahead = next.map((value, j) => value + ((round - 1) / (round + 2)) * (value - (point[j] as number)));
    point = next;
  }
  return point;
}

function gradient(
  values: readonly number[],
  rows: readonly (readonly number[])[],
  samples: readonly RuleSample[],
): number[] {
  const sums = values.map(() => 0);
  const offset = values.length - 1;
  rows.forEach((row, i) => {
    const { taken, weight } = samples[i] as RuleSample;
    let logit = values[offset] as number;
    for (let j = 0; j < offset; j++) logit += (values[j] as number) * (row[j] as number);
    const off = weight * (1 / (1 + Math.exp(-logit)) - (taken ? 1 : 0));
    for (let j = 0; j < offset; j++) sums[j] = (sums[j] as number) + off * (row[j] as number);
    sums[offset] = (sums[offset] as number) + off;
  });
  return sums;
}

/** −ln of the probability that the model gave to what happened; less is better. */
export function surprise({ offset, slopes }: RuleModel, { shares, taken }: RuleSample): number {
  const logit = slopes.reduce((sum, of, r) => sum + of * (shares[r] as number), offset);
  return Math.log1p(Math.exp(taken ? -logit : logit));
}

/** Slopes as points: together 100, to one decimal, the policy's as they are. */
export function pointsOf({ slopes }: RuleModel, present: RuleWeights): RuleWeights {
  const rules = Object.entries(present);
  const kept = rules.reduce((sum, [rule, points]) => sum + (policy.has(rule) ? tenthsOf(points) : 0), 0);
  const free = rules.map(([rule], r) => (policy.has(rule) ? 0 : (slopes[r] as number)));
  const sum = free.reduce((all, of) => all + of, 0);
  if (!(sum > 0) || !Number.isFinite(sum)) return present;
  const exact = free.map((of) => (of / sum) * (1000 - kept));
  const tenths = exact.map(Math.floor);
  // The largest remainders get what rounding down has left over.
  const order = exact
    .map((of, r) => ({ r, rest: of - Math.floor(of) }))
    .sort((a, b) => b.rest - a.rest || a.r - b.r);
  let left = 1000 - kept - tenths.reduce((all, of) => all + of, 0);
  for (const { r } of order) {
    if (left === 0) break;
    if (policy.has(rules[r]?.[0] ?? '')) continue;
    tenths[r] = (tenths[r] as number) + 1;
    left--;
  }
  return Object.fromEntries(
    rules.map(([rule, points], r) => [rule, policy.has(rule) ? points : (tenths[r] as number) / 10]),
  );
}

function tenthsOf(points: number): number {
  return Math.round(points * 10);
}
