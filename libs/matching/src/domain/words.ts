/** One term of the text score. */
export interface Part {
  readonly term: string;
  /** 0 words, 1 pairs of characters, 2 single characters. */
  readonly view: number;
  readonly score: number;
}

/**
 * The words a reader sees for a text score: whole words first, by what they give; words that lie inside a better longer
 * one are left out.
 */
export function tellingWords(parts: readonly Part[], count = 6): string[] {
  const chosen: string[] = [];
  const candidates = parts
    .filter((part) => part.view === 0 && [...part.term].length > 1)
    .sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1));
  for (const { term } of candidates) {
    if (chosen.some((word) => word.includes(term))) continue;
    const inside = chosen.findIndex((word) => term.includes(word));
    if (inside >= 0) chosen[inside] = term;
    else if (chosen.length < count) chosen.push(term);
  }
  return [...new Set(chosen)];
}
