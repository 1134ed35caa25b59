import { Injectable } from '@nestjs/common';
import type { PublishedScenario } from '#contracts';
import { Database } from '#platform';
import { ReverseIndex } from '#topk';
import type { MatchSettings } from '../scoring/matched.js';
import { querySaturation } from '../scoring/views.js';
import { MatchInputs } from '../steering/match.inputs.js';
import { CatalogueCache } from './catalogue.cache.js';
import type { Catalogue } from './catalogue.js';

/** Needs that are cut into terms between two turns of the event loop. */
const atOnce = 20;

/**
 * The needs in force, as an index of the process that follows changes: whose list a capability can enter is one search.
 * A bar is only believed where the need's list is the latest that was asked for; otherwise whoever has anything in common
 * with the need touches it.
 */
@Injectable()
export class NeedIndex {
  private reverse: ReverseIndex | undefined;
  private of: Catalogue | undefined;
  private goneBy = '';
  private readonly revisions = new Map<string, number>();
  /** Needs whose bar is not known. */
  private readonly open = new Set<string>();
  private lastRun: string | undefined;
  private statistics = -1;

  constructor(
    private readonly db: Database,
    private readonly cache: CatalogueCache,
    private readonly inputs: MatchInputs,
  ) {}

  /** In step with the catalogue as it was read last. */
  async current(): Promise<ReverseIndex> {
    const { catalogue, scenarios } = this.cache;
    const { settings, version, synonymsVersion } = await this.inputs.settings();
    const by = `${version} ${synonymsVersion}`;
    if (!this.reverse || this.of !== catalogue || this.goneBy !== by) {
      this.reverse = new ReverseIndex(catalogue.lexical, querySaturation);
      this.revisions.clear();
      this.open.clear();
      this.of = catalogue;
      this.goneBy = by;
    }
    const { reverse } = this;
    if (this.statistics !== catalogue.lexical.statistics) this.opened(this.revisions.keys());
    this.statistics = catalogue.lexical.statistics;
    for (const id of this.revisions.keys()) if (!scenarios.has(id)) this.forget(reverse, id);
    await this.take(reverse, catalogue, settings);
    await this.readBars(reverse, catalogue.lexical.statistics);
    return reverse;
  }

  /** Needs that are to be ranked again. */
  opened(ids: Iterable<string>): void {
    for (const id of ids) {
      if (!this.reverse?.has(id)) continue;
      this.reverse.setBar(id, 0);
      this.open.add(id);
    }
  }

  private forget(reverse: ReverseIndex, id: string): void {
    reverse.remove(id);
    this.revisions.delete(id);
    this.open.delete(id);
  }

  private async take(reverse: ReverseIndex, catalogue: Catalogue, settings: MatchSettings): Promise<void> {
    const changed: PublishedScenario[] = [];
    for (const scenario of this.cache.scenarios.values())
      if (this.revisions.get(scenario.id) !== scenario.revision) changed.push(scenario);
    for (const [i, scenario] of changed.entries()) {
      reverse.put(scenario.id, catalogue.matcher.countsOf(scenario, settings), 0);
      this.revisions.set(scenario.id, scenario.revision);
      this.open.add(scenario.id);
      if (i % atOnce === atOnce - 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Of all needs where a whole run has been completed since, otherwise of those that are open. */
  private async readBars(reverse: ReverseIndex, statistics: number): Promise<void> {
    const [run] = await this.db.query<{ id: string }>(
      "SELECT id FROM match_runs WHERE state = 'completed' ORDER BY finished_at DESC LIMIT 1",
    );
    const all = run?.id !== this.lastRun;
    this.lastRun = run?.id;
    if (!all && this.open.size === 0) return;
    const known = await this.db.query<{ id: string; revision: number; bar: number }>(
      `SELECT s.demand_listing_id AS id, s.demand_revision AS revision, s.bar FROM match_summaries s
       LEFT JOIN match_needs n ON n.demand_listing_id = s.demand_listing_id
       WHERE ($1::uuid[] IS NULL OR s.demand_listing_id = ANY($1)) AND s.statistics = $2 AND coalesce(n.asked <= n.done, true)`,
      [all ? null : [...this.open], statistics],
    );
    for (const { id, revision, bar } of known) {
      if (this.revisions.get(id) !== revision) continue;
      reverse.setBar(id, bar);
      this.open.delete(id);
    }
  }
}
