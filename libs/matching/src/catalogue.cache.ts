import { Injectable } from '@nestjs/common';
import type { PublishedScenario } from '#contracts';
import { ListingReader } from '#listings';
import { Catalogue } from './catalogue.js';

const batch = 200;

/**
 * The process's picture of what is in force, brought up to date from the truth before each use. Thrown away with the
 * process; built again in about a second for every thousand capabilities.
 */
@Injectable()
export class CatalogueCache {
  readonly catalogue = new Catalogue();
  readonly scenarios = new Map<string, PublishedScenario>();
  private syncing: Promise<void> = Promise.resolve();

  constructor(private readonly listings: ListingReader) {}

  /** Capabilities and scenarios in force now. */
  async current(): Promise<{
    readonly catalogue: Catalogue;
    readonly scenarios: ReadonlyMap<string, PublishedScenario>;
  }> {
    this.syncing = this.syncing.catch(() => undefined).then(() => this.sync());
    await this.syncing;
    return this;
  }

  private async sync(): Promise<void> {
    const capabilities = await this.listings.publishedRevisions('capability');
    for (const id of [...this.catalogue.ids()]) if (!capabilities.has(id)) this.catalogue.remove(id);
    const changed = [...capabilities]
      .filter(([id, revision]) => this.catalogue.revisionOf(id) !== revision)
      .map(([id]) => id);
    for (let i = 0; i < changed.length; i += batch) {
      for (const capability of await this.listings.publishedByIds('capability', changed.slice(i, i + batch)))
        this.catalogue.put(capability);
      await new Promise((resolve) => setImmediate(resolve)); // heartbeats of running jobs get their turn
    }
    const scenarios = await this.listings.publishedRevisions('scenario');
    for (const id of [...this.scenarios.keys()]) if (!scenarios.has(id)) this.scenarios.delete(id);
    const wanted = [...scenarios]
      .filter(([id, revision]) => this.scenarios.get(id)?.revision !== revision)
      .map(([id]) => id);
    for (let i = 0; i < wanted.length; i += batch) {
      for (const scenario of await this.listings.publishedByIds('scenario', wanted.slice(i, i + batch)))
        this.scenarios.set(scenario.id, scenario);
    }
  }
}
