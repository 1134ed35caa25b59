import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import type { PublishedCapability, PublishedScenario } from '#contracts';
import { ListingReader, listingFacts, type PublishedStamp } from '#listings';
import { Config, Database, factsBehind, lastPlace, rows, type Tx } from '#platform';
import { BadSnapshot, type SparseVector } from '#topk';
import { Catalogue } from './catalogue.js';
import { loadCatalogue, saveCatalogue } from './catalogue.snapshot.js';
import { newerStatistics, shareStatistics } from './statistics.store.js';

const batch = 200;
const factsAtOnce = 2000;
/** Changes after which a new snapshot is worth its writing. */
const worthSaving = 500;

/**
 * The process's picture of what is in force, brought up to date from the truth before each use: begun from a snapshot on
 * disk where there is one, built otherwise. Thrown away with the process.
 */
@Injectable()
export class CatalogueCache {
  catalogue = new Catalogue();
  readonly scenarios = new Map<string, PublishedScenario>();
  private syncing: Promise<void> = Promise.resolve();
  /** One that has not begun. */
  private next: Promise<void> | undefined;
  private begun = false;
  private readUpTo = '0';
  private unsaved = 0;
  private syncedAt = 0;
  private readonly logger = new Logger('catalogue');

  constructor(
    private readonly listings: ListingReader,
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  /** Capabilities and scenarios in force now. */
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

  /** Writes the snapshot that the next process begins with. */
  async save(by: Tx = this.db.manager): Promise<void> {
    if (this.unsaved === 0 || this.catalogue.size === 0) return;
    const { folder, path, database } = await this.file(by);
    mkdirSync(folder, { recursive: true });
    try {
      saveCatalogue(path, this.catalogue, database);
      this.unsaved = 0;
    } catch (error) {
      this.logger.warn(`no snapshot written: ${(error as Error).message}`);
    }
  }

  private async sync(by: Tx): Promise<void> {
    this.next = undefined;
    const began = Date.now();
    if (this.begun) await this.readChanges(by);
    else {
      await this.begin(by);
      await this.readAll(by);
      this.begun = true;
    }
    await this.shareStatistics(by);
    this.catalogue.tidy().catch((error) => this.logger.error(error));
    this.syncedAt = began;
    if (this.unsaved >= worthSaving) await this.save(by);
  }

  /** All that is in force, by its stamps: once a process, and where a look behind the log is wanted. @returns what differed. */
  private async readAll(by: Tx): Promise<number> {
    const place = await lastPlace(by); // before the stamps: what comes in between is read again
    const [capabilities, scenarios] = [
      await this.listings.publishedStamps('capability', by),
      await this.listings.publishedStamps('scenario', by),
    ];
    const gone = [
      ...[...this.catalogue.ids()].filter((id) => !capabilities.has(id)),
      ...[...this.scenarios.keys()].filter((id) => !scenarios.has(id)),
    ];
    const changed = [...capabilities].filter(([id, stamp]) => !same(this.catalogue.head(id), stamp));
    const others = [...scenarios].filter(([id, stamp]) => !same(this.scenarios.get(id), stamp));
    for (const id of gone) this.forget(id);
    this.catalogue.lexical.reserve(changed.length);
    await this.take(
      'capability',
      changed.map(([id]) => id),
      by,
    );
    await this.take(
      'scenario',
      others.map(([id]) => id),
      by,
    );
    this.readUpTo = place;
    return gone.length + changed.length + others.length;
  }

  /** What the log has announced since the last look. */
  private async readChanges(by: Tx): Promise<void> {
    for (;;) {
      const { facts, upTo } = await factsBehind(by, this.readUpTo, listingFacts, factsAtOnce);
      const refs = await this.listings.changedBy(facts, by);
      for (const kind of ['capability', 'scenario'] as const)
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
  private async take(kind: 'capability' | 'scenario', ids: readonly string[], by: Tx): Promise<void> {
    for (let i = 0; i < ids.length; i += batch) {
      const some = ids.slice(i, i + batch);
      const found = await this.listings.publishedByIds(kind, some, by);
      const present = new Set(found.map(({ id }) => id));
      for (const id of some) if (!present.has(id)) this.forget(id);
      for (const listing of found) {
        if (kind === 'capability') this.catalogue.put(listing as PublishedCapability);
        else this.scenarios.set(listing.id, listing as PublishedScenario);
      }
      if (kind === 'capability') this.unsaved += some.length;
      await new Promise((resolve) => setImmediate(resolve)); // heartbeats of running jobs get their turn
    }
  }

  private forget(id: string): void {
    this.scenarios.delete(id);
    if (this.catalogue.docOf(id) === undefined) return;
    this.catalogue.remove(id);
    this.unsaved++;
  }

  /** Vectors of capabilities as they were before they went or changed, each time it is asked; they are not kept on. */
  takeDeparted(): SparseVector[] {
    return this.catalogue.departed.splice(0);
  }

  /** Goes by the statistics that all processes go by, and makes new ones for all where they have aged. */
  private async shareStatistics(by: Tx): Promise<void> {
    const { lexical } = this.catalogue;
    const shared = await newerStatistics(by, lexical.statistics);
    if (shared) await lexical.adopt(shared);
    if (!lexical.aged) return;
    const fresh = await lexical.measure();
    const made = await shareStatistics(by, fresh);
    await lexical.adopt(made ? fresh : ((await newerStatistics(by, lexical.statistics)) ?? fresh));
  }

  private async begin(by: Tx): Promise<void> {
    const { path, database } = await this.file(by);
    try {
      this.catalogue = loadCatalogue(path, database);
    } catch (error) {
      if (!(error instanceof BadSnapshot)) throw error;
      this.logger.log(`built anew: ${error.message}`);
    }
  }

  /** One file for each database: a snapshot of another one is never believed. */
  private async file(by: Tx): Promise<{ folder: string; path: string; database: string }> {
    const [row] = await rows<{ id: string }>(
      by,
      `SELECT (SELECT system_identifier FROM pg_control_system())::text || '-' || oid::text AS id
       FROM pg_database WHERE datname = current_database()`,
    );
    const database = row?.id ?? 'unknown';
    const folder = join(this.config.get('DATA_DIR'), 'cache');
    return { folder, path: join(folder, `catalogue-${database}.bin`), database };
  }
}

function same(known: PublishedStamp | undefined, now: PublishedStamp): boolean {
  return known?.revision === now.revision && known.standsSince === now.standsSince;
}
