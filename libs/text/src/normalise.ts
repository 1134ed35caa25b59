import { Converter } from 'opencc-js/t2cn';

const simplify = Converter({ from: 't', to: 'cn' });

/** Line breaks and tabs that some system has written out as two characters: \n1、 is no word n1. */
const writtenOut = /\\[nrt]/g;

/** Half-width, lower-case, simplified: the one form in which texts are compared. */
export function normalise(text: string): string {
  return simplify(text.normalize('NFKC').toLowerCase().replace(writtenOut, '  '));
}
