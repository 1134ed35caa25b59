/** Of a word, or a theme's name, what goes with it and how much, 0–1. */
export type Links = ReadonlyMap<string, readonly { readonly word: string; readonly weight: number }[]>;

export interface Association {
  /** A need's word, or a theme. */
  readonly need: string;
  /** A theme, or a product's word. */
  readonly product: string;
  readonly weight: number;
}

/** What a theme's name begins with: no word of a text does. */
export const themeSign = '主题：';

/** Values chosen by measurement on labelled sets; see docs/matching.md. */
export const learnt = {
  /** ln(likelihood ratio) of a link of weight 1 from a word to a theme: ln 1000. */
  ratio: Math.log(1000),
  /** Evidence, as ln(likelihood ratio), that a need's words must bring before a theme is more likely than none. */
  none: 6,
  /** Words from which on further ones say less and less new: a need repeats itself. */
  telling: 8,
  /** Occurrences that a word counts which all of a theme's products hold and no other. */
  strength: 12,
  /** Likelihood below which a theme says nothing. */
  least: 0.02,
} as const;

/**
 * What a need's words are called by products, as taken matches have taught it: linked words by weight × count, and the
 * words of the themes that the need is likely of. A theme's likelihood is that of naive Bayes,
 * `exp(L) / (exp(none) + Σ exp(L))` with L = Σ ln(ratio) over the need's words, so that words in common decide together.
 * @returns words that the need does not hold, with occurrences.
 */
export function learntWords(own: ReadonlyMap<string, number>, links: Links): Map<string, number> {
  const further = new Map<string, number>();
  const add = (word: string, count: number) => {
    if (!own.has(word)) further.set(word, Math.max(further.get(word) ?? 0, count));
  };
  for (const [word, count] of own)
    for (const link of links.get(word) ?? [])
      if (!link.word.startsWith(themeSign)) add(link.word, count * link.weight);
  const themed = new Map<string, number>();
  for (const [theme, likelihood] of themesOf(own.keys(), links)) {
    for (const { word, weight } of links.get(theme) ?? [])
      if (!word.startsWith(themeSign))
        themed.set(word, (themed.get(word) ?? 0) + learnt.strength * likelihood * weight);
  }
  for (const [word, count] of themed) add(word, count);
  return further;
}

/** Themes that the words speak of with their likelihoods, which add up to less than 1; likeliest first. */
export function themesOf(words: Iterable<string>, links: Links): [theme: string, likelihood: number][] {
  const evidence = new Map<string, number>();
  let known = 0;
  for (const word of words) {
    let tells = false;
    for (const { word: theme, weight } of links.get(word) ?? []) {
      if (!theme.startsWith(themeSign)) continue;
      evidence.set(theme, (evidence.get(theme) ?? 0) + weight * learnt.ratio);
      tells = true;
    }
    if (tells) known++;
  }
  const damping = Math.sqrt(learnt.telling / Math.max(learnt.telling, known));
  const most = Math.max(learnt.none, ...[...evidence.values()].map((of) => of * damping));
  let sum = Math.exp(learnt.none - most);
  const odds = [...evidence].map(([theme, of]): [string, number] => [theme, Math.exp(of * damping - most)]);
  for (const [, of] of odds) sum += of;
  return odds
    .map(([theme, of]): [string, number] => [theme, of / sum])
    .filter(([, likelihood]) => likelihood >= learnt.least)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

export function linksOf(associations: readonly Association[]): Links {
  const links = new Map<string, { word: string; weight: number }[]>();
  for (const { need, product, weight } of associations) {
    const of = links.get(need) ?? [];
    if (of.length === 0) links.set(need, of);
    of.push({ word: product, weight });
  }
  return links;
}
