import { Injectable, Logger } from '@nestjs/common';
import { markets, type PublishedListing } from '#contracts';
import { ListingReader } from '#listings';
import { Config, Database } from '#platform';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { demandTexts, supplyTexts, textOf } from '../fields.js';
import type { AidState, Reranked } from '../matched.js';
import { RerankService } from './service.js';

/** A reranking server's word on the first of a list, where one is named: never in the way of the order without it. */
@Injectable()
export class RerankingService {
  private readonly server: RerankService;
  private readonly logger = new Logger('reranking');
  private readonly weight: number;

  constructor(
    private readonly listings: ListingReader,
    config: Config,
    db: Database,
  ) {
    this.server = RerankService.open(config, db, {
      onChange: (state) => this.logger.warn(state.available ? 'the reranking server is back' : state.detail),
    });
    this.weight = config.get('RERANK_WEIGHT');
  }

  get on(): boolean {
    const { state } = this.server;
    return state.available || state.reason !== 'off';
  }

  /** For a run's record: nothing where it is off, or why the order stands without it. */
  describe(): string {
    const { state } = this.server;
    if (!this.on || state.available) return '';
    return `${state.detail}，名次未经重排`;
  }

  /** What the server says of some supplies, and whether it was there. */
  async of(
    catalogue: Catalogue,
    demand: PublishedListing,
    docs: readonly number[],
  ): Promise<{ readonly state: AidState; readonly reranked?: Reranked }> {
    if (!this.on) return { state: 'off' };
    if (docs.length < 2) return { state: 'on' };
    const heads = docs.flatMap((doc) => {
      const id = catalogue.headOf(doc)?.id;
      return id === undefined ? [] : [{ doc, id }];
    });
    const { market } = catalogue.rules;
    const found = await this.listings.publishedByIds(
      markets[market].supply,
      heads.map(({ id }) => id),
    );
    const byId = new Map<string, PublishedListing>(found.map((one) => [one.id, one]));
    // What has just left the catalogue has no text; its list is made again at once.
    const present = heads.flatMap(({ doc, id }) => {
      const supply = byId.get(id);
      return supply ? [{ doc, text: textOf(supplyTexts(market, supply)) }] : [];
    });
    const scores = await this.server.scores(
      textOf(demandTexts(market, demand)),
      present.map(({ text }) => text),
    );
    if (!scores) return { state: 'away' };
    return {
      state: 'on',
      reranked: {
        scores: new Map(present.map(({ doc }, i) => [doc, scores[i] as number])),
        weight: this.weight,
      },
    };
  }
}
