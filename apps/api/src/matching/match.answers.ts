import { Injectable } from '@nestjs/common';
import type { Principal } from '#accounts';
import {
  type Explanation,
  type MarketCode,
  type MatchAnswer,
  markets,
  type PublishedListing,
  type RuleWeights,
} from '#contracts';
import { EngagementService } from '#engagements';
import { DictionaryService, ListingReader, type Sight } from '#listings';
import {
  AskService,
  askView,
  demandTexts,
  MatchReader,
  type PairExplanation,
  reasonsOf,
  rulesOf,
  type ShownMatch,
  type StoredMatch,
  shownDecision,
  supplyTexts,
} from '#matching';
import { Config } from '#platform';
import { head, type Pair, progress, reasonView } from './match.views.js';

/** What matching has found, with what stands in the listings, in engagements and in dictionaries beside it. */
@Injectable()
export class MatchAnswers {
  constructor(
    private readonly found: MatchReader,
    private readonly asks: AskService,
    private readonly listings: ListingReader,
    private readonly engagements: EngagementService,
    private readonly dictionaries: DictionaryService,
    private readonly config: Config,
  ) {}

  async explanation(market: MarketCode, pair: Pair, found: PairExplanation): Promise<Explanation> {
    const weights = await this.found.weights(market, found.weightsVersion);
    const { decision } = found;
    const [asks = []] = await this.asks.of(market, [pair]);
    const { demand, supply } = markets[market];
    const names = await this.dictionaries.labels();
    return {
      market,
      demand: head(demand, pair.demand),
      supply: head(supply, pair.supply),
      score: found.score,
      reasons: found.reasons.map((reason) => reasonView(market, reason, weights, pair)),
      fields: found.fields.map((field) => ({ ...field })),
      excluded: found.excluded,
      proposed: found.place !== null || found.folded,
      place: found.place,
      verdict: found.verdict,
      lacking: [...found.lacking],
      asks: asks.map(askView),
      texts: {
        demand: demandTexts(market, pair.demand, names).map(shown),
        supply: supplyTexts(market, pair.supply, names).map(shown),
      },
      decision: decision && {
        id: decision.id,
        kind: decision.kind,
        reason: decision.reason,
        until: decision.until,
      },
      aids: found.aids,
    };
  }

  /** A market's matches, in their order; those of which a side has just gone are left out. */
  async matches(
    market: MarketCode,
    found: readonly ShownMatch[],
    caller: Principal,
    sight: Sight,
  ): Promise<MatchAnswer[]> {
    const kinds = markets[market];
    const engagementOf = await this.engagementsOf(found, caller);
    const { demands, supplies } = await this.sidesOf(market, found);
    const label = await this.dictionaries.labels();
    const weightsOf = await this.weightsOf(market, found);
    const pairs = found.flatMap((match) => {
      const [demand, supply] = [demands.get(match.demandListingId), supplies.get(match.supplyListingId)];
      const most = weightsOf.get(match.weightsVersion);
      return demand && supply && most ? [{ match, most, pair: { demand, supply } }] : [];
    });
    const asks = await this.asks.of(
      market,
      pairs.map(({ pair }) => pair),
    );
    return pairs.map(({ match, most, pair }, i): MatchAnswer => {
      const pinned = match.pinned && shownDecision(match.pinned, sight, pair.demand);
      return {
        market,
        demand: head(kinds.demand, pair.demand),
        supply: head(kinds.supply, pair.supply),
        firmId: match.firmId,
        score: match.score,
        reasons: reasonsOf(rulesOf(market), { ...pair, label }, match, most['text'] ?? 0).map((reason) =>
          reasonView(market, reason, most, pair),
        ),
        asks: (asks[i] ?? []).map(askView),
        suitable: match.score >= this.config.get('MATCH_SUITABLE'),
        pinned: pinned ? { id: pinned.id, reason: pinned.reason, until: pinned.until } : null,
        moved: match.moved,
        folded: match.folded.flatMap((folded) => {
          const other = supplies.get(folded.supplyListingId);
          return other ? [{ supply: head(kinds.supply, other), score: folded.score }] : [];
        }),
        ...progress(match.supplyListingId, engagementOf.get(`${match.demandListingId} ${match.firmId}`)),
        runId: match.runId,
        matchedAt: match.matchedAt,
      };
    });
  }

  private async engagementsOf(found: readonly ShownMatch[], caller: Principal) {
    const engagements = await this.engagements.between(caller, found);
    return new Map(engagements.map((one) => [`${one.demandListing.id} ${one.supply.organisationId}`, one]));
  }

  /** The listings of both sides, folded ones included. */
  private async sidesOf(market: MarketCode, found: readonly ShownMatch[]) {
    const all: readonly StoredMatch[] = found.flatMap((match) => [match, ...match.folded]);
    const { demand, supply } = markets[market];
    const ids = (of: (match: StoredMatch) => string) => [...new Set(all.map(of))];
    const [demands, supplies] = await Promise.all([
      this.listings.publishedByIds(
        demand,
        ids((match) => match.demandListingId),
      ),
      this.listings.publishedByIds(
        supply,
        ids((match) => match.supplyListingId),
      ),
    ]);
    const byId = (listings: readonly PublishedListing[]) => new Map(listings.map((one) => [one.id, one]));
    return { demands: byId(demands), supplies: byId(supplies) };
  }

  private async weightsOf(
    market: MarketCode,
    found: readonly ShownMatch[],
  ): Promise<ReadonlyMap<number, RuleWeights>> {
    const weights = new Map<number, RuleWeights>();
    for (const version of new Set(found.map((match) => match.weightsVersion)))
      weights.set(version, await this.found.weights(market, version));
    return weights;
  }
}

function shown({ field, label, text }: { field: string; label: string; text: string }) {
  return { field, label, text };
}
