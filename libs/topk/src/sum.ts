/**
 * The sum with what each addition rounds away (Neumaier, *Rundungsfehleranalyse einiger Verfahren zur Summation endlicher
 * Summen*, 1974), as the kernel takes it: in whatever order values come, the last bit is the same.
 */
export function sumOf(values: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
