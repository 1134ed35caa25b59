import type { FigureValues } from '#contracts';

/** An amount that fewer pairs stand behind is not published: it would be a single firm's contract. */
export const fewestPairs = 3;

/** The amounts, and the measure that counts the pairs behind each. */
const amounts = [
  { amount: 'contractAmount', pairs: 'reached4' },
  { amount: 'acceptanceAmount', pairs: 'reached5' },
] as const;

interface Item {
  readonly values: FigureValues;
}

/** Codes of the measures whose values are withheld, line by line. */
export type Withheld = readonly ReadonlySet<string>[];

/**
 * What of a split, or of months side by side, is withheld from the public: amounts of fewer than `fewestPairs` pairs.
 * Where exactly one line is withheld, the smallest of the others is too: it could be reckoned from the total otherwise.
 */
export function withheldIn(items: readonly Item[]): Withheld {
  const withheld = items.map(() => new Set<string>());
  for (const { amount, pairs } of amounts) {
    const lines = items
      .map(({ values }, line) => ({
        line,
        amount: Number(values[amount] ?? 0),
        pairs: Number(values[pairs] ?? 0),
      }))
      .filter((of) => of.amount !== 0)
      .sort((a, b) => a.amount - b.amount);
    const few = lines.filter((of) => of.pairs < fewestPairs);
    const [other] = lines.filter((of) => of.pairs >= fewestPairs);
    for (const { line } of few.length === 1 && other ? [...few, other] : few) withheld[line]?.add(amount);
  }
  return withheld;
}

/** How a reader is told. */
export const withheldSaid = `“*”：不足${fewestPairs}对的金额涉及个别企业，不公布；为免由合计推算，必要时另隐去一项。`;
