import { Converter } from 'opencc-js/t2cn';

const simplify = Converter({ from: 't', to: 'cn' });

/** Half-width, lower-case, simplified: the one form in which texts are compared. */
export function normalise(text: string): string {
  return simplify(text.normalize('NFKC').toLowerCase());
}
