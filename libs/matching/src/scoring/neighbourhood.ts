import type { Forward, LexicalIndex } from '#topk';

/** Values chosen by measurement; see docs/matching.md. */
const most = 100;
const neighbours = 8;
export const neighbourWeight = 0.15;
/** Words that more than this share of the catalogue holds make nothing alike, and most of the work. */
const common = 1 / 8;

/** The index's idf by document frequency, worked out once for a size of the index. */
export class Idf {
  private size = -1;
  private known = new Float64Array(0);

  constructor(private readonly index: LexicalIndex) {}

  /** Before a query: what is known is of no use for another size. */
  refresh(): void {
    const { known: size } = this.index;
    if (size === this.size) return;
    this.size = size;
    if (this.known.length <= size) this.known = new Float64Array(2 * size + 1);
    else this.known.fill(0);
  }

  of(df: number): number {
    const known = this.known[df];
    if (known) return known;
    const idf = this.index.idf(df);
    if (df < this.known.length) this.known[df] = idf;
    return idf;
  }
}

/** Scores of the best documents drawn towards those of their likest neighbours among them. */
export class Neighbourhood {
  /** Of each term, its number among those of the documents compared, plus one; 0 where it has none. */
  private local = new Uint32Array(0);
  private readonly alike = new Float32Array(most * most);
  private readonly nearest = new Float32Array(neighbours);
  /** The words of the documents compared, one document after the other: their numbers, tf–idf. */
  private numbers = new Uint32Array(1 << 14);
  private weights = new Float64Array(1 << 14);
  private readonly ends = new Uint32Array(most);
  /** By number: the term, its idf, where its list of holders ends. */
  private terms = new Uint32Array(1 << 13);
  private idfs = new Float64Array(1 << 13);
  private listEnds = new Uint32Array(1 << 13);
  /** Of each word in turn, who holds it and with what part of a unit vector. */
  private holders = new Uint8Array(1 << 14);
  private shares = new Float64Array(1 << 14);

  constructor(
    private readonly index: LexicalIndex,
    private readonly idf: Idf,
  ) {}

  smoothed(docs: Uint32Array, scores: Float32Array, forward: Forward): Float32Array {
    const order = Array.from(scores.keys()).sort(
      (a, b) => (scores[b] as number) - (scores[a] as number) || a - b,
    );
    const near = order.slice(0, most);
    this.compare(
      near.map((i) => docs[i] as number),
      forward,
    );
    // What was not compared stays behind what was, in its own order.
    const result = scores.map((score) => (1 - neighbourWeight) * score);
    for (let a = 0; a < near.length; a++) {
      const at = near[a] as number;
      result[at] = (result[at] as number) + neighbourWeight * this.around(a, near, scores);
    }
    return result;
  }

  /** Mean score of the likest neighbours, weighed by likeness. */
  private around(a: number, near: readonly number[], scores: Float32Array): number {
    const row = this.alike.subarray(a * near.length, (a + 1) * near.length);
    const least = this.kth(row);
    let sum = 0;
    let likeness = 0;
    for (let b = 0; b < row.length; b++) {
      const value = row[b] as number;
      if (value < least || value === 0) continue;
      likeness += value;
      sum += value * (scores[near[b] as number] as number);
    }
    return likeness > 0 ? sum / likeness : 0;
  }

  /** The value of the last neighbour that counts; 0 where there are fewer. */
  private kth(row: Float32Array): number {
    const { nearest } = this;
    nearest.fill(0);
    for (let b = 0; b < row.length; b++) {
      const value = row[b] as number;
      if (value <= (nearest[0] as number)) continue;
      let i = 1;
      for (; i < neighbours && (nearest[i] as number) < value; i++) nearest[i - 1] = nearest[i] as number;
      nearest[i - 1] = value;
    }
    return nearest[0] as number;
  }

  /** Cosines over tf–idf of words of all pairs into `alike`, row by row; 0 with itself. Term by term, as an index does. */
  private compare(docs: readonly number[], forward: Forward): void {
    const words = this.list(docs, forward);
    const n = docs.length;
    const { alike, holders, shares, listEnds } = this;
    alike.fill(0, 0, n * n);
    for (let word = 0, from = 0; word < words; word++) {
      const end = listEnds[word] as number;
      for (let i = from + 1; i < end; i++) {
        const row = (holders[i] as number) * n;
        const mine = shares[i] as number;
        for (let j = from; j < i; j++) {
          const at = row + (holders[j] as number);
          alike[at] = (alike[at] as number) + mine * (shares[j] as number);
        }
      }
      from = end;
    }
    for (let a = 1; a < n; a++) for (let b = 0; b < a; b++) alike[b * n + a] = alike[a * n + b] as number;
  }

  /** Writes who holds which word, word by word, in the order in which documents first hold them. @returns how many words. */
  private list(docs: readonly number[], forward: Forward): number {
    const words = this.read(docs, forward);
    const { numbers, weights, ends, terms, listEnds, local } = this;
    const total = ends[docs.length - 1] ?? 0;
    if (this.holders.length < total) {
      this.holders = new Uint8Array(2 * total);
      this.shares = new Float64Array(2 * total);
    }
    const { holders, shares } = this;
    // Counts become starts, and starts, as the lists fill, ends.
    for (let word = 0, next = 0; word < words; word++) {
      const count = listEnds[word] as number;
      listEnds[word] = next;
      next += count;
      local[terms[word] as number] = 0;
    }
    for (let at = 0, from = 0; at < docs.length; at++) {
      const end = ends[at] as number;
      let square = 0;
      for (let i = from; i < end; i++) square += (weights[i] as number) ** 2;
      const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
      for (let i = from; i < end; i++) {
        const to = (listEnds[numbers[i] as number] as number)++;
        holders[to] = at;
        shares[to] = (weights[i] as number) * scale;
      }
      from = end;
    }
    return words;
  }

  /** Numbers the words of the documents and counts their holders. @returns how many there are. */
  private read(docs: readonly number[], forward: Forward): number {
    const { idf } = this;
    if (this.local.length < this.index.terms) this.local = new Uint32Array(this.index.terms + 65536);
    const { local } = this;
    const { columns } = this.index;
    const { frequencies } = this.index;
    const tooMany = Math.max(most, this.index.known * common);
    let words = 0;
    let next = 0;
    for (let at = 0; at < docs.length; at++) {
      const n = forward.read(docs[at] as number);
      this.makeRoom(next + n, words + n);
      const { numbers, weights, terms, idfs, listEnds } = this;
      for (let i = 0; i < n; i++) {
        const term = forward.terms[i] as number;
        if (term < columns) continue;
        let number = local[term] as number;
        if (number === 0) {
          const df = frequencies[term] ?? 0;
          if (df > tooMany) continue;
          terms[words] = term;
          idfs[words] = idf.of(df);
          listEnds[words] = 0;
          number = ++words;
          local[term] = number;
        }
        listEnds[number - 1] = (listEnds[number - 1] as number) + 1;
        numbers[next] = number - 1;
        weights[next++] = (forward.weights[i] as number) * (idfs[number - 1] as number);
      }
      this.ends[at] = next;
    }
    return words;
  }

  private makeRoom(occurrences: number, words: number): void {
    if (occurrences > this.numbers.length) {
      this.numbers = grown(this.numbers, occurrences);
      this.weights = grown(this.weights, occurrences);
    }
    if (words > this.terms.length) {
      this.terms = grown(this.terms, words);
      this.idfs = grown(this.idfs, words);
      this.listEnds = grown(this.listEnds, words);
    }
  }
}

function grown<T extends Uint32Array | Float64Array>(from: T, least: number): T {
  const room = new (from.constructor as new (length: number) => T)(2 * least);
  room.set(from);
  return room;
}
