import { Injectable } from '@nestjs/common';
import type { ListingKind } from '#contracts';
import { dayOf, newId } from '#kernel';
import { Database, lock, rows } from '#platform';
import { CatalogueCache } from './catalogue.cache.js';
import { decidedIn, MatchInputs } from './match.inputs.js';
import { markMatched, replaceMatches, rowsOf } from './match.store.js';
import type { MatchSettings, Meaning } from './matcher.js';
import { MeaningService } from './meaning.service.js';
import { announceProposals, firmAreasOf } from './proposals.js';

/** From here on it is cheaper to match every scenario anew than to look which ones a capability touches. */
const manyChanged = 50;
const scenariosAtOnce = 25;

/** Matches of single listings as they come, change and go; each call may come twice, late, or out of order. */
@Injectable()
export class MatchingService {
  constructor(
    private readonly db: Database,
    private readonly cache: CatalogueCache,
    private readonly inputs: MatchInputs,
    private readonly meaning: MeaningService,
  ) {}

  /** Builds the catalogue before the first job wants it, and keeps it for the next process. */
  async warmUp(): Promise<void> {
    await this.cache.current();
    await this.cache.save();
  }

  /** After a publication or an edit. @returns pairs written. */
  async matchListing(kind: ListingKind, listingId: string): Promise<number> {
    if (await this.isMatched(kind, listingId)) return 0;
    return kind === 'scenario' ? this.matchScenarios([listingId]) : this.matchChangedCapabilities();
  }

  /** After a withdrawal; a listing that is in force again is left to its own job. */
  async unmatchListing(kind: ListingKind, listingId: string): Promise<void> {
    const { catalogue, scenarios } = await this.cache.current();
    const inForce = kind === 'scenario' ? scenarios.has(listingId) : catalogue.docOf(listingId) !== undefined;
    if (inForce) return;
    const bereft = await this.db.transaction(async (tx) => {
      await lock(tx, 'matching');
      await rows(tx, 'DELETE FROM matched_listings WHERE listing_id = $1', [listingId]);
      if (kind === 'scenario')
        await rows(tx, 'DELETE FROM match_summaries WHERE scenario_id = $1', [listingId]);
      const gone = await rows<{ scenario_id: string }>(
        tx,
        `DELETE FROM matches WHERE ${kind === 'scenario' ? 'scenario_id' : 'capability_id'} = $1 RETURNING scenario_id`,
        [listingId],
      );
      return gone.map((row) => row.scenario_id);
    });
    if (kind === 'scenario') return;
    // The next best moves up where one has gone.
    const near = await this.nearTo([listingId]);
    await this.matchScenarios([...new Set([...bereft, ...near])]);
  }

  /** Scenarios anew, from the latest truth, under the lock. @returns pairs written. */
  async matchScenarios(ids: readonly string[]): Promise<number> {
    const { settings, version } = await this.inputs.settings();
    let written = 0;
    for (let i = 0; i < ids.length; i += scenariosAtOnce) {
      written += await this.matchSome(ids.slice(i, i + scenariosAtOnce), settings, version);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return written;
  }

  /** All capabilities whose revision in force has not been matched yet: many approvals at once are one piece of work. */
  async matchChangedCapabilities(): Promise<number> {
    await this.cache.current();
    const changed = await this.unmatched();
    if (changed.length === 0) return 0;
    const ids = changed.map((capability) => capability.id);
    // Who is near by meaning is not seen by words.
    const all = changed.length >= manyChanged || this.meaning.state === 'on';
    const touched = all ? [...this.cache.scenarios.keys()] : await this.touchedBy(ids);
    const written = await this.matchScenarios(touched);
    await this.db.transaction((tx) => markMatched(tx, 'capability', changed));
    return written;
  }

  private async matchSome(ids: readonly string[], settings: MatchSettings, version: number): Promise<number> {
    const meanings = await this.meanings(ids);
    return this.db.transaction(async (tx) => {
      await lock(tx, 'matching');
      const { catalogue, scenarios } = await this.cache.current(tx);
      const decisions = await this.inputs.decisions(ids, tx);
      const present = ids.map((id) => scenarios.get(id)).filter((scenario) => scenario !== undefined);
      const found = present.map((scenario) =>
        rowsOf(
          scenario,
          catalogue.match(
            scenario,
            settings,
            decidedIn(catalogue, decisions.get(scenario.id)),
            meanings.get(`${scenario.id} ${scenario.revision}`),
          ),
          catalogue,
        ),
      );
      const matches = found.flatMap((of) => of.matches);
      await replaceMatches(tx, ids, found, version);
      await markMatched(tx, 'scenario', present);
      await announceProposals(tx, newId(), dayOf(new Date()), matches, {
        scenarios,
        firmAreas: firmAreasOf(catalogue),
      });
      return matches.length;
    });
  }

  /** Before the lock is taken: a server is asked, and nobody is to wait for it. */
  private async meanings(ids: readonly string[]): Promise<ReadonlyMap<string, Meaning>> {
    const { catalogue, scenarios } = await this.cache.current();
    const present = ids.map((id) => scenarios.get(id)).filter((scenario) => scenario !== undefined);
    const meanings = await this.meaning.of(catalogue, present);
    const known = new Map<string, Meaning>();
    present.forEach(({ id, revision }, i) => {
      const meaning = meanings[i];
      if (meaning) known.set(`${id} ${revision}`, meaning);
    });
    return known;
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

  /** Of the catalogue, what no matching has seen in its present revision. */
  private async unmatched(): Promise<{ id: string; revision: number }[]> {
    const known = await this.db.query<{ listing_id: string; revision: number }>(
      "SELECT listing_id, revision FROM matched_listings WHERE kind = 'capability'",
    );
    const revisions = new Map(known.map((row) => [row.listing_id, row.revision]));
    return this.cache.catalogue.allHeads
      .filter((head) => head !== undefined)
      .filter(({ id, revision }) => revisions.get(id) !== revision)
      .map(({ id, revision }) => ({ id, revision }));
  }

  /**
   * Scenarios whose matches some capabilities may change: those that have them, and those whose words they share at
   * least as well as the last candidate that was weighed.
   */
  private async touchedBy(capabilityIds: readonly string[]): Promise<string[]> {
    const { catalogue, scenarios } = this.cache;
    const docs = capabilityIds.map((id) => catalogue.docOf(id)).filter((doc) => doc !== undefined);
    const { settings } = await this.inputs.settings();
    const bars = new Map(
      (
        await this.db.query<{ scenario_id: string; bar: number }>(
          'SELECT scenario_id, bar FROM match_summaries',
        )
      ).map((row) => [row.scenario_id, row.bar]),
    );
    const touched = new Set(await this.nearTo(capabilityIds));
    let seen = 0;
    for (const scenario of scenarios.values()) {
      const bar = bars.get(scenario.id) ?? 0;
      if (bar === 0 || docs.some((doc) => catalogue.matcher.lexicalScore(scenario, doc, settings) >= bar))
        touched.add(scenario.id);
      if (++seen % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return [...touched].filter((id) => scenarios.has(id));
  }

  private async nearTo(capabilityIds: readonly string[]): Promise<string[]> {
    const found = await this.db.query<{ scenario_id: string }>(
      `SELECT scenario_id FROM matches WHERE capability_id = ANY($1::uuid[])
       UNION SELECT scenario_id FROM match_summaries s, jsonb_array_elements(s.nearest) n WHERE (n->>'capabilityId')::uuid = ANY($1::uuid[])`,
      [capabilityIds],
    );
    return found.map((row) => row.scenario_id);
  }
}
