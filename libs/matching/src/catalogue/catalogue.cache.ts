import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { type ListingKind, type MarketCode, marketOf, perMarket } from '#contracts';
import { ListingReader, listingFacts, type PublishedStamp } from '#listings';
import { Config, Database, factsBehind, lastPlace, rows, type Tx } from '#platform';
import { BadSnapshot, type SparseVector, type Statistics } from '#topk';
import { rulesOf } from '../markets/index.js';
import { loadCatalogue, saveCatalogue } from './catalogue.snapshot.js';
import { Picture } from './picture.js';
import { newerOfEach, newerStatistics, shareStatistics } from './statistics.store.js';

const batch = 200;
const factsAtOnce = 2000;
/** Changes after which a new snapshot is worth its writing, which holds everything up for a moment; a fiftieth where that is more. */
const worthSaving = (size: number) => Math.max(500, size / 50);

/**
 * The process's picture of what is in force in each market, brought up to date from the truth before each use: begun from
 * a snapshot on disk where there is one, built otherwise. Thrown away with the process.
 */
@Injectable()
export class CatalogueCache {
  private readonly pictures = perMarket((market) => new Picture(market));
  private syncing: Promise<void> = Promise.resolve();
  /** One that has not begun. */
  private next: Promise<void> | undefined;
  private begun = false;
  private readUpTo = '0';
  private syncedAt = 0;
  private readonly logger = new Logger('catalogue');

  constructor(
    private readonly listings: ListingReader,
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  /** A market as it was read last. */
  of(market: MarketCode): Picture {
    return this.pictures[market];
  }

  /** All that is in force now. */
  async current(): Promise<CatalogueCache> {
    // Callers that arrive before a reading has begun wait for the same one.
    this.next ??= this.db
      .connection((own) => {
        this.syncing = this.syncing.catch(() => undefined).then(() => this.sync(own));
        return this.syncing;
      })
      .finally(() => {
        this.next = undefined;
      });
    await this.next;
    return this;
  }

  /** The same, content with what was read at or after an instant: pieces of one run need not each look again. */
  async since(instant: Date): Promise<CatalogueCache> {
    return this.syncedAt >= instant.getTime() ? this : this.current();
  }

  /** Compares all that is in force with the picture, whatever the log has announced. @returns how many listings differed. */
  async recheck(): Promise<number> {
    await this.current();
    return this.db.connection(async (own) => {
      const checked = this.syncing.catch(() => undefined).then(() => this.readAll(own));
      this.syncing = checked.then(() => undefined);
      return checked;
    });
  }

  /** Place in the log of facts up to which it holds everything. */
  get place(): string {
    return this.readUpTo;
  }

  /** Writes the snapshots that the next process begins with. */
  async save(by: Tx = this.db.manager): Promise<void> {
    for (const picture of Object.values(this.pictures)) await this.saveOne(picture, by);
  }

  private async saveOne(picture: Picture, by: Tx): Promise<void> {
    if (picture.unsaved === 0 || picture.catalogue.size === 0) return;
    const { folder, path, database } = await this.file(picture, by);
    mkdirSync(folder, { recursive: true });
    try {
      saveCatalogue(path, picture.catalogue, database);
      picture.unsaved = 0;
    } catch (error) {
      this.logger.warn(`no snapshot written: ${(error as Error).message}`);
    }
  }

  private async sync(by: Tx): Promise<void> {
    this.next = undefined;
    const began = Date.now();
    if (this.begun) await this.readChanges(by);
    else {
      for (const picture of Object.values(this.pictures)) await this.begin(picture, by);
      await this.readAll(by);
      this.begun = true;
    }
    const pictures = Object.values(this.pictures);
    const newer = await newerOfEach(
      by,
      pictures.map(({ market, catalogue }) => [market, catalogue.lexical.statistics]),
    );
    for (const picture of pictures) {
      await this.shareStatistics(picture, newer.get(picture.market), by);
      picture.catalogue.tidy().catch((error) => this.logger.error(error));
    }
    this.syncedAt = began;
    for (const picture of Object.values(this.pictures))
      if (picture.unsaved >= worthSaving(picture.catalogue.size)) await this.saveOne(picture, by);
  }

  /** All that is in force, by its stamps: once a process, and where a look behind the log is wanted. @returns what differed. */
  private async readAll(by: Tx): Promise<number> {
    const place = await lastPlace(by); // before the stamps: what comes in between is read again
    let differing = 0;
    for (const picture of Object.values(this.pictures)) differing += await this.readMarket(picture, by);
    this.readUpTo = place;
    return differing;
  }

  private async readMarket(picture: Picture, by: Tx): Promise<number> {
    const { kinds, catalogue, demands } = picture;
    const supplied = await this.listings.publishedStamps(kinds.supply, by);
    const wanted = await this.listings.publishedStamps(kinds.demand, by);
    const gone = [
      ...[...catalogue.ids()].filter((id) => !supplied.has(id)),
      ...[...demands.keys()].filter((id) => !wanted.has(id)),
    ];
    const changed = (kind: ListingKind, stamps: ReadonlyMap<string, PublishedStamp>) =>
      [...stamps].filter(([id, stamp]) => !same(picture.stampOf(kind, id), stamp)).map(([id]) => id);
    const supplies = changed(kinds.supply, supplied);
    const others = changed(kinds.demand, wanted);
    for (const id of gone) picture.forget(id);
    catalogue.lexical.reserve(supplies.length);
    await this.take(kinds.supply, supplies, by);
    await this.take(kinds.demand, others, by);
    return gone.length + supplies.length + others.length;
  }

  /** What the log has announced since the last look. */
  private async readChanges(by: Tx): Promise<void> {
    for (;;) {
      const { facts, upTo } = await factsBehind(by, this.readUpTo, listingFacts, factsAtOnce);
      const refs = await this.listings.changedBy(facts, by);
      for (const kind of new Set(refs.map((ref) => ref.kind)))
        await this.take(
          kind,
          refs.filter((ref) => ref.kind === kind).map(({ id }) => id),
          by,
        );
      this.readUpTo = upTo;
      if (facts.length < factsAtOnce) return;
    }
  }

  /** Some listings as they stand now; those that are no longer in force go. */
  private async take(kind: ListingKind, ids: readonly string[], by: Tx): Promise<void> {
    const picture = this.of(marketOf(kind));
    for (let i = 0; i < ids.length; i += batch) {
      const some = ids.slice(i, i + batch);
      const found = await this.listings.publishedByIds(kind, some, by);
      const present = new Set(found.map(({ id }) => id));
      for (const id of some) if (!present.has(id)) picture.forget(id);
      for (const listing of found) picture.put(kind, listing);
      await new Promise((resolve) => setImmediate(resolve)); // heartbeats of running jobs get their turn
    }
  }

  /** Vectors of supplies as they were before they went or changed, each time it is asked; they are not kept on. */
  takeDeparted(market: MarketCode): SparseVector[] {
    return this.of(market).catalogue.departed.splice(0);
  }

  /** Goes by the statistics that all processes go by, and makes new ones for all where they have aged. */
  private async shareStatistics(
    { market, catalogue: { lexical } }: Picture,
    shared: Statistics | undefined,
    by: Tx,
  ): Promise<void> {
    if (shared) await lexical.adopt(shared);
    if (!lexical.aged) return;
    const fresh = await lexical.measure();
    const made = await shareStatistics(by, market, fresh);
    await lexical.adopt(made ? fresh : ((await newerStatistics(by, market, lexical.statistics)) ?? fresh));
  }

  private async begin(picture: Picture, by: Tx): Promise<void> {
    const { path, database } = await this.file(picture, by);
    try {
      picture.catalogue = loadCatalogue(path, rulesOf(picture.market), database);
    } catch (error) {
      if (!(error instanceof BadSnapshot)) throw error;
      this.logger.log(`${picture.market} built anew: ${error.message}`);
    }
  }

  /** One file for each market of each database: a snapshot of another one is never believed. */
  private async file(
    { market }: Picture,
    by: Tx,
  ): Promise<{ folder: string; path: string; database: string }> {
    const [row] = await rows<{ id: string }>(
      by,
      `SELECT (SELECT system_identifier FROM pg_control_system())::text || '-' || oid::text AS id
       FROM pg_database WHERE datname = current_database()`,
    );
    const database = row?.id ?? 'unknown';
    const folder = join(this.config.get('DATA_DIR'), 'cache');
    return { folder, path: join(folder, `catalogue-${market}-${database}.bin`), database };
  }
}

function same(known: PublishedStamp | undefined, now: PublishedStamp): boolean {
  return known?.revision === now.revision && known.standsSince === now.standsSince;
}
