import { Injectable } from '@nestjs/common';
import type { ListingKind, PublishedScenario } from '#contracts';
import { dayOf, newId } from '#kernel';
import { Config, Database, rows } from '#platform';
import { CatalogueCache } from './catalogue.cache.js';
import type { Catalogue } from './catalogue.js';
import type { Preferences } from './domain/score.js';
import {
  announceProposals,
  type MatchRow,
  markMatched,
  matchingLock,
  replaceMatches,
  replaceOfCapabilities,
} from './match.store.js';

/** From here on it is cheaper to match every scenario anew than every capability with every scenario. */
const manyChanged = 20;
const scenariosAtOnce = 25;

/** Matches of single listings as they come, change and go; each call may come twice, late, or out of order. */
@Injectable()
export class MatchingService {
  constructor(
    private readonly db: Database,
    private readonly cache: CatalogueCache,
    private readonly config: Config,
  ) {}

  /** Builds the catalogue before the first job wants it. */
  async warmUp(): Promise<void> {
    await this.cache.current();
  }

  preferences(): Preferences {
    return { firstVersion: this.config.get('MATCH_FIRST_VERSION'), today: dayOf(new Date()) };
  }

  /** The best proposals of a scenario from a catalogue. */
  propose(catalogue: Catalogue, scenario: PublishedScenario): MatchRow[] {
    const least = this.config.get('MATCH_MIN');
    return catalogue
      .match(scenario, this.config.get('MATCH_KEEP'), this.preferences())
      .filter((found) => found.score.points >= least)
      .map((found) => ({ scenario, found }));
  }

  /** After a publication or an edit. @returns pairs written. */
  async matchListing(kind: ListingKind, listingId: string): Promise<number> {
    if (await this.isMatched(kind, listingId)) return 0;
    return kind === 'scenario' ? this.matchScenarios([listingId]) : this.matchChangedCapabilities();
  }

  /** After a withdrawal; a listing that is in force again is left to its own job. */
  async unmatchListing(kind: ListingKind, listingId: string): Promise<void> {
    const { catalogue, scenarios } = await this.cache.current();
    const inForce =
      kind === 'scenario' ? scenarios.has(listingId) : catalogue.revisionOf(listingId) !== undefined;
    if (inForce) return;
    const bereft = await this.db.transaction(async (tx) => {
      await rows(tx, matchingLock);
      await rows(tx, 'DELETE FROM matched_listings WHERE listing_id = $1', [listingId]);
      const gone = await rows<{ scenario_id: string }>(
        tx,
        `DELETE FROM matches WHERE ${kind === 'scenario' ? 'scenario_id' : 'capability_id'} = $1 RETURNING scenario_id`,
        [listingId],
      );
      return gone.map((row) => row.scenario_id);
    });
    // The next best moves up where one has gone.
    if (kind === 'capability') await this.matchScenarios([...new Set(bereft)]);
  }

  /** Scenarios anew, from the latest truth, under the lock. */
  async matchScenarios(ids: readonly string[]): Promise<number> {
    let written = 0;
    for (let i = 0; i < ids.length; i += scenariosAtOnce) {
      const some = ids.slice(i, i + scenariosAtOnce);
      written += await this.db.transaction(async (tx) => {
        await rows(tx, matchingLock);
        const { catalogue, scenarios } = await this.cache.current();
        const present = some.map((id) => scenarios.get(id)).filter((scenario) => scenario !== undefined);
        const all = present.flatMap((scenario) => this.propose(catalogue, scenario));
        await replaceMatches(tx, some, all);
        await markMatched(tx, 'scenario', present);
        await announceProposals(tx, newId(), dayOf(new Date()), all);
        return all.length;
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
    return written;
  }

  /** All capabilities whose revision in force has not been matched yet: many approvals at once are one piece of work. */
  async matchChangedCapabilities(): Promise<number> {
    const changed = await this.unmatched();
    if (changed.length === 0) return 0;
    if (changed.length < manyChanged) return this.matchCapabilities(changed);
    const { scenarios } = await this.cache.current();
    const before = await this.unmatched();
    const written = await this.matchScenarios([...scenarios.keys()]);
    await this.db.transaction((tx) => markMatched(tx, 'capability', before));
    return written;
  }

  /** Its revision in force was matched before: by this job's first delivery, or together with others. */
  private async isMatched(kind: ListingKind, listingId: string): Promise<boolean> {
    const head = kind === 'scenario' ? 'scenarios' : 'capabilities';
    const found = await this.db.query(
      `SELECT 1 FROM matched_listings m JOIN ${head} h ON h.id = m.listing_id AND h.published_revision = m.revision WHERE m.listing_id = $1`,
      [listingId],
    );
    return found.length > 0;
  }

  async unmatched(): Promise<{ id: string; revision: number }[]> {
    const { catalogue } = await this.cache.current();
    const known = await this.db.query<{ listing_id: string; revision: number }>(
      "SELECT listing_id, revision FROM matched_listings WHERE kind = 'capability'",
    );
    const revisions = new Map(known.map((row) => [row.listing_id, row.revision]));
    return [...catalogue.ids()]
      .map((id) => ({ id, revision: catalogue.revisionOf(id) ?? 0 }))
      .filter(({ id, revision }) => revisions.get(id) !== revision);
  }

  private matchCapabilities(
    changed: readonly { readonly id: string; readonly revision: number }[],
  ): Promise<number> {
    return this.db.transaction(async (tx) => {
      await rows(tx, matchingLock);
      const { catalogue, scenarios } = await this.cache.current();
      const least = this.config.get('MATCH_MIN');
      const preferences = this.preferences();
      const all: MatchRow[] = [];
      for (const { id } of changed) {
        for (const scenario of scenarios.values()) {
          const found = catalogue.explain(scenario, id, preferences);
          if (found && found.excluded === undefined && found.score.points >= least)
            all.push({ scenario, found });
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      await replaceOfCapabilities(
        tx,
        changed.map((c) => c.id),
        all,
        this.config.get('MATCH_KEEP'),
      );
      const kept = await keptOf(tx, all);
      await markMatched(tx, 'capability', changed);
      await announceProposals(tx, newId(), dayOf(new Date()), kept);
      return kept.length;
    });
  }
}

/** Of the rows just written, those that are among the best of their scenario. */
async function keptOf(tx: Parameters<typeof rows>[0], all: readonly MatchRow[]): Promise<MatchRow[]> {
  const there = await rows<{ scenario_id: string; capability_id: string }>(
    tx,
    'SELECT scenario_id, capability_id FROM matches WHERE capability_id = ANY($1::uuid[])',
    [[...new Set(all.map((row) => row.found.capability.id))]],
  );
  const keys = new Set(there.map((row) => `${row.scenario_id} ${row.capability_id}`));
  return all.filter((row) => keys.has(`${row.scenario.id} ${row.found.capability.id}`));
}
