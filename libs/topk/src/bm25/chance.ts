import type { FastIndex } from '../impact/fast-index.js';
import type { Forward } from '../impact/forward.js';
import type { TermDictionary } from './dictionary.js';
import type { Reweigh } from './lengths.js';
import type { ViewSetting } from './view.js';

export interface KeptChance {
  readonly expected: Float32Array;
  readonly tops: readonly number[];
  readonly changes: number;
}

/** Documents measured between two pauses. */
const step = 512;
/**
 * As if every view held so many more terms, each once: a catalogue of a few products does not know what is said by chance.
 * One of some thousand does, and these no longer count.
 */
export const unseen = 20_000;

/**
 * What a document scores by chance. A need of n words drawn at random from the catalogue gives a document
 *
 *     n × m(d),  m(d) = Σ over its terms of P(t) × idf(t)^p × weight(t, d),  P(t) = df(t) / (sum of all df of the view + unseen)
 *
 * in a view, and that is no evidence: long documents have more of it, and long needs meet more of it. The engine only
 * adds, so a document holds top − m(d) under a term of its own, a view's column, which a query weighs by what it expects
 * of chance; `top`, the greatest m, is taken off again afterwards, the same for all documents.
 *
 * P and idf are those of the last time the blocks were put in order, which is at most a sixteenth of the documents ago.
 */
export class Chance {
  /** P(t) × idf(t)^p by term. */
  private expected: Float32Array;
  private tops: number[];
  private changes: number;
  /** By view the term number of its column; empty where no view asks for chance. */
  readonly columns: readonly number[];

  constructor(
    private readonly settings: readonly ViewSetting[],
    dictionary: TermDictionary,
    kept?: KeptChance,
  ) {
    const wanted = settings.some(({ chance }) => chance > 0);
    // Among the words, of which none begins so: a page of their own would cost more than they do.
    this.columns = wanted ? settings.map((_, i) => dictionary.intern(0, `\u0000${i}`)) : [];
    this.expected = kept?.expected ?? new Float32Array(0);
    this.tops = [...(kept?.tops ?? settings.map(() => 0))];
    this.changes = kept?.changes ?? 0;
  }

  /** For a snapshot. */
  get kept(): KeptChance {
    return { expected: this.expected, tops: [...this.tops], changes: this.changes };
  }

  get bytes(): number {
    return this.expected.byteLength;
  }

  /** By view, what columns are measured down from: all that a thread needs which only searches. */
  get measuredFrom(): readonly number[] {
    return this.tops;
  }

  isColumn(term: number): boolean {
    return this.columns.includes(term);
  }

  changed(): void {
    this.changes++;
  }

  /** What is expected of chance is no longer what it was. */
  outdated(documents: number): boolean {
    return this.columns.length > 0 && this.changes * 16 > documents;
  }

  /** A document's columns; its m(d) by view. */
  weights(mean: readonly number[]): number[] {
    return this.columns.map((_, view) => Math.max(0, (this.tops[view] as number) - (mean[view] as number)));
  }

  /** m(d) by view of some weighed terms. */
  meanOf(terms: Iterable<readonly [term: number, weight: number, view: number]>): number[] {
    const mean = this.settings.map(() => 0);
    if (this.columns.length > 0)
      for (const [term, weight, view] of terms)
        mean[view] = (mean[view] as number) + (this.expected[term] ?? 0) * weight;
    return mean;
  }

  /** What chance will be expected to give once the blocks are put in order; every document is measured, piece by piece. */
  *remeasured(of: Measured): Generator<void, Fresh> {
    const expected = yield* this.expectations(of);
    const means = this.settings.map(() => new Float32Array(of.fast.documents));
    const tops = this.settings.map(() => 0);
    let forward: Forward = of.fast.forward();
    for (let doc = 0; doc < of.fast.documents; doc++) {
      if (doc % step === step - 1) {
        yield;
        forward = of.fast.forward();
      }
      const n = forward.read(doc);
      of.reweigh.open(doc);
      for (let i = 0; i < n; i++) {
        const term = forward.terms[i] as number;
        const view = of.dictionary.viewOf(term);
        const mean = means[view];
        if (mean && !this.isColumn(term))
          mean[doc] =
            (mean[doc] as number) +
            (expected[term] ?? 0) * of.reweigh.weight(view, forward.weights[i] as number);
      }
      means.forEach((mean, view) => {
        tops[view] = Math.max(tops[view] as number, mean[doc] as number);
      });
    }
    return { expected, means, tops };
  }

  private *expectations({ fast, dictionary, idf }: Measured): Generator<void, Float32Array> {
    const terms = fast.termRoom;
    const expected = new Float32Array(terms);
    const sums = this.settings.map(() => unseen);
    for (let term = 0; term < terms; term++) {
      if (term % 65536 === 65535) yield;
      const view = dictionary.viewOf(term);
      if (sums[view] !== undefined && !this.isColumn(term)) sums[view] += fast.df(term);
    }
    for (let term = 0; term < terms; term++) {
      if (term % 65536 === 65535) yield;
      const df = fast.df(term);
      const setting = df > 0 && !this.isColumn(term) ? this.settings[dictionary.viewOf(term)] : undefined;
      if (!setting) continue;
      const share = df / (sums[dictionary.viewOf(term)] as number);
      expected[term] = share * idf(df) ** setting.idfPower;
    }
    return expected;
  }

  /** From now on chance is what was measured. */
  adopt({ expected, tops }: Fresh): void {
    this.expected = expected;
    this.tops = [...tops];
    this.changes = 0;
  }
}

/** What chance is measured on. */
export interface Measured {
  readonly fast: FastIndex;
  readonly dictionary: TermDictionary;
  /** Mean lengths change at the same time. */
  readonly reweigh: Reweigh;
  idf(df: number): number;
}

export interface Fresh {
  readonly expected: Float32Array;
  /** m(d) by view and document. */
  readonly means: readonly Float32Array[];
  readonly tops: readonly number[];
}
