import { Converter } from 'opencc-js/t2cn';

const simplify = Converter({ from: 't', to: 'cn' });

/** Line breaks and tabs that some system has written out as two characters: \n1、 is no word n1. */
const writtenOut = /\\[nrt]/g;

/** A listing's texts are normalised for its words and for their synonyms, one after the other. */
const recent = new Map<string, string>();
const mostRecent = 16;

/** Half-width, lower-case, simplified: the one form in which texts are compared. */
export function normalise(text: string): string {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const normal = simplify(text.normalize('NFKC').toLowerCase().replace(writtenOut, '  '));
  if (recent.size >= mostRecent) recent.clear();
  recent.set(text, normal);
  return normal;
}
