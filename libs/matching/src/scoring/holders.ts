import type { Forward, LexicalIndex } from '#topk';
import type { Holds } from './domain/words.js';

/** Supplies that may hold a word before it counts as common, however few there are in all. */
const fewHolders = 8;

/** Which documents of an index hold which terms, and which terms are no reason for any of them. */
export class Holders {
  /** By term, the mark of the document that was last found to hold it. */
  private marks = new Uint32Array(0);
  private last = 0;

  constructor(private readonly index: LexicalIndex) {}

  /** Whether half of all documents hold a term. */
  readonly common = (term: number): boolean =>
    this.index.df(term) > Math.max(fewHolders, this.index.known / 2);

  /** Of documents, which terms of some views each holds; good until the next one is asked about. */
  of(views: readonly number[]): (doc: number) => Holds {
    const forward = this.index.forward(views);
    return (doc) => this.held(forward, doc);
  }

  private held(forward: Forward, doc: number): Holds {
    if (this.marks.length < this.index.terms) this.marks = new Uint32Array(this.index.terms + 65536);
    const { marks } = this;
    const mark = this.next();
    const n = forward.readTerms(doc);
    const { terms } = forward;
    for (let i = 0; i < n; i++) marks[terms[i] as number] = mark;
    return (term) => marks[term] === mark;
  }

  private next(): number {
    if (this.last === 0xffffffff) {
      this.marks.fill(0);
      this.last = 0;
    }
    return ++this.last;
  }
}
