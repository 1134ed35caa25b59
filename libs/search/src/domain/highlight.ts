import { normalise, queryWords } from '#text';

/** A piece of text; never markup: whoever shows it escapes it. */
export interface Segment {
  readonly text: string;
  readonly hit: boolean;
}

/** The text, or the part of it around the first hit, cut where the query's words begin and end. `length` in characters. */
export function highlight(text: string, query: string, length: number): Segment[] {
  const spans = hits(text, queryWords(query));
  const first = spans[0]?.[0] ?? 0;
  const start =
    text.length <= length ? 0 : Math.max(0, Math.min(first - Math.floor(length / 4), text.length - length));
  const end = Math.min(text.length, start + length);
  const segments: Segment[] = [];
  const push = (piece: string, hit: boolean) => {
    if (piece !== '') segments.push({ text: piece, hit });
  };
  let at = start;
  for (const [from, to] of spans) {
    if (to <= at || from >= end) continue;
    push(text.slice(at, Math.max(at, from)), false);
    push(text.slice(Math.max(at, from), Math.min(to, end)), true);
    at = Math.min(to, end);
  }
  push(text.slice(at, end), false);
  if (start > 0) segments.unshift({ text: '…', hit: false });
  if (end < text.length) segments.push({ text: '…', hit: false });
  return segments;
}

/** Where words stand in a text, whatever its script variant and width; sorted, not overlapping. */
function hits(text: string, words: readonly string[]): [number, number][] {
  // Character by character, so that a place in the normal form is a place in the text.
  let normal = '';
  const places: number[] = [];
  let place = 0;
  for (const character of text) {
    const form = normalise(character);
    for (let i = 0; i < form.length; i++) places.push(place);
    normal += form;
    place += character.length;
  }
  places.push(place);
  const found: [number, number][] = [];
  for (const word of words) {
    for (let at = normal.indexOf(word); at >= 0; at = normal.indexOf(word, at + word.length)) {
      found.push([places[at] as number, places[at + word.length] as number]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const merged: [number, number][] = [];
  for (const span of found) {
    const last = merged.at(-1);
    if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
    else merged.push([...span]);
  }
  return merged;
}
