import { Injectable } from '@nestjs/common';
import type { MarketCode, PublishedListing } from '#contracts';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Aids, Decided, Matched, MatchSettings } from './matched.js';
import { MeaningService } from './meaning/meaning.service.js';
import { RerankingService } from './reranking/reranking.service.js';

/** The servers that help words, where any are named: one that compares meanings, one that reranks what comes first. */
@Injectable()
export class AidService {
  constructor(
    private readonly meaning: MeaningService,
    private readonly reranking: RerankingService,
  ) {}

  /** For a run's record: `off` or `on` of meanings, and whatever a server could not do. */
  describe(market: MarketCode): string {
    const meaning = this.meaning.describe(market);
    const reranking = this.reranking.describe();
    return reranking === '' ? meaning : meaning === 'off' ? reranking : `${meaning}；${reranking}`;
  }

  /** What servers say of some needs; undefined where words alone count: threads rank those faster. */
  async of(
    catalogue: Catalogue,
    demands: readonly PublishedListing[],
    settings: MatchSettings,
    decided: readonly Decided[],
  ): Promise<readonly Aids[] | undefined> {
    const meanings = await this.meaning.of(catalogue, demands);
    const byWords = meanings.every((meaning) => meaning === undefined);
    if (byWords && !this.reranking.on) return undefined;
    const aids: Aids[] = [];
    const { market } = catalogue.rules;
    for (const [i, demand] of demands.entries()) {
      const meaning = meanings[i];
      const { state, reranked } = await this.reranked(catalogue, demand, () =>
        catalogue.matcher.leading(demand, settings, decided[i], meaning),
      );
      aids.push({
        ...(meaning ? { meaning } : {}),
        ...(reranked ? { reranked } : {}),
        states: { meaning: this.meaning.stateOf(market, meaning), reranked: state },
      });
    }
    return aids;
  }

  /** Whether each need is a request to a server that orders it. */
  get asksOfEach(): boolean {
    return this.reranking.on;
  }

  /** @param leading searched for only where a server is to order it. */
  private reranked(
    catalogue: Catalogue,
    demand: PublishedListing,
    leading: () => ReturnType<Catalogue['matcher']['leading']>,
  ) {
    return this.reranking.of(catalogue, demand, this.reranking.on ? leading() : []);
  }

  /** What words alone have found, with why. */
  without<T extends { readonly matched: readonly Matched[] }>(
    market: MarketCode,
    found: T,
  ): T & { matched: Matched[] } {
    const aids = { meaning: this.meaning.stateOf(market, undefined), reranked: 'off' } as const;
    return { ...found, matched: found.matched.map((one) => ({ ...one, aids })) };
  }
}
