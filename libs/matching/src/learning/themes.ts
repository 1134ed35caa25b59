import { type Association, learnt, themeSign } from './learnt-words.js';

/** Words of the products, by what themes are told apart. */
export interface Background {
  readonly products: number;
  /** Products that hold a word. */
  df(word: string): number;
}

export type Words = ReadonlySet<string> | readonly string[];

/** A need with the products that were taken for it, and those turned down for the product's sake. */
export interface TaughtNeed {
  readonly words: Words;
  readonly taken: readonly { readonly id: string; readonly words: Words; readonly weight: number }[];
  readonly declined: readonly { readonly words: Words }[];
}

/** Taken pairs that a theme must rest on. */
export const fewestPairs = 4;

/** Values chosen by measurement on labelled sets; see docs/matching.md. */
const learning = {
  /** Products' worth of background that a theme's shares are drawn towards. */
  prior: 2,
  /** The same for words of needs, as a share of what chance would give. */
  needPrior: 0.5,
  /** A word of a need counts as much as in so many products. */
  needCounts: 8,
  /** Links kept: of needs' words to themes in all, of a theme to products' words. */
  needLinks: 8000,
  productLinks: 100,
  allProductLinks: 6000,
  /** Least ln(likelihood ratio) and least surplus worth keeping. */
  leastRatio: 0.2,
  leastSurplus: 0.005,
  /** What a surplus among products turned down takes away. */
  declined: 0.5,
} as const;

interface Counted {
  readonly products: number;
  readonly pairs: number;
  /** Needs of the theme. */
  readonly asked: number;
  readonly taken: Map<string, number>;
  readonly needs: Map<string, number>;
  readonly declined: Map<string, number>;
  readonly turnedDown: number;
}

/**
 * Themes of taken matches as weights with names: how strongly a need's word speaks for a theme, and how much more often
 * the theme's products hold a word than products at large. Nothing is learnt about a single product or firm: a newcomer
 * whose text speaks of the theme gains as much.
 * @param groups needs by theme, as numbers into `needs`.
 */
export function themeLinks(
  needs: readonly TaughtNeed[],
  groups: readonly (readonly number[])[],
  background: Background,
): Association[] {
  const counted = groups
    .map((group) => count(group.map((i) => needs[i] as TaughtNeed)))
    .filter(({ pairs }) => pairs >= fewestPairs);
  if (counted.length === 0) return [];
  const needDf = new Map<string, number>();
  for (const { words } of needs) for (const word of words) raise(needDf, word, 1);
  const each = Math.min(learning.productLinks, Math.floor(learning.allProductLinks / counted.length));
  const names = new Set<string>();
  const toThemes: (Association & { readonly worth: number })[] = [];
  const toProducts: Association[] = [];
  for (const theme of counted) {
    const products = productWords(theme, background).slice(0, each);
    if (products.length < 3) continue;
    const name = nameOf(products, names);
    toThemes.push(...needWords(theme, background, { df: needDf, count: needs.length }, name));
    for (const { word, surplus } of products)
      toProducts.push({ need: name, product: word, weight: rounded(surplus) });
  }
  toThemes.sort((a, b) => b.worth - a.worth || (a.need < b.need ? -1 : 1));
  const kept = toThemes.slice(0, learning.needLinks).map(({ worth: _, ...link }) => link);
  return [...kept, ...toProducts].filter(({ weight }) => weight > 0);
}

function count(group: readonly TaughtNeed[]): Counted {
  const taken = new Map<string, number>();
  const needs = new Map<string, number>();
  const declined = new Map<string, number>();
  const products = new Map<string, { words: Words; weight: number }>();
  let pairs = 0;
  let turnedDown = 0;
  for (const need of group) {
    for (const word of need.words) raise(needs, word, 1);
    for (const product of need.taken) {
      pairs++;
      const known = products.get(product.id);
      if (!known || known.weight < product.weight) products.set(product.id, product);
    }
    for (const { words } of need.declined) {
      turnedDown++;
      for (const word of words) raise(declined, word, 1);
    }
  }
  let sum = 0;
  for (const { weight } of products.values()) sum += weight;
  // Weights say how often a product would have been taken had all been seen alike; together they count as they are many.
  for (const { words, weight } of products.values())
    for (const word of words) raise(taken, word, (weight * products.size) / sum);
  return { products: products.size, pairs, asked: group.length, taken, needs, declined, turnedDown };
}

interface ProductWord {
  readonly word: string;
  /** Share of the theme's products that hold it, beyond that of products at large. */
  readonly surplus: number;
  readonly worth: number;
}

function productWords({ products, taken, declined, turnedDown }: Counted, background: Background) {
  const { prior } = learning;
  const words: ProductWord[] = [];
  const fewest = background.products < 1000 ? 2 : 3;
  for (const [word, held] of taken) {
    const df = background.df(word);
    if (df < fewest || [...word].length < 2) continue;
    const base = df / background.products;
    const down = ((declined.get(word) ?? 0) + prior * base) / (turnedDown + prior) - base;
    const surplus = (held + prior * base) / (products + prior) - base - learning.declined * Math.max(0, down);
    if (surplus < learning.leastSurplus) continue;
    words.push({ word, surplus, worth: surplus * Math.log(1 + background.products / df) });
  }
  return words.sort((a, b) => b.worth - a.worth || (a.word < b.word ? -1 : 1));
}

/** Words that speak for the theme, whether a need said them or its products do. */
function needWords(
  theme: Counted,
  background: Background,
  all: { readonly df: ReadonlyMap<string, number>; readonly count: number },
  name: string,
): (Association & { readonly worth: number })[] {
  const { products, taken, needs, asked } = theme;
  const { needCounts, needPrior } = learning;
  const size = products + needCounts * asked;
  const links: (Association & { readonly worth: number })[] = [];
  for (const word of new Set([...taken.keys(), ...needs.keys()])) {
    if ([...word].length < 2) continue;
    const times = (taken.get(word) ?? 0) + needCounts * (needs.get(word) ?? 0);
    if (times < 2) continue;
    const expected =
      (products * (background.df(word) + 0.5)) / (background.products + 1) +
      (needCounts * asked * (all.df.get(word) ?? 0)) / all.count;
    const ratio = Math.log((times + needPrior * expected) / (expected * (1 + needPrior)));
    if (ratio < learning.leastRatio) continue;
    const weight = rounded(Math.min(1, ratio / learnt.ratio));
    links.push({ need: word, product: name, weight, worth: (times / size) ** 0.75 * ratio });
  }
  return links;
}

/** By its three weightiest words, none of which is part of another. */
function nameOf(products: readonly ProductWord[], taken: Set<string>): string {
  const chosen: string[] = [];
  for (const { word } of products) {
    if (chosen.length === 3) break;
    if (!chosen.some((other) => other.includes(word) || word.includes(other))) chosen.push(word);
  }
  const plain = `${themeSign}${chosen.join('、')}`;
  let name = plain;
  for (let i = 2; taken.has(name); i++) name = `${plain}（${i}）`;
  taken.add(name);
  return name;
}

function raise(map: Map<string, number>, word: string, by: number): void {
  map.set(word, (map.get(word) ?? 0) + by);
}

function rounded(weight: number): number {
  return Math.round(Math.min(1, weight) * 1000) / 1000;
}
