import type { Hits, SparseVector } from '../engine/face.js';

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

/** Scores without what chance adds to all of them; those that have nothing left fall out. */
export function aboveBase({ docs, scores }: Hits, base: number): Hits {
  if (base === 0) return { docs, scores };
  const own = scores.map((score) => score - base);
  const none = own.findIndex((score) => !(score > 0));
  return none < 0 ? { docs, scores: own } : { docs: docs.slice(0, none), scores: own.slice(0, none) };
}
