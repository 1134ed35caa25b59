import type { Hits } from './face.js';

/** The k greatest of the first `size` scores above 0, exactly. */
export function top(scores: Float32Array, size: number, k: number): Hits {
  const heap = new Heap(k);
  for (let doc = 0; doc < size; doc++) {
    const score = scores[doc] as number;
    if (score > heap.least) heap.offer(doc, score);
  }
  return heap.sorted();
}

/** A min-heap of at most k (score, doc): the weakest on top, and among equals the greater number. */
class Heap {
  private readonly docs: Uint32Array;
  private readonly scores: Float32Array;
  private size = 0;
  /** What a score must exceed to get in. */
  least = 0;

  constructor(private readonly k: number) {
    this.docs = new Uint32Array(k);
    this.scores = new Float32Array(k);
    if (k === 0) this.least = Number.POSITIVE_INFINITY;
  }

  offer(doc: number, score: number): void {
    if (this.size < this.k) {
      this.up(this.size++, doc, score);
      if (this.size === this.k) this.least = this.scores[0] as number;
    } else {
      this.down(doc, score);
      this.least = this.scores[0] as number;
    }
  }

  sorted(): Hits {
    const order = Array.from({ length: this.size }, (_, i) => i);
    const { docs, scores } = this;
    order.sort(
      (a, b) => (scores[b] as number) - (scores[a] as number) || (docs[a] as number) - (docs[b] as number),
    );
    return {
      docs: Uint32Array.from(order, (i) => docs[i] as number),
      scores: Float32Array.from(order, (i) => scores[i] as number),
    };
  }

  private weaker(a: number, b: number): boolean {
    const [x, y] = [this.scores[a] as number, this.scores[b] as number];
    return x < y || (x === y && (this.docs[a] as number) > (this.docs[b] as number));
  }

  private up(start: number, doc: number, score: number): void {
    let child = start;
    this.docs[child] = doc;
    this.scores[child] = score;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.weaker(child, parent)) return;
      this.swap(child, parent);
      child = parent;
    }
  }

  private down(doc: number, score: number): void {
    let parent = 0;
    this.docs[0] = doc;
    this.scores[0] = score;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= this.size) return;
      if (child + 1 < this.size && this.weaker(child + 1, child)) child++;
      if (!this.weaker(child, parent)) return;
      this.swap(child, parent);
      parent = child;
    }
  }

  private swap(a: number, b: number): void {
    [this.docs[a], this.docs[b]] = [this.docs[b] as number, this.docs[a] as number];
    [this.scores[a], this.scores[b]] = [this.scores[b] as number, this.scores[a] as number];
  }
}
