/**
 * Whether two titles may be of the same thing: most of the pairs of letters are the same, or one goes on where the other
 * ends. A running number says that rows are the same only where this does, too: the next list begins with 1 again.
 */
export function isNearTitle(a: string, b: string): boolean {
  const [one, other] = [letters(a), letters(b)];
  if (one === other) return true;
  const [less, more] = one.length < other.length ? [one, other] : [other, one];
  if (less.length >= 4 && more.includes(less)) return true;
  const [first, second] = [pairsOf(one), pairsOf(other)];
  const shared = [...first].filter((pair) => second.has(pair)).length;
  return shared > 0 && 2 * shared >= 0.6 * (first.size + second.size);
}

const letters = (title: string) =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

function pairsOf(text: string): ReadonlySet<string> {
  const all = [...text];
  return new Set(all.slice(1).map((letter, i) => `${all[i]}${letter}`));
}
