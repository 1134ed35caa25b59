import type { SparseVector } from '#matching';

const k1 = 1.2;
const b = 0.75;

function counts(words: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}

/**
 * BM25 (Robertson and Zaragoza 2009) without the constant factor k1 + 1, as Lucene has it: a document's weight for a
 * word is n / (n + k1 (1 − b + b × length / mean length)), a query's is the word's count × idf.
 */
export class Bm25 {
  private readonly numbers = new Map<string, number>();
  private readonly df: number[] = [];
  private readonly mean: number;
  private readonly idf: Float64Array;

  constructor(private readonly docs: readonly string[][]) {
    let length = 0;
    for (const words of docs) {
      length += words.length;
      for (const word of new Set(words)) {
        let term = this.numbers.get(word);
        if (term === undefined) {
          term = this.df.push(0) - 1;
          this.numbers.set(word, term);
        }
        this.df[term] = (this.df[term] as number) + 1;
      }
    }
    this.mean = length / docs.length;
    this.idf = Float64Array.from(this.df, (df) => Math.log(1 + (docs.length - df + 0.5) / (df + 0.5)));
  }

  /** In the order of their numbers. */
  get words(): IterableIterator<string> {
    return this.numbers.keys();
  }

  numberOf(word: string): number | undefined {
    return this.numbers.get(word);
  }

  document(doc: number): SparseVector {
    const words = this.docs[doc] as string[];
    const norm = k1 * (1 - b + (b * words.length) / this.mean);
    return this.vector(words, (n) => n / (n + norm));
  }

  query(words: readonly string[]): SparseVector {
    return this.vector(words, (n, term) => (this.idf[term] as number) * n);
  }

  private vector(words: readonly string[], weigh: (n: number, term: number) => number): SparseVector {
    const pairs: [term: number, weight: number][] = [];
    for (const [word, n] of counts(words)) {
      const term = this.numbers.get(word);
      if (term !== undefined) pairs.push([term, weigh(n, term)]);
    }
    pairs.sort((x, y) => x[0] - y[0]);
    return { terms: Uint32Array.from(pairs, (p) => p[0]), weights: Float32Array.from(pairs, (p) => p[1]) };
  }
}
