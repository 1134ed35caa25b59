import { Injectable } from '@nestjs/common';
import type { MarketCode, PublishedListing } from '#contracts';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { AidService } from '../scoring/aids.js';
import type { Decided, Matched, MatchSettings } from '../scoring/matched.js';
import { decidedIn, MatchInputs } from '../steering/match.inputs.js';
import { matchAided, othersTurn } from './aided.js';
import { MatchPool } from './match.pool.js';

/** From here on threads do it: fewer are done before a thread has begun. */
const worthThreads = 48;
/** Needs of one piece, which share what a block of the index brings into the caches. */
const together = 16;

/** Ranks single needs from their market's catalogue as it is, by words and by what servers say; nothing is written. */
@Injectable()
export class NeedRanker {
  constructor(
    private readonly cache: CatalogueCache,
    private readonly inputs: MatchInputs,
    private readonly aids: AidService,
    private readonly pool: MatchPool,
  ) {}

  /** Whether ranking a need is a request to a server. */
  get asksOfEach(): boolean {
    return this.aids.asksOfEach;
  }

  /** Lists as they are now, in the order of the needs. */
  async matched(market: MarketCode, needs: readonly PublishedListing[]): Promise<Matched[]> {
    const { catalogue } = this.cache.of(market);
    const { settings } = await this.inputs.settings(market);
    const decisions = await this.inputs.decisions(needs.map(({ id }) => id));
    const decided = needs.map(({ id }) => decidedIn(catalogue, decisions.get(id)));
    // What is decided while servers answer asks for the need again.
    const aids = await this.aids.of(catalogue, needs, settings, decided);
    if (!aids) {
      const matched = await this.byWords(catalogue, needs, settings, decided);
      return this.aids.without(market, { matched }).matched;
    }
    return matchAided(catalogue, { demands: needs, decided, settings }, aids);
  }

  /** In threads where it pays. */
  private async byWords(
    catalogue: Catalogue,
    needs: readonly PublishedListing[],
    settings: MatchSettings,
    decided: readonly Decided[],
  ): Promise<Matched[]> {
    if (needs.length >= worthThreads) {
      const half = Math.ceil(needs.length / 2);
      const { market } = catalogue.rules;
      const parts = [needs.slice(0, half), needs.slice(half)].map((demands, i) =>
        this.pool.match(market, { demands, decided: decided.slice(i * half, (i + 1) * half), settings }),
      );
      return (await Promise.all(parts)).flatMap((part) => part.matched);
    }
    const { matcher } = catalogue;
    const found: Matched[] = [];
    for (let i = 0; i < needs.length; i += together) {
      const some = needs.slice(i, i + together);
      found.push(...matcher.matchEach(some, settings, decided.slice(i, i + together)));
      await othersTurn();
    }
    return found;
  }
}
