import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import type { PublishedScenario } from '#contracts';
import { ListingReader, type PublishedStamp } from '#listings';
import { Config, Database, rows, type Tx } from '#platform';
import { BadSnapshot } from '#topk';
import { Catalogue } from './catalogue.js';
import { loadCatalogue, saveCatalogue } from './catalogue.snapshot.js';

const batch = 200;
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
  /** One that has not begun: who comes meanwhile is content with it. */
  private next: Promise<void> | undefined;
  private begun = false;
  private unsaved = 0;
  private syncedAt = 0;
  private readonly logger = new Logger('catalogue');

  constructor(
    private readonly listings: ListingReader,
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  /** Capabilities and scenarios in force now. @param by the caller's transaction, where there is one. */
  async current(by?: Tx): Promise<CatalogueCache> {
    await (by ? this.turn(by) : this.shared());
    return this;
  }

  /** The same, content with what was read at or after an instant: pieces of one run need not each look again. */
  async since(instant: Date): Promise<CatalogueCache> {
    return this.syncedAt >= instant.getTime() ? this : this.current();
  }

  /** Waits for its turn with a connection in hand: who holds a transaction never waits for one who wants a connection. */
  private shared(): Promise<void> {
    this.next ??= this.db
      .connection((own) => this.turn(own))
      .finally(() => {
        this.next = undefined;
      });
    return this.next;
  }

  private turn(by: Tx): Promise<void> {
    this.syncing = this.syncing.catch(() => undefined).then(() => this.sync(by));
    return this.syncing;
  }

  /** Writes the snapshot that the next process begins with. */
  async save(by: Tx = this.db.manager): Promise<void> {
    if (this.unsaved === 0 || this.catalogue.size === 0) return;
    const { folder, path, database } = await this.place(by);
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
    if (!this.begun) await this.begin(by);
    this.begun = true;
    await this.syncCapabilities(by);
    await this.syncScenarios(by);
    // Only what makes searches slow is put in order beside the work; what would make them wrong is waited for.
    if (this.catalogue.lexical.off) await this.catalogue.settle();
    else this.catalogue.settle().catch((error) => this.logger.error(error));
    this.syncedAt = began;
    if (this.unsaved >= worthSaving) await this.save(by);
  }

  private async begin(by: Tx): Promise<void> {
    const { path, database } = await this.place(by);
    try {
      this.catalogue = loadCatalogue(path, database);
    } catch (error) {
      if (!(error instanceof BadSnapshot)) throw error;
      this.logger.log(`built anew: ${error.message}`);
    }
  }

  private async syncCapabilities(by: Tx): Promise<void> {
    const { catalogue } = this;
    const now = await this.listings.publishedStamps('capability', by);
    for (const id of [...catalogue.ids()]) {
      if (now.has(id)) continue;
      catalogue.remove(id);
      this.unsaved++;
    }
    const changed = [...now].filter(([id, stamp]) => !same(catalogue.head(id), stamp)).map(([id]) => id);
    catalogue.lexical.reserve(changed.length);
    for (let i = 0; i < changed.length; i += batch) {
      for (const capability of await this.listings.publishedByIds(
        'capability',
        changed.slice(i, i + batch),
        by,
      ))
        catalogue.put(capability);
      await new Promise((resolve) => setImmediate(resolve)); // heartbeats of running jobs get their turn
    }
    this.unsaved += changed.length;
  }

  private async syncScenarios(by: Tx): Promise<void> {
    const now = await this.listings.publishedStamps('scenario', by);
    for (const id of [...this.scenarios.keys()]) if (!now.has(id)) this.scenarios.delete(id);
    const changed = [...now].filter(([id, stamp]) => !same(this.scenarios.get(id), stamp)).map(([id]) => id);
    for (let i = 0; i < changed.length; i += batch) {
      for (const scenario of await this.listings.publishedByIds('scenario', changed.slice(i, i + batch), by))
        this.scenarios.set(scenario.id, scenario);
    }
  }

  /** One file for each database: a snapshot of another one is never believed. */
  private async place(by: Tx): Promise<{ folder: string; path: string; database: string }> {
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
