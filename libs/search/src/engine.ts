import type { ListingKind } from '#contracts';
import type { Sight } from '#listings';
import type { Tx } from '#platform';
import type { SearchDocument } from './domain/document.js';

export interface SearchFilter {
  readonly fields?: readonly string[] | undefined;
  readonly chains?: readonly string[] | undefined;
  readonly areas?: readonly string[] | undefined;
  readonly firstVersion?: boolean | undefined;
}

export interface SearchRequest {
  readonly kind: ListingKind;
  readonly query: string;
  readonly filter: SearchFilter;
  /** Who asks: hits, totals and facets are of what he sees. */
  readonly sight: Sight;
  readonly sort: 'relevance' | 'newest';
  readonly offset: number;
  readonly limit: number;
}

export type Facets = Readonly<Record<'fields' | 'chains' | 'areas', Readonly<Record<string, number>>>>;

export interface SearchAnswer {
  readonly hits: readonly SearchDocument[];
  /** Exact up to 1,000, a lower bound beyond. */
  readonly total: number;
  readonly facets: Facets;
  /** No listing held all the words: some were dropped. */
  readonly relaxed: boolean;
}

/**
 * A search engine. What it holds can be thrown away: the truth is in the listings. `put` replaces by id and ignores an
 * older revision; `remove` of what is not there is no error. All resolve when a search would see the change. Hundreds in
 * a call cost little more than one.
 */
export interface SearchEngine {
  readonly name: 'postgres' | 'meilisearch';
  /** @param by the caller's transaction, for an index that lies in the same database. */
  put(documents: readonly SearchDocument[], by?: Tx): Promise<void>;
  remove(ids: readonly string[], by?: Tx): Promise<void>;
  search(request: SearchRequest): Promise<SearchAnswer>;
  /** Ids and revisions of all that it holds of a kind. */
  revisions(kind: ListingKind): Promise<Map<string, number>>;
  /** How many of a kind it holds. */
  count(kind: ListingKind): Promise<number>;
  /** Makes what is missing: indexes, settings. */
  prepare(): Promise<void>;
  healthy(): Promise<boolean>;
}
