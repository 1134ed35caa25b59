/** A document or query as weighted terms; `terms` strictly ascending term numbers. */
export interface SparseVector {
  readonly terms: Uint32Array;
  readonly weights: Float32Array;
}

/** Best first; ties by smaller document number. */
export interface Hits {
  readonly docs: Uint32Array;
  readonly scores: Float32Array;
}

/** The best of a query as they were found once, by an index of so many documents, dead ones included. */
export interface KnownHits extends Hits {
  readonly k: number;
  readonly documents: number;
}

export interface ImpactIndex {
  /** Number of live documents. */
  readonly size: number;
  /** Exact k best documents by sum over shared terms of query weight × document weight (32-bit floats, summed in 64 bits, the sum rounded); only scores > 0. */
  search(query: SparseVector, k: number, accept?: (doc: number) => boolean): Hits;
  /** The same sum for one document, in the same order of addition. */
  score(query: SparseVector, doc: number): number;
  /** Document frequency of a term. */
  df(term: number): number;
}

export interface ImpactIndexBuilder {
  add(vector: SparseVector): number;
  build(): ImpactIndex;
}
