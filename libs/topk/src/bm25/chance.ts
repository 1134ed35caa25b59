import type { TermDictionary } from './dictionary.js';
import type { ViewSetting } from './view.js';

/** P(t) × idf(t)^p of a view's term; 0 of one that the statistics have not counted. */
export type Expectation = (view: number, term: number) => number;

const nothing: Expectation = () => 0;

/**
 * What a document scores by chance. A need of n words drawn at random from the catalogue gives a document
 *
 *     n × m(d),  m(d) = Σ over its terms of P(t) × idf(t)^p × weight(t, d),  P(t) = df(t) / (sum of all df of the view + unseen)
 *
 * in a view, and that is no evidence: long documents have more of it, and long needs meet more of it. The engine only
 * adds, so a document holds top − m(d) under a term of its own, a view's column, which a query weighs by what it expects
 * of chance; `top` is taken off again afterwards, the same for all documents. P, idf and top are those of the statistics
 * in force.
 */
export class Chance {
  private expectation: Expectation = nothing;
  private tops: readonly number[];
  /** By view the term number of its column; empty where no view asks for chance. */
  readonly columns: readonly number[];

  constructor(
    private readonly settings: readonly ViewSetting[],
    dictionary: TermDictionary,
    tops?: readonly number[],
  ) {
    const wanted = settings.some(({ chance }) => chance > 0);
    // Among the words, of which none begins so: a page of their own would cost more than they do.
    this.columns = wanted ? settings.map((_, i) => dictionary.intern(0, `\u0000${i}`)) : [];
    this.tops = tops ?? settings.map(() => 0);
  }

  /** By view, what columns are measured down from: all that a thread needs which only searches. */
  get measuredFrom(): readonly number[] {
    return this.tops;
  }

  isColumn(term: number): boolean {
    return this.columns.includes(term);
  }

  /** A document's columns; its m(d) by view. */
  weights(mean: readonly number[], tops = this.tops): number[] {
    return this.columns.map((_, view) => Math.max(0, (tops[view] as number) - (mean[view] as number)));
  }

  /** m(d) by view of some weighed terms. */
  meanOf(
    terms: Iterable<readonly [term: number, weight: number, view: number]>,
    expectation = this.expectation,
  ): number[] {
    const mean = this.settings.map(() => 0);
    if (this.columns.length > 0)
      for (const [term, weight, view] of terms)
        mean[view] = (mean[view] as number) + expectation(view, term) * weight;
    return mean;
  }

  adopt(expectation: Expectation, tops: readonly number[]): void {
    this.expectation = expectation;
    this.tops = [...tops];
  }
}
