import { Injectable } from '@nestjs/common';
import { type MarketCode, type PublishedListing, perMarket } from '#contracts';
import type { KnownHits } from '#topk';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import type { Matched } from '../scoring/matched.js';
import type { Versions } from '../steering/match.inputs.js';

interface Kept {
  readonly revision: number;
  /** What its words went by: statistics, weights, synonyms. */
  readonly by: string;
  readonly known: KnownHits;
}

/** What is known of a market's demands under given versions. */
export interface KnownUnder {
  /** For a search that begins in this turn of the event loop. */
  of(demand: PublishedListing): KnownHits | undefined;
  /** To be called as a ranking begins. @returns what takes its results. */
  keeping(): (demands: readonly PublishedListing[], matched: readonly Matched[]) => void;
}

/**
 * What the words of each demand found last, some 1.2 KB each, in the process that ranks it: when supplies have come since,
 * only these are looked at. Whoever loses it searches anew and finds the same.
 */
@Injectable()
export class KnownLists {
  private readonly markets = perMarket(() => new Map<string, Kept>());

  constructor(private readonly cache: CatalogueCache) {}

  under(market: MarketCode, { version, synonymsVersion }: Versions): KnownUnder {
    const kept = this.markets[market];
    const by = () => `${this.cache.of(market).catalogue.lexical.statistics} ${version} ${synonymsVersion}`;
    return {
      of: ({ id, revision }) => {
        const one = kept.get(id);
        return one?.revision === revision && one.by === by() ? one.known : undefined;
      },
      keeping: () => {
        // Those of the beginning: where they change before the end, the result is of no use to the next.
        const began = by();
        return (demands, matched) => {
          demands.forEach(({ id, revision }, i) => {
            kept.set(id, { revision, by: began, known: (matched[i] as Matched).known });
          });
          this.forgetGone(market, kept);
        };
      },
    };
  }

  /** What is known of some demands is not to be gone on from. */
  forget(market: MarketCode, demandListingIds: readonly string[]): void {
    for (const id of demandListingIds) this.markets[market].delete(id);
  }

  private forgetGone(market: MarketCode, kept: Map<string, Kept>): void {
    const { demands } = this.cache.of(market);
    if (kept.size <= demands.size) return;
    for (const id of kept.keys()) if (!demands.has(id)) kept.delete(id);
  }
}
