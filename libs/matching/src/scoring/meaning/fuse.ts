/**
 * One score a candidate from two: each list is stretched to 0..1 over its candidates (min-max), and
 * result = words + weight × meaning, 0 to 1 + weight. A list whose scores are all equal says nothing: 0 for each.
 * A score that is not known (NaN) counts as the least of its list.
 * @throws RangeError where the lists differ in length or the weight is no finite number ≥ 0.
 */
export function fuse(lexical: ArrayLike<number>, dense: ArrayLike<number>, weight: number): Float64Array {
  if (lexical.length !== dense.length)
    throw new RangeError(`${lexical.length} scores by words, but ${dense.length} by meaning`);
  if (!Number.isFinite(weight) || weight < 0) throw new RangeError(`a weight of ${weight}`);
  const words = stretched(lexical);
  const meaning = stretched(dense);
  return words.map((score, i) => score + weight * (meaning[i] as number));
}

function stretched(scores: ArrayLike<number>): Float64Array {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (score < least) least = score;
    if (score > most) most = score;
  }
  const range = most - least;
  return Float64Array.from(scores, (score) => (range > 0 && score > least ? (score - least) / range : 0));
}
