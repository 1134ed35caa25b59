import { Injectable } from '@nestjs/common';
import { type ListingKind, type MarketCode, marketCodes } from '#contracts';
import type { ListingRef } from '#listings';
import { Database } from '#platform';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import { mostDeparted } from '../catalogue/catalogue.js';
import { NeedIndex } from '../catalogue/need.index.js';
import { MeaningService } from '../scoring/meaning/meaning.service.js';
import { removeMatches } from './match.store.js';
import { askFor } from './need.store.js';

/** Changed supplies from which on every need is ranked again. */
export const manyChanged = mostDeparted;
/** Share of the needs from which on all of them are ranked again, where more than a few changes have been looked at. */
const mostTouched = 0.8;
const fewLooks = 16;

export interface MatchChanges {
  /** Came into force, or may have. */
  readonly listings: readonly ListingRef[];
  /** Left it, whether they are back or not. */
  readonly left: readonly ListingRef[];
  /** Demands about whose pairs a person has decided. */
  readonly decided: readonly string[];
}

/** What a change makes to be done in a market. */
export interface Noted {
  readonly market: MarketCode;
  readonly needs: readonly string[];
  /** New to matching. */
  readonly supplies: readonly { readonly id: string; readonly revision: number }[];
}

/** Which needs a change makes to be ranked again: they are noted as rows, with the change itself. */
@Injectable()
export class TouchedNeeds {
  /** The statistics that were in force at the last look, by market. */
  private readonly statistics = new Map<MarketCode, number>();

  constructor(
    private readonly db: Database,
    private readonly cache: CatalogueCache,
    private readonly needs: NeedIndex,
    private readonly meaning: MeaningService,
  ) {}

  /** Notes which needs are to be ranked again. @returns them, and the supplies that are new to matching, by market. */
  async note(changes: MatchChanges): Promise<Noted[]> {
    await this.cache.current();
    await this.forgetMatched(changes.left);
    const noted: Noted[] = [];
    for (const market of marketCodes) noted.push(await this.noteIn(market, changes));
    return noted;
  }

  /** What is of another market is nothing here: its ids are none of this one's. */
  private async noteIn(market: MarketCode, { listings, left, decided }: MatchChanges): Promise<Noted> {
    const { kinds, demands } = this.cache.of(market);
    const [goneDemands, goneSupplies] = [
      this.gone(market, kinds.demand, left),
      this.gone(market, kinds.supply, left),
    ];
    const touched = new Set(decided);
    // The next best moves up where one has gone.
    for (const id of await this.nearTo(goneSupplies)) touched.add(id);
    for (const id of await this.nearestTo(goneSupplies)) touched.add(id);
    for (const id of await this.unmatched(market, kinds.demand, listings)) touched.add(id.id);
    const changed = await this.unmatched(market, kinds.supply, listings);
    for (const id of await this.bySupplies(market, changed)) touched.add(id);
    for (const id of await this.ofOtherStatistics(market)) touched.add(id);
    const present = [...touched].filter((id) => demands.has(id));
    if (present.length + goneDemands.length + goneSupplies.length > 0)
      await this.db.transaction(async (tx) => {
        await askFor(tx, market, present);
        await removeMatches(tx, goneDemands, goneSupplies);
      });
    this.needs.opened(market, present);
    return { market, needs: present, supplies: changed };
  }

  /** What left is new when it comes back. */
  private async forgetMatched(left: readonly ListingRef[]): Promise<void> {
    if (left.length > 0)
      await this.db.query('DELETE FROM matched_listings WHERE listing_id = ANY($1::uuid[])', [
        left.map(({ id }) => id),
      ]);
  }

  private gone(market: MarketCode, kind: ListingKind, left: readonly ListingRef[]): string[] {
    const picture = this.cache.of(market);
    return left
      .filter((listing) => listing.kind === kind)
      .map(({ id }) => id)
      .filter((id) => !picture.stampOf(kind, id));
  }

  /** Of some listings in force, those whose present revision no matching has seen. */
  private async unmatched(
    market: MarketCode,
    kind: ListingKind,
    listings: readonly ListingRef[],
  ): Promise<{ id: string; revision: number }[]> {
    const picture = this.cache.of(market);
    const ids = [...new Set(listings.filter((listing) => listing.kind === kind).map(({ id }) => id))];
    const present = ids.flatMap((id) => {
      const revision = picture.stampOf(kind, id)?.revision;
      return revision === undefined ? [] : [{ id, revision }];
    });
    if (present.length === 0) return [];
    const known = await this.db.query<{ listing_id: string; revision: number }>(
      'SELECT listing_id, revision FROM matched_listings WHERE listing_id = ANY($1::uuid[])',
      [present.map(({ id }) => id)],
    );
    const revisions = new Map(known.map((row) => [row.listing_id, row.revision]));
    return present.filter(({ id, revision }) => revisions.get(id) !== revision);
  }

  /** Needs whose lists some supplies of a market may change: those that have them, and those whose bar they reach or reached. */
  async bySupplies(
    market: MarketCode,
    changed: readonly { readonly id: string }[],
  ): Promise<Iterable<string>> {
    const departed = this.cache.takeDeparted(market);
    if (changed.length === 0 && departed.length === 0) return [];
    const { catalogue, demands } = this.cache.of(market);
    // Who is near by meaning is not seen by words.
    if (Math.max(changed.length, departed.length) >= manyChanged || this.meaning.isOn(market))
      return demands.keys();
    const reverse = await this.needs.current(market);
    const touched = new Set(await this.nearTo(changed.map(({ id }) => id)));
    const looks = [
      ...changed.map(({ id }) => () => {
        const doc = catalogue.docOf(id);
        return doc === undefined ? [] : reverse.reachedBy(doc);
      }),
      ...departed.map((vector) => () => reverse.reachedByVector(vector)),
    ];
    for (const [i, look] of looks.entries()) {
      for (const need of look()) touched.add(need);
      // To find which few the rest do not reach would cost more than to rank those as well.
      if (i >= fewLooks && touched.size >= demands.size * mostTouched) return demands.keys();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return touched;
  }

  /** Needs whose lists rest on statistics that are no longer in force: looked for when they have changed. */
  private async ofOtherStatistics(market: MarketCode): Promise<string[]> {
    const { catalogue, demands } = this.cache.of(market);
    const { statistics } = catalogue.lexical;
    if (statistics === this.statistics.get(market)) return [];
    const found = await this.db.query<{ demand_listing_id: string }>(
      'SELECT demand_listing_id FROM match_summaries WHERE statistics <> $1 AND demand_listing_id = ANY($2::uuid[])',
      [statistics, [...demands.keys()]],
    );
    this.statistics.set(market, statistics);
    return found.map((row) => row.demand_listing_id);
  }

  /** Needs that show some supplies among the nearest. */
  private async nearestTo(supplyListingIds: readonly string[]): Promise<string[]> {
    if (supplyListingIds.length === 0) return [];
    const found = await this.db.query<{ demand_listing_id: string }>(
      `SELECT DISTINCT demand_listing_id FROM match_summaries s, jsonb_array_elements(s.nearest) n
       WHERE (n->>'supplyListingId')::uuid = ANY($1::uuid[])`,
      [supplyListingIds],
    );
    return found.map((row) => row.demand_listing_id);
  }

  /** Needs that have some supplies on their lists or in a person's decision. */
  private async nearTo(supplyListingIds: readonly string[]): Promise<string[]> {
    if (supplyListingIds.length === 0) return [];
    const found = await this.db.query<{ demand_listing_id: string }>(
      `SELECT demand_listing_id FROM matches WHERE supply_listing_id = ANY($1::uuid[])
       UNION SELECT demand_listing_id FROM match_decisions WHERE supply_listing_id = ANY($1::uuid[]) AND ended_at IS NULL`,
      [supplyListingIds],
    );
    return found.map((row) => row.demand_listing_id);
  }
}
