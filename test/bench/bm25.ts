import type { SparseVector } from '#topk';

/** The product's setting for words. */
const k1 = 1.2;
const b = 0.9;
const power = 1.25;
const saturation = 20;
const unseen = 20_000;
/** The column of chance comes first, then those of the other views, then the words: as the product's dictionary numbers them. */
const column = 0;
const firstWord = 3;

function counts(words: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}

/** A query, and what the column of chance adds to every document alike. */
export interface Bm25Query extends SparseVector {
  readonly base: number;
}

/**
 * The product's formula over words alone: BM25 (Robertson and Zaragoza 2009) without the constant factor k1 + 1, a
 * document's weight for a word n / (n + k1 (1 − b + b × length / mean length)), a query's idf^1.25 × its saturated count;
 * less what a random query of the same length would give a document, as a column that is measured down from its greatest.
 */
export class Bm25 {
  private readonly numbers = new Map<string, number>();
  private readonly df: number[] = [];
  private readonly mean: number;
  private readonly idf: Float64Array;
  private readonly occurrences: number;
  private readonly chance: Float64Array;
  private readonly most: number;

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
    this.idf = Float64Array.from(
      this.df,
      (df) => Math.log(1 + (docs.length - df + 0.5) / (df + 0.5)) ** power,
    );
    this.occurrences = this.df.reduce((sum, df) => sum + df, unseen);
    this.chance = Float64Array.from(docs, (_, doc) => this.byChance(doc));
    this.most = this.chance.reduce((most, one) => Math.max(most, one), 0);
  }

  /** In the order of their numbers. */
  get words(): IterableIterator<string> {
    return this.numbers.keys();
  }

  numberOf(word: string): number | undefined {
    const term = this.numbers.get(word);
    return term === undefined ? undefined : firstWord + term;
  }

  /** As the product's index shares them with its threads. */
  get frequencies(): { readonly size: number; readonly of: SharedArrayBuffer } {
    const of = new Uint32Array(new SharedArrayBuffer((firstWord + this.df.length) * 4));
    of.set(this.df, firstWord);
    return { size: this.docs.length, of: of.buffer };
  }

  document(doc: number): SparseVector {
    return this.vector(this.weighed(doc), this.most - (this.chance[doc] as number));
  }

  query(words: readonly string[]): Bm25Query {
    let asked = 0;
    const pairs: [term: number, weight: number][] = [];
    for (const [word, n] of counts(words)) {
      const times = (n * (saturation + 1)) / (n + saturation);
      asked += times;
      const term = this.numbers.get(word);
      if (term !== undefined) pairs.push([term, (this.idf[term] as number) * times]);
    }
    return { ...this.vector(pairs, asked), base: asked * this.most };
  }

  private weighed(doc: number): [term: number, weight: number][] {
    const words = this.docs[doc] as string[];
    const norm = k1 * (1 - b + (b * words.length) / this.mean);
    return Array.from(counts(words), ([word, n]) => [this.numbers.get(word) as number, n / (n + norm)]);
  }

  private byChance(doc: number): number {
    return this.weighed(doc).reduce(
      (sum, [term, weight]) =>
        sum + ((this.df[term] as number) / this.occurrences) * (this.idf[term] as number) * weight,
      0,
    );
  }

  private vector(pairs: [term: number, weight: number][], chance: number): SparseVector {
    pairs.sort((x, y) => x[0] - y[0]);
    return {
      terms: Uint32Array.from([column, ...pairs.map((p) => firstWord + p[0])]),
      weights: Float32Array.from([chance, ...pairs.map((p) => p[1])]),
    };
  }
}
