import type { Hits, SparseVector } from '#topk';

/** The plain loop in typed arrays: each list added into one array of all documents, the best by a heap. */
export class PlainLoop {
  private readonly docs: Uint32Array[];
  private readonly weights: Float32Array[];
  private readonly sums: Float64Array;

  constructor(vectors: readonly SparseVector[]) {
    const df: number[] = [];
    for (const { terms } of vectors) for (const t of terms) df[t] = (df[t] ?? 0) + 1;
    this.docs = Array.from(df, (n) => new Uint32Array(n ?? 0));
    this.weights = Array.from(df, (n) => new Float32Array(n ?? 0));
    this.sums = new Float64Array(vectors.length);
    const next = new Uint32Array(df.length);
    vectors.forEach(({ terms, weights }, doc) => {
      for (let i = 0; i < terms.length; i++) {
        const t = terms[i] as number;
        const at = next[t]!++;
        this.docs[t]![at] = doc;
        this.weights[t]![at] = weights[i] as number;
      }
    });
  }

  get bytes(): number {
    return this.docs.reduce((sum, list) => sum + 8 * list.length, this.sums.byteLength);
  }

  search({ terms, weights }: SparseVector, k: number): Hits {
    const { sums } = this;
    sums.fill(0);
    for (let i = 0; i < terms.length; i++) {
      const docs = this.docs[terms[i] as number] as Uint32Array;
      const list = this.weights[terms[i] as number] as Float32Array;
      const weight = weights[i] as number;
      for (let j = 0; j < docs.length; j++) sums[docs[j] as number]! += weight * (list[j] as number);
    }
    return this.best(k);
  }

  private best(k: number): Hits {
    const { sums } = this;
    const scores = new Float32Array(k);
    const docs = new Uint32Array(k);
    let n = 0;
    let least = 0;
    for (let doc = 0; doc < sums.length; doc++) {
      const score = Math.fround(sums[doc] as number);
      if (score <= least) continue;
      // Insertion into a sorted list of k: equal scores keep the smaller number first.
      let at = n < k ? n++ : k - 1;
      for (; at > 0 && (scores[at - 1] as number) < score; at--) {
        scores[at] = scores[at - 1] as number;
        docs[at] = docs[at - 1] as number;
      }
      scores[at] = score;
      docs[at] = doc;
      if (n === k) least = scores[k - 1] as number;
    }
    return { docs: docs.slice(0, n), scores: scores.slice(0, n) };
  }
}
