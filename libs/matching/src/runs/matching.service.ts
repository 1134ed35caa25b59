import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type ListingKind, type MarketCode, marketCodes } from '#contracts';
import { dayOf, newId } from '#kernel';
import { ListingReader, type ListingRef, listingFacts } from '#listings';
import { Database, factsBehind } from '#platform';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import { mostDeparted } from '../catalogue/catalogue.js';
import { NeedIndex } from '../catalogue/need.index.js';
import type { Matched } from '../scoring/matched.js';
import { MeaningService } from '../scoring/meaning/meaning.service.js';
import { MatchInputs } from '../steering/match.inputs.js';
import { markMatched, removeMatches, replaceMatches, rowsOf } from './match.store.js';
import { NeedRanker } from './need.ranker.js';
import { askFor, type Claimed, claim, settleNeeds, someOpen, stillLeased } from './need.store.js';
import { announceProposals, firmAreasOf } from './proposals.js';

/** Changed supplies from which on every need is ranked again. */
const manyChanged = mostDeparted;
/** Share of the needs from which on all of them are ranked again, where more than a few changes have been looked at. */
const mostTouched = 0.8;
const fewLooks = 16;
/** Needs that a worker leases at a time: some tenths of a second of work by words. */
const needsAtOnce = 64;
/** The same where a server orders each: their time limits together stay within a lease. */
const asksAtOnce = 8;
/** Milliseconds between two looks whether other workers have done what they had leased. */
const betweenLooks = 100;

export interface MatchChanges {
  /** Came into force, or may have. */
  readonly listings: readonly ListingRef[];
  /** Left it, whether they are back or not. */
  readonly left: readonly ListingRef[];
  /** Demands about whose pairs a person has decided. */
  readonly decided: readonly string[];
}

/** What a change makes to be done in a market. */
interface Noted {
  readonly market: MarketCode;
  readonly needs: readonly string[];
  /** New to matching. */
  readonly supplies: readonly { readonly id: string; readonly revision: number }[];
}

/** Matches of single listings as they come, change and go; each call may come twice, late, or out of order. */
@Injectable()
export class MatchingService {
  /** Under this name the process leases needs. */
  private readonly worker = newId();
  /** Those that were in force at the last look, by market. */
  private readonly statistics = new Map<MarketCode, number>();

  constructor(
    private readonly db: Database,
    private readonly listings: ListingReader,
    private readonly cache: CatalogueCache,
    private readonly needs: NeedIndex,
    private readonly inputs: MatchInputs,
    private readonly meaning: MeaningService,
    private readonly ranker: NeedRanker,
  ) {}

  /** Builds the catalogue before the first job wants it, and keeps it for the next process. */
  async warmUp(): Promise<void> {
    await this.cache.current();
    await this.cache.save();
  }

  /**
   * Brings the matches in step with what has changed: notes the needs whose lists can change as rows to be worked, with
   * the change itself, and works what no other worker takes.
   * @returns pairs written by this process.
   */
  async follow(changes: MatchChanges): Promise<number> {
    const noted = await this.note(changes);
    const needs = noted.flatMap((of) => of.needs);
    let written = await this.work();
    // Other workers have leased some of them: a supply counts as matched when all lists that it can enter are made.
    while (await someOpen(this.db, needs)) {
      await pause(betweenLooks);
      written += await this.work();
    }
    await this.db.transaction(async (tx) => {
      for (const { market, supplies } of noted)
        await markMatched(tx, this.cache.of(market).kinds.supply, supplies);
    });
    return written;
  }

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
    for (const id of await this.touchedBy(market, changed)) touched.add(id);
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

  /** Looks at what has changed in a market behind a place of the log as if it came now, and works it. */
  async followSince(market: MarketCode, place: string): Promise<void> {
    await this.cache.current();
    const { facts } = await factsBehind(this.db.manager, place, listingFacts, manyChanged);
    const refs = await this.listings.changedBy(facts);
    const { kinds, demands, catalogue } = this.cache.of(market);
    const changed = refs.flatMap(({ kind, id }) =>
      kind === kinds.supply && catalogue.docOf(id) !== undefined ? [{ id }] : [],
    );
    const touched = facts.length < manyChanged ? await this.touchedBy(market, changed) : demands.keys();
    const present = [...touched].filter((id) => demands.has(id));
    await this.ask(market, present);
    this.needs.opened(market, present);
    await this.work();
  }

  /** Makes the needs' indexes, which the first change would wait for. */
  async prepare(): Promise<void> {
    await this.cache.current();
    for (const market of marketCodes) await this.needs.current(market);
  }

  /** Ranks needs that are open, as long as there are such that no other worker has leased. @returns pairs written. */
  async work(stop?: AbortSignal): Promise<number> {
    const most = this.ranker.asksOfEach ? asksAtOnce : needsAtOnce;
    const claimed = await this.claim(most, stop);
    // Where there are many, threads rank for one lane while the other writes.
    const one = claimed.length < most || this.ranker.asksOfEach;
    const lanes = one ? [claimed] : [claimed, await this.claim(most, stop)];
    const written = await Promise.all(lanes.map((first) => this.lane(first, most, stop)));
    return written.reduce((sum, one) => sum + one, 0);
  }

  private async lane(first: readonly Claimed[], most: number, stop?: AbortSignal): Promise<number> {
    let written = 0;
    for (let claimed = first; claimed.length > 0; claimed = await this.claim(most, stop)) {
      await this.cache.current();
      for (const market of marketCodes) {
        const own = claimed.filter((one) => one.market === market);
        if (own.length > 0) written += await this.rank(market, own);
      }
    }
    return written;
  }

  private async claim(most: number, stop: AbortSignal | undefined): Promise<readonly Claimed[]> {
    return stop?.aborted ? [] : claim(this.db, this.worker, most);
  }

  /** Asks for needs to be ranked, whatever has changed. */
  ask(market: MarketCode, demandListingIds: readonly string[]): Promise<void> {
    return this.db.transaction((tx) => askFor(tx, market, demandListingIds));
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

  private async rank(market: MarketCode, claimed: readonly Claimed[]): Promise<number> {
    const { version } = await this.inputs.settings(market);
    const { kinds, catalogue, demands } = this.cache.of(market);
    const { place } = this.cache;
    const ids = claimed.map(({ demandListingId }) => demandListingId);
    const present = ids.map((id) => demands.get(id)).filter((demand) => demand !== undefined);
    const matched = await this.ranker.matched(market, present);
    const found = present.map((demand, i) => rowsOf(demand, matched[i] as Matched, catalogue, place));
    return this.db.transaction(async (tx) => {
      const own = await stillLeased(tx, this.worker, claimed);
      const mine = present.filter(({ id }) => own.has(id));
      const lists = found.filter(({ summary }) => own.has(summary.demandListingId));
      await replaceMatches(tx, [...own], lists, version);
      await markMatched(tx, kinds.demand, mine);
      const matches = lists.flatMap((of) => of.matches);
      const firmAreas = firmAreasOf(catalogue, matches);
      const run = { market, runId: newId(), day: dayOf(new Date()) };
      await announceProposals(tx, run, matches, { demands, firmAreas });
      await settleNeeds(tx, this.worker, claimed);
      return matches.length;
    });
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
  private async touchedBy(
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
