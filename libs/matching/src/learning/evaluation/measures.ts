import { random } from '../random.js';

/** Figures of one query. */
export interface Figures {
  readonly ndcg10: number;
  readonly mrr10: number;
  readonly recall100: number;
}

/** Gain is the grade, discount log2 (rank + 1) (Järvelin and Kekäläinen 2002). */
export function ndcg(ranked: readonly string[], grades: ReadonlyMap<string, number>): number {
  const gain = (values: readonly number[]) =>
    values.reduce((sum, grade, i) => sum + grade / Math.log2(i + 2), 0);
  const ideal = gain([...grades.values()].sort((a, b) => b - a).slice(0, 10));
  return ideal === 0 ? 0 : gain(ranked.map((doc) => grades.get(doc) ?? 0)) / ideal;
}

/** Of the first 100 of a ranking. */
export function figuresOf(ranked: readonly string[], grades: ReadonlyMap<string, number>): Figures {
  const good = (doc: string) => (grades.get(doc) ?? 0) > 0;
  const best = ranked.slice(0, 10).findIndex(good);
  const relevant = [...grades.values()].filter((grade) => grade > 0).length;
  return {
    ndcg10: ndcg(ranked.slice(0, 10), grades),
    mrr10: best < 0 ? 0 : 1 / (best + 1),
    recall100: relevant === 0 ? 0 : ranked.slice(0, 100).filter(good).length / relevant,
  };
}

const samples = 2000;

/** Means of samples drawn with putting back (bootstrap, Efron 1979), ascending; the same for the same values. */
function resampled(values: readonly number[], of: readonly number[] = values.map(() => 1)): Float64Array {
  const next = random(20261127);
  const means = Float64Array.from({ length: samples }, () => {
    let sum = 0;
    let all = 0;
    for (let i = 0; i < values.length; i++) {
      const drawn = Math.floor(next() * values.length);
      sum += values[drawn] as number;
      all += of[drawn] as number;
    }
    return sum / Math.max(1, all);
  });
  return means.sort();
}

/** Half of the width of the 95 % interval of the mean. @param of where values are parts: of how many, value by value. */
export function halfWidth(values: readonly number[], of?: readonly number[]): number {
  const means = resampled(values, of);
  return ((means[samples * 0.975 - 1] as number) - (means[samples * 0.025] as number)) / 2;
}

export interface Difference {
  readonly queries: number;
  /** Mean of what came later less what was before. */
  readonly mean: number;
  readonly halfWidth: number;
  /** Two-sided, by paired bootstrap: how often chance alone turns a difference like this one round. */
  readonly p: number;
}

/** What became of the same queries. */
export function differenceOf(before: readonly number[], after: readonly number[]): Difference {
  const differences = after.map((value, i) => value - (before[i] as number));
  const means = resampled(differences);
  const below = means.filter((mean) => mean <= 0).length;
  const above = means.filter((mean) => mean >= 0).length;
  return {
    queries: differences.length,
    mean: differences.reduce((sum, of) => sum + of, 0) / Math.max(1, differences.length),
    halfWidth: halfWidth(differences),
    p: Math.min(1, (2 * Math.min(below, above)) / samples),
  };
}
