import { type Hits, top } from './top.js';

/** Terms of a document by view: words, pairs, characters. Values are weighted occurrences, above 0. */
export type Counts = readonly ReadonlyMap<string, number>[];

/** A query in the index's term numbers, with what each is worth there; `weights[i]` belongs to `terms[i]`. */
export interface Query {
  readonly terms: Uint32Array;
  readonly weights: Float32Array;
}

/** A document's terms in ascending order, with their weighted occurrences. */
interface Vector {
  readonly terms: Uint32Array;
  readonly counts: Float32Array;
}

export interface ViewSetting {
  /** What the view counts for in the sum. */
  readonly weight: number;
  readonly k1: number;
  readonly b: number;
}

const prefixes = ['w', 'b', 'c'];
const first = 16;

/** Postings of one term: documents in the order of their adding, with their weighted occurrences. */
class Postings {
  docs = new Uint32Array(first);
  counts = new Float32Array(first);
  length = 0;
  /** Of them alive. */
  live = 0;

  constructor(readonly view: number) {}

  add(doc: number, count: number): void {
    if (this.length === this.docs.length) {
      const docs = new Uint32Array(this.length * 2);
      const counts = new Float32Array(this.length * 2);
      docs.set(this.docs);
      counts.set(this.counts);
      this.docs = docs;
      this.counts = counts;
    }
    this.docs[this.length] = doc;
    this.counts[this.length++] = count;
    this.live++;
  }
}

/**
 * An inverted index in typed arrays over documents that come and go. A document's worth is BM25 (Robertson and
 * Zaragoza 2009, without the constant factor k1 + 1), summed over views; it depends on what is in the index alone, not
 * on how it came to be there.
 */
export class TermIndex {
  private readonly numbers = new Map<string, number>();
  private readonly postings: Postings[] = [];
  private readonly documents: (Vector | undefined)[] = [];
  private readonly lengths: Float32Array[];
  private readonly totals: number[];
  private norms: Float32Array[] = [];
  private accumulator = new Float32Array(first);
  private alive = 0;

  constructor(private readonly views: readonly ViewSetting[]) {
    this.lengths = views.map(() => new Float32Array(first));
    this.totals = views.map(() => 0);
  }

  /** Documents alive. */
  get size(): number {
    return this.alive;
  }

  /** Numbers given so far; the dead keep theirs. */
  get capacity(): number {
    return this.documents.length;
  }

  /** @returns the document's number. */
  add(counts: Counts): number {
    const doc = this.documents.length;
    this.grow(doc + 1);
    const terms: [number, number][] = [];
    counts.forEach((of, view) => {
      let length = 0;
      for (const [term, count] of of) {
        const number = this.numberOf(view, term);
        (this.postings[number] as Postings).add(doc, count);
        terms.push([number, count]);
        length += count;
      }
      (this.lengths[view] as Float32Array)[doc] = length;
      this.totals[view] = (this.totals[view] as number) + length;
    });
    terms.sort((a, b) => a[0] - b[0]);
    this.documents.push({
      terms: Uint32Array.from(terms, (t) => t[0]),
      counts: Float32Array.from(terms, (t) => t[1]),
    });
    this.alive++;
    this.norms = [];
    return doc;
  }

  remove(doc: number): void {
    const vector = this.documents[doc];
    if (!vector) return;
    this.documents[doc] = undefined;
    for (const term of vector.terms) (this.postings[term] as Postings).live--;
    this.views.forEach((_, view) => {
      this.totals[view] =
        (this.totals[view] as number) - ((this.lengths[view] as Float32Array)[doc] as number);
    });
    this.alive--;
    this.norms = [];
  }

  /** Query counts to term weights: IDF × saturated count × weight of the view. Unknown terms fall out. */
  query(counts: Counts, saturation: number): Query {
    const found: [number, number][] = [];
    counts.forEach((of, view) => {
      for (const [term, count] of of) {
        const number = this.numbers.get(`${prefixes[view]}${term}`);
        const df = number === undefined ? 0 : (this.postings[number] as Postings).live;
        if (number === undefined || df === 0) continue;
        const idf = Math.log(1 + (this.alive - df + 0.5) / (df + 0.5));
        found.push([
          number,
          (this.views[view] as ViewSetting).weight *
            idf *
            ((count * (saturation + 1)) / (count + saturation)),
        ]);
      }
    });
    found.sort((a, b) => a[0] - b[0]);
    return { terms: Uint32Array.from(found, (f) => f[0]), weights: Float32Array.from(found, (f) => f[1]) };
  }

  search(query: Query, k: number): Hits {
    const norms = this.currentNorms();
    const size = this.documents.length;
    if (this.accumulator.length < size)
      this.accumulator = new Float32Array(Math.max(this.accumulator.length * 2, size));
    const scores = this.accumulator;
    scores.fill(0, 0, size);
    for (let i = 0; i < query.terms.length; i++) {
      const { docs, counts, length, view } = this.postings[query.terms[i] as number] as Postings;
      const norm = norms[view] as Float32Array;
      const weight = query.weights[i] as number;
      for (let j = 0; j < length; j++) {
        const doc = docs[j] as number;
        const count = counts[j] as number;
        scores[doc] = (scores[doc] as number) + (weight * count) / (count + (norm[doc] as number));
      }
    }
    if (this.alive < size) for (let doc = 0; doc < size; doc++) if (!this.documents[doc]) scores[doc] = 0;
    return top(scores, size, k);
  }

  /** What each shared term gives to one document; their sum is its score up to rounding. */
  contributions(
    query: Query,
    doc: number,
  ): { readonly term: string; readonly view: number; readonly score: number }[] {
    const vector = this.documents[doc];
    const norms = this.currentNorms();
    const found: { term: string; view: number; score: number }[] = [];
    if (!vector) return found;
    // Both are in ascending order: one walk through the two.
    for (let i = 0, j = 0; i < query.terms.length && j < vector.terms.length; ) {
      const [wanted, held] = [query.terms[i] as number, vector.terms[j] as number];
      if (wanted < held) i++;
      else if (wanted > held) j++;
      else {
        const { view } = this.postings[wanted] as Postings;
        const count = vector.counts[j] as number;
        const score =
          ((query.weights[i] as number) * count) / (count + ((norms[view] as Float32Array)[doc] as number));
        found.push({ term: this.termOf(wanted), view, score });
        i++;
        j++;
      }
    }
    return found;
  }

  score(query: Query, doc: number): number {
    return this.contributions(query, doc).reduce((sum, part) => sum + part.score, 0);
  }

  /** The score of a document that held every term of the query endlessly often: no document reaches it. */
  bound(query: Query): number {
    return query.weights.reduce((sum, weight) => sum + weight, 0);
  }

  private readonly names: string[] = [];

  private termOf(number: number): string {
    return (this.names[number] as string).slice(1);
  }

  private numberOf(view: number, term: string): number {
    const key = `${prefixes[view]}${term}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.postings.length;
      this.numbers.set(key, number);
      this.names.push(key);
      this.postings.push(new Postings(view));
    }
    return number;
  }

  /** k1 (1 − b + b × length / mean length) for each document and view. */
  private currentNorms(): Float32Array[] {
    if (this.norms.length > 0) return this.norms;
    this.norms = this.views.map(({ k1, b }, view) => {
      const lengths = this.lengths[view] as Float32Array;
      const mean = (this.totals[view] as number) / Math.max(1, this.alive) || 1;
      const norm = new Float32Array(this.documents.length);
      for (let doc = 0; doc < norm.length; doc++)
        norm[doc] = k1 * (1 - b + (b * (lengths[doc] as number)) / mean);
      return norm;
    });
    return this.norms;
  }

  private grow(size: number): void {
    for (const [view, lengths] of this.lengths.entries()) {
      if (size <= lengths.length) continue;
      const grown = new Float32Array(lengths.length * 2);
      grown.set(lengths);
      this.lengths[view] = grown;
    }
  }
}
