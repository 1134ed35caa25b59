import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ListingKind } from '#contracts';
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

/** Changed capabilities from which on every need is ranked again. */
const manyChanged = mostDeparted;
/** Share of the needs from which on all of them are ranked again, where more than a few changes have been looked at. */
const mostTouched = 0.8;
const fewLooks = 16;
/** Needs that a worker leases at a time: some tenths of a second of work. */
const needsAtOnce = 64;
/** Milliseconds between two looks whether other workers have done what they had leased. */
const betweenLooks = 100;

export interface MatchChanges {
  /** Came into force, or may have. */
  readonly listings: readonly ListingRef[];
  /** Left it, whether they are back or not. */
  readonly left: readonly ListingRef[];
  /** Scenarios about whose pairs a person has decided. */
  readonly decided: readonly string[];
}

/** What a change makes to be done. */
interface Noted {
  readonly needs: readonly string[];
  readonly capabilities: readonly { readonly id: string; readonly revision: number }[];
}

/** Matches of single listings as they come, change and go; each call may come twice, late, or out of order. */
@Injectable()
export class MatchingService {
  /** Under this name the process leases needs. */
  private readonly worker = newId();
  private statistics: number | undefined;

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
    const { needs, capabilities } = await this.note(changes);
    let written = await this.work();
    // Other workers have leased some of them: a capability counts as matched when all lists that it can enter are made.
    while (await someOpen(this.db, needs)) {
      await pause(betweenLooks);
      written += await this.work();
    }
    await this.db.transaction((tx) => markMatched(tx, 'capability', capabilities));
    return written;
  }

  /** Notes which needs are to be ranked again. @returns them, and the capabilities that are new to matching. */
  async note({ listings, left, decided }: MatchChanges): Promise<Noted> {
    await this.cache.current();
    await this.forgetMatched(left);
    const [goneScenarios, goneCapabilities] = [this.gone('scenario', left), this.gone('capability', left)];
    const touched = new Set(decided);
    // The next best moves up where one has gone.
    for (const id of await this.nearTo(goneCapabilities)) touched.add(id);
    for (const id of await this.nearestTo(goneCapabilities)) touched.add(id);
    for (const id of await this.unmatched('scenario', listings)) touched.add(id.id);
    const changed = await this.unmatched('capability', listings);
    for (const id of await this.touchedBy(changed)) touched.add(id);
    for (const id of await this.ofOtherStatistics()) touched.add(id);
    const present = [...touched].filter((id) => this.cache.scenarios.has(id));
    await this.db.transaction(async (tx) => {
      await askFor(tx, present);
      await removeMatches(tx, goneScenarios, goneCapabilities);
    });
    this.needs.opened(present);
    return { needs: present, capabilities: changed };
  }

  /** Looks at what has changed behind a place of the log as if it came now, and works it. */
  async followSince(place: string): Promise<void> {
    await this.cache.current();
    const { facts } = await factsBehind(this.db.manager, place, listingFacts, manyChanged);
    const refs = await this.listings.changedBy(facts);
    const { scenarios, catalogue } = this.cache;
    const changed = refs.flatMap(({ kind, id }) =>
      kind === 'capability' && catalogue.docOf(id) !== undefined ? [{ id }] : [],
    );
    const touched = facts.length < manyChanged ? await this.touchedBy(changed) : scenarios.keys();
    const present = [...touched].filter((id) => scenarios.has(id));
    await this.ask(present);
    this.needs.opened(present);
    await this.work();
  }

  /** Makes the needs' index, which the first change would wait for. */
  async prepare(): Promise<void> {
    await this.cache.current();
    await this.needs.current();
  }

  /** Ranks needs that are open, as long as there are such that no other worker has leased. @returns pairs written. */
  async work(stop?: AbortSignal): Promise<number> {
    let written = 0;
    for (;;) {
      if (stop?.aborted) return written;
      const claimed = await claim(this.db, this.worker, needsAtOnce);
      if (claimed.length === 0) return written;
      written += await this.rank(claimed);
    }
  }

  /** Asks for needs to be ranked, whatever has changed. */
  ask(demandListingIds: readonly string[]): Promise<void> {
    return this.db.transaction((tx) => askFor(tx, demandListingIds));
  }

  /** What left is new when it comes back. */
  private async forgetMatched(left: readonly ListingRef[]): Promise<void> {
    if (left.length > 0)
      await this.db.query('DELETE FROM matched_listings WHERE listing_id = ANY($1::uuid[])', [
        left.map(({ id }) => id),
      ]);
  }

  private gone(kind: ListingKind, left: readonly ListingRef[]): string[] {
    const { catalogue, scenarios } = this.cache;
    return left
      .filter((listing) => listing.kind === kind)
      .map(({ id }) => id)
      .filter((id) => (kind === 'scenario' ? !scenarios.has(id) : catalogue.docOf(id) === undefined));
  }

  private async rank(claimed: readonly Claimed[]): Promise<number> {
    const { version } = await this.inputs.settings();
    const { catalogue, scenarios, place } = await this.cache.current();
    const ids = claimed.map(({ demandListingId }) => demandListingId);
    const present = ids.map((id) => scenarios.get(id)).filter((scenario) => scenario !== undefined);
    const matched = await this.ranker.matched(present);
    const found = present.map((scenario, i) => rowsOf(scenario, matched[i] as Matched, catalogue, place));
    return this.db.transaction(async (tx) => {
      const own = await stillLeased(tx, this.worker, claimed);
      const mine = present.filter(({ id }) => own.has(id));
      const lists = found.filter(({ summary }) => own.has(summary.demandListingId));
      await replaceMatches(tx, [...own], lists, version);
      await markMatched(tx, 'scenario', mine);
      const matches = lists.flatMap((of) => of.matches);
      const firmAreas = firmAreasOf(catalogue, matches);
      await announceProposals(tx, newId(), dayOf(new Date()), matches, { scenarios, firmAreas });
      await settleNeeds(tx, this.worker, claimed);
      return matches.length;
    });
  }

  /** Of some listings in force, those whose present revision no matching has seen. */
  private async unmatched(
    kind: ListingKind,
    listings: readonly ListingRef[],
  ): Promise<{ id: string; revision: number }[]> {
    const { catalogue, scenarios } = this.cache;
    const ids = [...new Set(listings.filter((listing) => listing.kind === kind).map(({ id }) => id))];
    const present = ids.flatMap((id) => {
      const revision = kind === 'scenario' ? scenarios.get(id)?.revision : catalogue.head(id)?.revision;
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

  /** Needs whose lists some capabilities may change: those that have them, and those whose bar they reach or reached. */
  private async touchedBy(changed: readonly { readonly id: string }[]): Promise<Iterable<string>> {
    const departed = this.cache.takeDeparted();
    if (changed.length === 0 && departed.length === 0) return [];
    const { catalogue, scenarios } = this.cache;
    // Who is near by meaning is not seen by words.
    if (Math.max(changed.length, departed.length) >= manyChanged || this.meaning.state === 'on')
      return scenarios.keys();
    const reverse = await this.needs.current();
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
      if (i >= fewLooks && touched.size >= scenarios.size * mostTouched) return scenarios.keys();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return touched;
  }

  /** Needs whose lists rest on statistics that are no longer in force: looked for when they have changed. */
  private async ofOtherStatistics(): Promise<string[]> {
    const { statistics } = this.cache.catalogue.lexical;
    if (statistics === this.statistics) return [];
    const found = await this.db.query<{ demand_listing_id: string }>(
      'SELECT demand_listing_id FROM match_summaries WHERE statistics <> $1',
      [statistics],
    );
    this.statistics = statistics;
    return found.map((row) => row.demand_listing_id);
  }

  /** Needs that show some capabilities among the nearest. */
  private async nearestTo(supplyListingIds: readonly string[]): Promise<string[]> {
    if (supplyListingIds.length === 0) return [];
    const found = await this.db.query<{ demand_listing_id: string }>(
      `SELECT DISTINCT demand_listing_id FROM match_summaries s, jsonb_array_elements(s.nearest) n
       WHERE (n->>'supplyListingId')::uuid = ANY($1::uuid[])`,
      [supplyListingIds],
    );
    return found.map((row) => row.demand_listing_id);
  }

  /** Needs that have some capabilities on their lists or in a person's decision. */
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
