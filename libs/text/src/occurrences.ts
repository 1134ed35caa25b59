import { normalise } from './normalise.js';

/** From `start` up to but without `end`, in UTF-16 code units of the text as it was given. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Where normalised words stand in a text as it was written (full width, upper case and traditional characters count as
 * what they are normalised to). In order of place; what touches or overlaps is one stretch, so that neighbouring words
 * are shown as the phrase that they form.
 */
export function occurrences(text: string, words: readonly string[]): Stretch[] {
  if (text === '' || words.length === 0) return [];
  const { normal, origin } = aligned(text);
  const found: Stretch[] = [];
  for (const word of words) {
    if (word === '') continue;
    const latin = /^[a-z0-9]+$/.test(word);
    for (let at = normal.indexOf(word); at >= 0; at = normal.indexOf(word, at + 1)) {
      const end = at + word.length;
      if (latin && (/[a-z0-9]/.test(normal[at - 1] ?? '') || /[a-z0-9]/.test(normal[end] ?? ''))) continue;
      found.push({ start: origin[at] as number, end: origin[end] as number });
    }
  }
  return merged(found);
}

function merged(found: Stretch[]): Stretch[] {
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  const whole: Stretch[] = [];
  for (const stretch of found) {
    const last = whole.at(-1);
    if (last && stretch.start <= last.end)
      whole[whole.length - 1] = { start: last.start, end: Math.max(last.end, stretch.end) };
    else whole.push(stretch);
  }
  return whole;
}

/** Normalised character by character, with the place that each unit of the result came from. */
function aligned(text: string): { normal: string; origin: number[] } {
  let normal = '';
  const origin: number[] = [];
  let at = 0;
  for (const character of text) {
    const here = normalise(character);
    for (let i = 0; i < here.length; i++) origin.push(at);
    normal += here;
    at += character.length;
  }
  origin.push(at);
  return { normal, origin };
}
