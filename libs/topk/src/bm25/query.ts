import type { SparseVector } from '../face.js';
import type { ViewSetting } from './view.js';

/** Terms of a text by view: words, pairs, characters. Values are weighted occurrences, above 0. */
export type Counts = readonly ReadonlyMap<string, number>[];

/** A query in the index's term numbers. */
export interface LexicalQuery extends SparseVector {
  /** Of each term its words, where it is of the first view: what reasons are told with. */
  readonly names: ReadonlyMap<number, string>;
  /**
   * What a document would score that held every term endlessly often, terms that no document holds included: a need
   * that nobody speaks of is not covered by the little that is left of it.
   */
  readonly bound: number;
  /** What the columns of chance add to every document alike: taken off its score again. */
  readonly base: number;
  /** Words that no document holds, with their weights. */
  readonly unknown: readonly { readonly word: string; readonly weight: number }[];
}

/** What is searched by. */
export type Asked = SparseVector & Pick<LexicalQuery, 'base'>;

/** What a query's weights are made from. */
export interface Known {
  readonly views: readonly ViewSetting[];
  /** −1 where no document ever held it. */
  termOf(view: number, term: string): number;
  dfOf(term: number): number;
  /** Whether any document holds it. */
  held(term: number): boolean;
  /** What a term of a view is worth that is asked for once: the view's weight × IDF^power. */
  worth(view: number, df: number): number;
  /** By view the term number of its column of chance, and what the column is measured down from. */
  readonly columns: readonly number[];
  readonly measuredFrom: readonly number[];
}

/**
 * A slot of the engine holds 512 terms; a longer query keeps its heaviest. Terms that no document holds count among them:
 * what a document scores must not hang on whether another one holds a term.
 */
const mostTerms = 480;
const nowhere = -1;

/** How often a term said n times is asked for: n (s + 1) / (n + s) times. */
export function saturated(count: number, saturation: number): number {
  return (count * (saturation + 1)) / (count + saturation);
}

/** Query counts to term weights: IDF^power × saturated count × weight of the view; what chance gives is weighed off. */
export function queryOf(counts: Counts, saturation: number, known: Known): LexicalQuery {
  const all: [term: number, weight: number][] = [];
  const names = new Map<number, string>();
  const unknown: { word: string; weight: number }[] = [];
  let bound = 0;
  const asked = counts.map(() => 0);
  counts.forEach((of, view) => {
    for (const [term, count] of of) {
      const times = saturated(count, saturation);
      asked[view] = (asked[view] as number) + times;
      const number = known.termOf(view, term);
      const weight = known.worth(view, number < 0 ? 0 : known.dfOf(number)) * times;
      bound += weight;
      if (number < 0 || !known.held(number)) {
        if (view === 0) unknown.push({ word: term, weight });
        all.push([nowhere, weight]);
        continue;
      }
      all.push([number, weight]);
      if (view === 0) names.set(number, term);
    }
  });
  if (all.length > mostTerms) {
    all.sort((a, b) => b[1] - a[1]);
    all.length = mostTerms;
  }
  const found = all.filter(([number]) => number !== nowhere);
  const base = expectChance(asked, found, known);
  found.sort((a, b) => a[0] - b[0]);
  return {
    terms: Uint32Array.from(found, (f) => f[0]),
    weights: Float32Array.from(found, (f) => f[1]),
    names,
    bound,
    base,
    unknown,
  };
}

/** The bound of a query alone. */
export function boundOf(counts: Counts, saturation: number, known: Known): number {
  let bound = 0;
  counts.forEach((of, view) => {
    for (const [term, count] of of) {
      const number = known.termOf(view, term);
      bound += known.worth(view, number < 0 ? 0 : known.dfOf(number)) * saturated(count, saturation);
    }
  });
  return bound;
}

/** Asks for the columns of chance. @returns what they add to every document alike. */
function expectChance(asked: readonly number[], found: [number, number][], of: Known): number {
  let base = 0;
  of.columns.forEach((column, view) => {
    const { weight, chance } = of.views[view] as ViewSetting;
    const off = weight * chance * (asked[view] as number);
    if (off === 0) return;
    found.push([column, off]);
    base += off * (of.measuredFrom[view] as number);
  });
  return base;
}
