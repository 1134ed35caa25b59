import type { SparseVector } from '../engine/face.js';

/** A query whose words are known by name. */
export interface NamedQuery extends SparseVector {
  readonly names: ReadonlyMap<number, string>;
  readonly unknown: readonly { readonly word: string; readonly weight: number }[];
}

/** Most that a reason names. */
const most = 6;
const mostLacking = 5;
const ranked = new WeakMap<NamedQuery, readonly { readonly term: number; readonly word: string }[]>();

/**
 * The words a reader sees for a text score: words of the need that the product holds too, weightiest first; words that
 * lie inside a longer one are left out.
 */
export function sharedWords(query: NamedQuery, vector: SparseVector): string[] {
  const held = new Set(vector.terms);
  const chosen: string[] = [];
  for (const { term, word } of byWeight(query)) {
    if (!held.has(term)) continue;
    if (chosen.some((other) => other.includes(word))) continue;
    const inside = chosen.findIndex((other) => word.includes(other));
    if (inside >= 0) chosen[inside] = word;
    else chosen.push(word);
    if (chosen.length === most) break;
  }
  return [...new Set(chosen)];
}

/** Words of the need that the product does not hold, weightiest first, those that no product holds included. */
export function lackingWords(query: NamedQuery, vector: SparseVector): string[] {
  const held = new Set(vector.terms);
  const weights = new Map<string, number>();
  query.terms.forEach((term, i) => {
    const word = query.names.get(term);
    if (word !== undefined && [...word].length > 1 && !held.has(term))
      weights.set(word, query.weights[i] as number);
  });
  for (const { word, weight } of query.unknown) if ([...word].length > 1) weights.set(word, weight);
  const chosen: string[] = [];
  for (const [word] of [...weights].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    if (chosen.some((other) => other.includes(word) || word.includes(other))) continue;
    chosen.push(word);
    if (chosen.length === mostLacking) break;
  }
  return chosen;
}

/** Words of two or more characters by weight; sorted once for all documents of a query. */
function byWeight(query: NamedQuery): readonly { readonly term: number; readonly word: string }[] {
  const known = ranked.get(query);
  if (known) return known;
  const order = Array.from(query.terms, (term, i) => ({
    term,
    word: query.names.get(term) ?? '',
    weight: query.weights[i] as number,
  }))
    .filter(({ word }) => [...word].length > 1)
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
  ranked.set(query, order);
  return order;
}
