/**
 * One score a candidate from two: each list in standard scores (less its mean, by its standard deviation), and
 * result = words + weight × meaning. A list whose scores are all equal says nothing: 0 for each. A score that is not known
 * (NaN) counts as the least of its list.
 * @throws RangeError where the lists differ in length or the weight is no finite number ≥ 0.
 */
export function fuse(lexical: ArrayLike<number>, dense: ArrayLike<number>, weight: number): Float64Array {
  if (lexical.length !== dense.length)
    throw new RangeError(`${lexical.length} scores by words, but ${dense.length} by meaning`);
  if (!Number.isFinite(weight) || weight < 0) throw new RangeError(`a weight of ${weight}`);
  const words = standard(lexical);
  const meaning = standard(dense);
  return words.map((score, i) => score + weight * (meaning[i] as number));
}

function standard(scores: ArrayLike<number>): Float64Array {
  const known = Array.from(scores).filter((score) => !Number.isNaN(score));
  const least = known.length === 0 ? 0 : Math.min(...known);
  const all = Float64Array.from(scores, (score) => (Number.isNaN(score) ? least : score));
  // Added in their own order: in which the candidates come does not show.
  const ascending = all.slice().sort();
  const mean = ascending.reduce((sum, score) => sum + score, 0) / Math.max(1, all.length);
  const square = ascending.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  const deviation = Math.sqrt(square / Math.max(1, all.length));
  // What differs by rounding alone does not differ.
  const none = deviation <= 1e-9 * Math.max(Math.abs(mean), Math.abs(least));
  return all.map((score) => (none ? 0 : (score - mean) / deviation));
}
