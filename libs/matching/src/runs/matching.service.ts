import { Injectable } from '@nestjs/common';
import type { ListingKind } from '#contracts';
import { dayOf, newId } from '#kernel';
import { Database, lock } from '#platform';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import type { MatchSettings, Meaning } from '../scoring/matched.js';
import { MeaningService } from '../scoring/meaning/meaning.service.js';
import { decidedIn, MatchInputs } from '../steering/match.inputs.js';
import { markMatched, removeMatches, replaceMatches, rowsOf } from './match.store.js';
import { announceProposals, firmAreasOf } from './proposals.js';

/** From here on it is cheaper to match every scenario anew than to look which ones a capability touches. */
const manyChanged = 50;
const scenariosAtOnce = 25;

export interface ListingRef {
  readonly kind: ListingKind;
  readonly id: string;
}

export interface MatchChanges {
  /** Came into force, or may have. */
  readonly listings: readonly ListingRef[];
  /** Left it, whether they are back or not. */
  readonly left: readonly ListingRef[];
  /** Scenarios about whose pairs a person has decided. */
  readonly decided: readonly string[];
}

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

  /**
   * Brings the matches in step with what has changed. Each scenario is matched once, however many changes touch it.
   * @returns pairs written.
   */
  async follow({ listings, left, decided }: MatchChanges): Promise<number> {
    await this.cache.current();
    await this.forgetMatched(left);
    const [goneScenarios, goneCapabilities] = [this.gone('scenario', left), this.gone('capability', left)];
    const touched = new Set(decided);
    // The next best moves up where one has gone.
    for (const id of await this.nearTo(goneCapabilities)) touched.add(id);
    const scenarios = listings.filter((listing) => listing.kind === 'scenario').map(({ id }) => id);
    for (const id of await this.unmatchedAmong(scenarios)) touched.add(id);
    const some = listings.some((listing) => listing.kind === 'capability');
    const changed = some ? await this.unmatchedCapabilities() : [];
    if (changed.length > 0) for (const id of await this.touchedBy(changed)) touched.add(id);
    const written = await this.matchScenarios([...touched]);
    // After the matching: who is killed in between finds again which scenarios were near.
    await this.db.transaction(async (tx) => {
      await lock(tx, 'matching');
      await removeMatches(tx, goneScenarios, goneCapabilities);
      await markMatched(tx, 'capability', changed);
    });
    return written;
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

  /** All capabilities whose revision in force has not been matched yet. */
  matchChangedCapabilities(): Promise<number> {
    return this.follow({ listings: [{ kind: 'capability', id: '' }], left: [], decided: [] });
  }

  private async matchSome(ids: readonly string[], settings: MatchSettings, version: number): Promise<number> {
    const meanings = await this.meanings(ids);
    return this.db.transaction(async (tx) => {
      await lock(tx, 'matching');
      const { catalogue, scenarios } = await this.cache.current(tx);
      const decisions = await this.inputs.decisions(ids, tx);
      const present = ids.map((id) => scenarios.get(id)).filter((scenario) => scenario !== undefined);
      const found: ReturnType<typeof rowsOf>[] = [];
      for (const scenario of present) {
        const decided = decidedIn(catalogue, decisions.get(scenario.id));
        const meaning = meanings.get(`${scenario.id} ${scenario.revision}`);
        found.push(rowsOf(scenario, catalogue.match(scenario, settings, decided, meaning), catalogue));
        await new Promise((resolve) => setImmediate(resolve)); // the other followers of the process get their turn
      }
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

  /** Of scenarios in force, those whose present revision no matching has seen. */
  private async unmatchedAmong(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const revisions = await this.matchedRevisions('scenario');
    const { scenarios } = this.cache;
    return [...new Set(ids)].filter((id) => {
      const scenario = scenarios.get(id);
      return scenario !== undefined && revisions.get(id) !== scenario.revision;
    });
  }

  /** Of the catalogue, what no matching has seen in its present revision. */
  private async unmatchedCapabilities(): Promise<{ id: string; revision: number }[]> {
    const revisions = await this.matchedRevisions('capability');
    return this.cache.catalogue.allHeads
      .filter((head) => head !== undefined)
      .filter(({ id, revision }) => revisions.get(id) !== revision)
      .map(({ id, revision }) => ({ id, revision }));
  }

  private async matchedRevisions(kind: ListingKind): Promise<ReadonlyMap<string, number>> {
    const known = await this.db.query<{ listing_id: string; revision: number }>(
      'SELECT listing_id, revision FROM matched_listings WHERE kind = $1',
      [kind],
    );
    return new Map(known.map((row) => [row.listing_id, row.revision]));
  }

  /**
   * Scenarios whose matches some capabilities may change: those that have them, and those whose words they share at
   * least as well as the last candidate that was weighed. All of them where it is not worth looking.
   */
  private async touchedBy(changed: readonly { readonly id: string }[]): Promise<string[]> {
    const { catalogue, scenarios } = this.cache;
    // Who is near by meaning is not seen by words.
    if (changed.length >= manyChanged || this.meaning.state === 'on') return [...scenarios.keys()];
    const capabilityIds = changed.map(({ id }) => id);
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
    if (capabilityIds.length === 0) return [];
    const found = await this.db.query<{ scenario_id: string }>(
      `SELECT scenario_id FROM matches WHERE capability_id = ANY($1::uuid[])
       UNION SELECT scenario_id FROM match_summaries s, jsonb_array_elements(s.nearest) n WHERE (n->>'capabilityId')::uuid = ANY($1::uuid[])`,
      [capabilityIds],
    );
    return found.map((row) => row.scenario_id);
  }
}
