import type { Forward } from '../engine/fast/forward.js';
import type { LexicalIndex } from '../lexical/lexical-index.js';

/** Values chosen by measurement; see docs/matching.md. */
const most = 100;
const neighbours = 8;
export const neighbourWeight = 0.3;

/** Scores of the best documents drawn towards those of their likest neighbours among them. */
export class Neighbourhood {
  /** Of each term, its number among those of the documents compared, plus one; 0 where it has none. */
  private local = new Uint32Array(0);
  private readonly alike = new Float32Array(most * most);
  private readonly nearest = new Float32Array(neighbours);

  constructor(private readonly index: LexicalIndex) {}

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
    for (const value of row) {
      if (value <= (nearest[0] as number)) continue;
      let i = 1;
      for (; i < neighbours && (nearest[i] as number) < value; i++) nearest[i - 1] = nearest[i] as number;
      nearest[i - 1] = value;
    }
    return nearest[0] as number;
  }

  /** Cosines over tf–idf of words of all pairs into `alike`, row by row; 0 with itself. Term by term, as an index does. */
  private compare(docs: readonly number[], forward: Forward): void {
    const lists = this.lists(docs, forward);
    const n = docs.length;
    const { alike } = this;
    alike.fill(0, 0, n * n);
    for (const { docs: holders, weights } of lists) {
      for (let i = 1; i < holders.length; i++) {
        const row = (holders[i] as number) * n;
        const mine = weights[i] as number;
        for (let j = 0; j < i; j++) {
          const at = row + (holders[j] as number);
          alike[at] = (alike[at] as number) + mine * (weights[j] as number);
        }
      }
    }
    for (let a = 1; a < n; a++) for (let b = 0; b < a; b++) alike[b * n + a] = alike[a * n + b] as number;
  }

  /** Of each word that two documents share, who holds it and with what part of a unit vector. */
  private lists(docs: readonly number[], forward: Forward): List[] {
    const { index } = this;
    if (this.local.length < index.terms) this.local = new Uint32Array(index.terms + 65536);
    const { local } = this;
    const lists: List[] = [];
    const squares = new Float64Array(docs.length);
    docs.forEach((doc, at) => {
      const n = forward.read(doc);
      for (let i = 0; i < n; i++) {
        const term = forward.terms[i] as number;
        let number = local[term] as number;
        if (number === 0) {
          if (index.viewOf(term) !== 0) continue;
          number = lists.push({ term, idf: index.idf(forward.df(term)), docs: [], weights: [] });
          local[term] = number;
        }
        const list = lists[number - 1] as List;
        const weight = (forward.weights[i] as number) * list.idf;
        list.docs.push(at);
        list.weights.push(weight);
        squares[at] = (squares[at] as number) + weight * weight;
      }
    });
    const scales = squares.map((square) => (square > 0 ? 1 / Math.sqrt(square) : 0));
    for (const { term, docs: holders, weights } of lists) {
      local[term] = 0;
      for (let i = 0; i < holders.length; i++)
        weights[i] = (weights[i] as number) * (scales[holders[i] as number] as number);
    }
    return lists;
  }
}

interface List {
  readonly term: number;
  readonly idf: number;
  readonly docs: number[];
  readonly weights: number[];
}
