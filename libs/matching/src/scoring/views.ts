import { normalise, type SynonymFinder, synonymFinder, terms } from '#text';
import type { Counts, ViewSetting } from '#topk';

/**
 * Words, pairs of characters and single characters, summed: on public labelled sets the sum is better than any of the
 * three alone. Values chosen by measurement, one setting for all sets; see docs/matching.md.
 */
export const views: readonly ViewSetting[] = [
  { weight: 1, idfPower: 1.25, k1: 1.2, b: 0.9, chance: 1 },
  { weight: 1, idfPower: 1.25, k1: 0.8, b: 0.75, chance: 1 },
  { weight: 1, idfPower: 1.5, k1: 1.6, b: 0.75, chance: 1 },
];

/** The places of words and of pairs among them. */
export const wordsView = 0;
export const pairsView = 1;

/** A term said n times in a query counts n (s + 1) / (n + s) times: long needs repeat themselves. */
export const querySaturation = 20;

/** What a synonym of the query's own words counts for, beside one occurrence in the same field. */
const synonymWeight = 0.5;

/** Words that go with a word of the need, and what they count for beside it. */
export type Associations = ReadonlyMap<string, readonly { readonly word: string; readonly weight: number }[]>;

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

/** What else a need is asked by; not part of what a capability has to cover. */
export interface Further {
  readonly counts: Counts;
  /** Synonyms that are no word of the index: the pairs that stand for them. */
  readonly phrases: ReadonlyMap<string, readonly string[]>;
}

const builtIn = synonymFinder();

/** What the need's words are called elsewhere. */
export function furtherOf(
  fields: readonly Field[],
  own: Counts,
  learnt?: Associations,
  find: SynonymFinder = builtIn,
): Further {
  const counts = views.map(() => new Map<string, number>());
  const phrases = new Map<string, readonly string[]>();
  const add = (view: number, term: string, count: number) => {
    const of = counts[view] as Map<string, number>;
    if (!own[view]?.has(term)) of.set(term, (of.get(term) ?? 0) + count);
  };
  // A phrase counts as a word does, though pairs stand for it.
  const asWord = (views[wordsView]?.weight ?? 1) / (views[pairsView]?.weight ?? 1);
  for (const { text, weight } of fields)
    for (const { word, forms } of find(normalise(text))) {
      const { words, pairs } = forms;
      const share = (synonymWeight * weight) / (words.length + pairs.length);
      for (const one of words) add(wordsView, one, share);
      for (const pair of pairs) add(pairsView, pair, share * asWord);
      if (pairs.length > 0) phrases.set(word, pairs);
    }
  if (learnt)
    for (const [word, count] of own[0] ?? [])
      for (const { word: other, weight } of learnt.get(word) ?? []) add(wordsView, other, count * weight);
  return { counts, phrases };
}
