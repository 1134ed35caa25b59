import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type MarketCode, marketCodes } from '#contracts';
import { dayOf, newId } from '#kernel';
import { ListingReader, listingFacts } from '#listings';
import { Database, factsBehind } from '#platform';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import { NeedIndex } from '../catalogue/need.index.js';
import type { Matched } from '../scoring/matched.js';
import { MatchInputs } from '../steering/match.inputs.js';
import { markMatched, replaceMatches, rowsOf } from './match.store.js';
import { NeedRanker } from './need.ranker.js';
import { askFor, type Claimed, claim, settleNeeds, someOpen, stillLeased } from './need.store.js';
import { announceProposals, firmAreasOf } from './proposals.js';
import { type MatchChanges, manyChanged, type Noted, TouchedNeeds } from './touched.needs.js';

/** Needs that a worker leases at a time: some tenths of a second of work by words. */
const needsAtOnce = 64;
/** The same where a server orders each: their time limits together stay within a lease. */
const asksAtOnce = 8;
/** Milliseconds between two looks whether other workers have done what they had leased. */
const betweenLooks = 100;

/** Matches of single listings as they come, change and go; each call may come twice, late, or out of order. */
@Injectable()
export class MatchingService {
  /** Under this name the process leases needs. */
  private readonly worker = newId();

  constructor(
    private readonly db: Database,
    private readonly listings: ListingReader,
    private readonly cache: CatalogueCache,
    private readonly needs: NeedIndex,
    private readonly inputs: MatchInputs,
    private readonly ranker: NeedRanker,
    private readonly touched: TouchedNeeds,
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
  note(changes: MatchChanges): Promise<Noted[]> {
    return this.touched.note(changes);
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
    const touched =
      facts.length < manyChanged ? await this.touched.bySupplies(market, changed) : demands.keys();
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
    const alone = claimed.length < most || this.ranker.asksOfEach;
    const lanes = alone ? [claimed] : [claimed, await this.claim(most, stop)];
    const written = await Promise.all(lanes.map((first) => this.lane(first, most, stop)));
    return written.reduce((sum, ofLane) => sum + ofLane, 0);
  }

  private async lane(first: readonly Claimed[], most: number, stop?: AbortSignal): Promise<number> {
    let written = 0;
    for (let claimed = first; claimed.length > 0; ) {
      await this.cache.current();
      let reopened = false;
      for (const market of marketCodes) {
        const own = claimed.filter((one) => one.market === market);
        if (own.length === 0) continue;
        const ranked = await this.rank(market, own);
        written += ranked.written;
        reopened ||= ranked.reopened;
      }
      // Fewer than it takes were all that were open; whoever asks for more, or has them leased, looks for them.
      claimed = claimed.length < most && !reopened ? [] : await this.claim(most, stop);
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

  /** @returns pairs written, and whether any of the needs was asked for again meanwhile. */
  private async rank(
    market: MarketCode,
    claimed: readonly Claimed[],
  ): Promise<{ readonly written: number; readonly reopened: boolean }> {
    const by = await this.inputs.settings(market);
    const { kinds, catalogue, demands } = this.cache.of(market);
    const { place } = this.cache;
    const ids = claimed.map(({ demandListingId }) => demandListingId);
    const present = ids.map((id) => demands.get(id)).filter((demand) => demand !== undefined);
    const matched = await this.ranker.matched(market, present, by);
    const found = present.map((demand, i) => rowsOf(demand, matched[i] as Matched, catalogue, place));
    return this.db.transaction(async (tx) => {
      const own = await stillLeased(tx, this.worker, claimed);
      const mine = present.filter(({ id }) => own.has(id));
      const lists = found.filter(({ summary }) => own.has(summary.demandListingId));
      await replaceMatches(tx, [...own], lists, by.version);
      await markMatched(tx, kinds.demand, mine);
      const matches = lists.flatMap((of) => of.matches);
      const firmAreas = firmAreasOf(catalogue, matches);
      const run = { market, runId: newId(), day: dayOf(new Date()) };
      await announceProposals(tx, run, matches, { demands, firmAreas });
      const reopened = await settleNeeds(tx, this.worker, claimed);
      return { written: matches.length, reopened };
    });
  }
}
