import type { Beside, LexicalIndex } from '#topk';
import { bestFirst } from './order.js';

/** Values chosen by measurement; see docs/matching.md. */
const mostCompared = 100;
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
  constructor(
    private readonly index: LexicalIndex,
    private readonly idf: Idf,
  ) {}

  smoothed(docs: Uint32Array, scores: Float32Array, words: Beside): Float32Array {
    const near = bestFirst(scores).subarray(0, mostCompared);
    const own = new Float32Array(near.length);
    near.forEach((i, a) => {
      own[a] = scores[i] as number;
    });
    const compared = near.map((i) => docs[i] as number);
    const around = words.around(compared, own, neighbours, this.factor());
    // What was not compared stays behind what was, in its own order.
    const result = scores.map((score) => (1 - neighbourWeight) * score);
    near.forEach((at, a) => {
      result[at] = (result[at] as number) + neighbourWeight * (around[a] as number);
    });
    return result;
  }

  /** What a word counts for where documents are compared. */
  private factor(): (term: number) => number {
    const { idf } = this;
    const { columns, frequencies, known } = this.index;
    const tooMany = Math.max(mostCompared, known * common);
    return (term) => {
      const df = frequencies[term] ?? 0;
      return term < columns || df > tooMany ? 0 : idf.of(df);
    };
  }
}
