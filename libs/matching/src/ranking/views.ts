import { normalise, synonymsIn, terms } from '#text';
import type { Counts, ViewSetting } from '../engine/term-index.js';

/**
 * Words, pairs of characters and single characters, summed: on public labelled sets the sum is better than any of the
 * three alone. Values chosen by measurement; see docs/matching.md.
 */
export const views: readonly ViewSetting[] = [
  { weight: 1, k1: 1.2, b: 0.75 },
  { weight: 1, k1: 1.2, b: 0.75 },
  { weight: 0.3, k1: 1.2, b: 0.75 },
];

/** A term said n times in a query counts n (s + 1) / (n + s) times: long needs repeat themselves. */
export const querySaturation = 6;

/** What a synonym of the query's own words counts for. */
const synonymWeight = 0.5;

export interface Field {
  readonly text: string;
  /** What an occurrence in this field counts for (the simple form of BM25F: occurrences are weighted before saturation). */
  readonly weight: number;
}

export function countsOf(fields: readonly Field[]): Counts {
  const counts = views.map(() => new Map<string, number>());
  for (const { text, weight } of fields) {
    if (text === '' || weight === 0) continue;
    const seen = terms(text);
    [seen.words, seen.bigrams, seen.characters].forEach((list, view) => {
      const map = counts[view] as Map<string, number>;
      for (const term of list) map.set(term, (map.get(term) ?? 0) + weight);
    });
  }
  return counts;
}

/** The same for the side that asks, with what its words are called elsewhere. */
export function queryCounts(fields: readonly Field[]): Counts {
  const counts = countsOf(fields);
  const words = counts[0] as Map<string, number>;
  for (const { text } of fields)
    for (const other of synonymsIn(normalise(text))) if (!words.has(other)) words.set(other, synonymWeight);
  return counts;
}
