/**
 * Splits whole tenths by weights so that the parts are whole and add up to them (largest remainders, Hamilton's method).
 * @param weights not negative; all 0 gives everything to the first.
 */
export function split(tenths: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight, i) => (sum === 0 ? (i === 0 ? tenths : 0) : (tenths * weight) / sum));
  const parts = exact.map(Math.floor);
  let left = tenths - parts.reduce((a, b) => a + b, 0);
  const order = exact
    .map((value, i) => ({ i, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order) {
    if (left-- <= 0) break;
    parts[i] = (parts[i] as number) + 1;
  }
  return parts;
}
