import { Injectable } from '@nestjs/common';
import type { MarketCode, PublishedListing } from '#contracts';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { AidService } from '../scoring/aids.js';
import type { Matched, MatchSettings } from '../scoring/matched.js';
import type { Together } from '../scoring/matcher.js';
import { decidedIn, MatchInputs, type VersionedSettings } from '../steering/match.inputs.js';
import { matchAided, othersTurn } from './aided.js';
import { KnownLists, type KnownUnder } from './known.lists.js';
import { MatchPool } from './match.pool.js';

/** From here on threads do it: a lease that is nearly full, so that many more may wait. Fewer are done before a thread has begun. */
const worthThreads = 56;
/** Needs of one piece, which share what a block of the index brings into the caches. */
const together = 16;

interface Ranking {
  readonly market: MarketCode;
  readonly needs: readonly PublishedListing[];
  readonly by: VersionedSettings;
  /** What is gone on from. */
  readonly known?: KnownLists;
}

/** Ranks single needs from their market's catalogue as it is, by words and by what servers say; nothing is written. */
@Injectable()
export class NeedRanker {
  constructor(
    private readonly cache: CatalogueCache,
    private readonly inputs: MatchInputs,
    private readonly aids: AidService,
    private readonly pool: MatchPool,
    private readonly known: KnownLists,
  ) {}

  /** Whether ranking a need is a request to a server. */
  get asksOfEach(): boolean {
    return this.aids.asksOfEach;
  }

  /** Lists as they are now, in the order of the needs; what words found before is gone on from. */
  matched(market: MarketCode, needs: readonly PublishedListing[], by: VersionedSettings): Promise<Matched[]> {
    return this.rank({ market, needs, by, known: this.known });
  }

  /** The same, with everything searched anew: what lists are compared with. */
  async afresh(market: MarketCode, needs: readonly PublishedListing[]): Promise<Matched[]> {
    return this.rank({ market, needs, by: await this.inputs.settings(market) });
  }

  private async rank({ market, needs, by, known }: Ranking): Promise<Matched[]> {
    const { catalogue } = this.cache.of(market);
    const { settings, ...versions } = by;
    const decisions = await this.inputs.decisions(needs.map(({ id }) => id));
    const decided = needs.map(({ id }) => decidedIn(catalogue, decisions.get(id)));
    // What is decided while servers answer asks for the need again.
    const aids = await this.aids.of(catalogue, needs, settings, decided);
    if (!aids) {
      const of = known?.under(market, versions);
      const matched = await this.byWords(catalogue, { demands: needs, decided }, settings, of);
      return this.aids.without(market, { matched }).matched;
    }
    return matchAided(catalogue, { demands: needs, decided, settings }, aids);
  }

  /** In threads where it pays. */
  private async byWords(
    catalogue: Catalogue,
    needs: Together,
    settings: MatchSettings,
    known?: KnownUnder,
  ): Promise<Matched[]> {
    // What is known is looked up in the same turn in which it is gone on from: statistics change between two.
    const withKnown = (part: Together) => ({ ...part, known: part.demands.map((one) => known?.of(one)) });
    if (needs.demands.length >= worthThreads) {
      const { market } = catalogue.rules;
      const parts = cut(needs, Math.ceil(needs.demands.length / 2));
      const results = await Promise.all(
        parts.map(async (part) => {
          const keep = known?.keeping();
          const { matched } = await this.pool.match(market, { ...withKnown(part), settings });
          keep?.(part.demands, matched);
          return matched;
        }),
      );
      return results.flat();
    }
    const found: Matched[] = [];
    for (const part of cut(needs, together)) {
      const keep = known?.keeping();
      const matched = catalogue.matcher.matchEach(withKnown(part), settings);
      keep?.(part.demands, matched);
      found.push(...matched);
      await othersTurn();
    }
    return found;
  }
}

/** In pieces of so many demands. */
function cut({ demands, decided }: Together, most: number): Together[] {
  const parts: Together[] = [];
  for (let i = 0; i < demands.length; i += most)
    parts.push({ demands: demands.slice(i, i + most), decided: decided.slice(i, i + most) });
  return parts;
}
