import { Injectable } from '@nestjs/common';
import { type MarketCode, type PublishedListing, perMarket } from '#contracts';
import { Database } from '#platform';
import { ReverseIndex } from '#topk';
import type { MatchSettings } from '../scoring/matched.js';
import { querySaturation } from '../scoring/views.js';
import { MatchInputs } from '../steering/match.inputs.js';
import { CatalogueCache } from './catalogue.cache.js';
import type { Catalogue } from './catalogue.js';

/** Demands that are cut into terms between two turns of the event loop. */
const atOnce = 20;

/** A market's part of the index. */
interface Part {
  reverse: ReverseIndex | undefined;
  of: Catalogue | undefined;
  goneBy: string;
  readonly revisions: Map<string, number>;
  /** Of the picture, up to which it has taken the demands. */
  demandChanges: number;
  /** Demands whose bar is not known. */
  readonly open: Set<string>;
  lastRun: string | undefined;
  statistics: number;
}

/**
 * The demands in force, as an index of the process that follows changes: whose list a supply can enter is one search. A
 * bar is only believed where the demand's list is the latest that was asked for; otherwise whoever has anything in common
 * with the demand touches it.
 */
@Injectable()
export class NeedIndex {
  private readonly parts = perMarket(empty);

  constructor(
    private readonly db: Database,
    private readonly cache: CatalogueCache,
    private readonly inputs: MatchInputs,
  ) {}

  /** In step with the market's catalogue as it was read last. */
  async current(market: MarketCode): Promise<ReverseIndex> {
    const part = this.parts[market];
    const { catalogue, demands, demandChanges } = this.cache.of(market);
    const { settings, version, synonymsVersion } = await this.inputs.settings(market);
    const by = `${version} ${synonymsVersion}`;
    if (!part.reverse || part.of !== catalogue || part.goneBy !== by) {
      part.reverse = new ReverseIndex(catalogue.lexical, querySaturation);
      part.revisions.clear();
      part.open.clear();
      part.demandChanges = -1;
      part.of = catalogue;
      part.goneBy = by;
    }
    const { reverse } = part;
    if (part.statistics !== catalogue.lexical.statistics) this.opened(market, part.revisions.keys());
    part.statistics = catalogue.lexical.statistics;
    if (part.demandChanges !== demandChanges) {
      for (const id of part.revisions.keys()) if (!demands.has(id)) forget(part, id);
      await this.take(part, demands.values(), catalogue, settings);
      part.demandChanges = demandChanges;
    }
    await this.readBars(market, part, reverse);
    return reverse;
  }

  /** Demands that are to be ranked again. */
  opened(market: MarketCode, ids: Iterable<string>): void {
    const { reverse, open } = this.parts[market];
    for (const id of ids) {
      if (!reverse?.has(id)) continue;
      reverse.setBar(id, 0);
      open.add(id);
    }
  }

  private async take(
    part: Part,
    demands: Iterable<PublishedListing>,
    catalogue: Catalogue,
    settings: MatchSettings,
  ): Promise<void> {
    const changed: PublishedListing[] = [];
    for (const demand of demands) if (part.revisions.get(demand.id) !== demand.revision) changed.push(demand);
    for (const [i, demand] of changed.entries()) {
      part.reverse?.put(demand.id, catalogue.matcher.countsOf(demand, settings), 0);
      part.revisions.set(demand.id, demand.revision);
      part.open.add(demand.id);
      if (i % atOnce === atOnce - 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Of all demands where a whole run has been completed since, otherwise of those that are open. */
  private async readBars(market: MarketCode, part: Part, reverse: ReverseIndex): Promise<void> {
    const [run] = await this.db.query<{ id: string }>(
      "SELECT id FROM match_runs WHERE market = $1 AND state = 'completed' ORDER BY finished_at DESC LIMIT 1",
      [market],
    );
    const all = run?.id !== part.lastRun;
    part.lastRun = run?.id;
    if (!all && part.open.size === 0) return;
    const known = await this.db.query<{ id: string; revision: number; bar: number }>(
      `SELECT s.demand_listing_id AS id, s.demand_revision AS revision, s.bar FROM match_summaries s
       LEFT JOIN match_needs n ON n.demand_listing_id = s.demand_listing_id
       WHERE ($1::uuid[] IS NULL OR s.demand_listing_id = ANY($1)) AND s.statistics = $2 AND coalesce(n.asked <= n.done, true)`,
      [all ? null : [...part.open], part.statistics],
    );
    for (const { id, revision, bar } of known) {
      if (part.revisions.get(id) !== revision) continue;
      reverse.setBar(id, bar);
      part.open.delete(id);
    }
  }
}

function empty(): Part {
  return {
    reverse: undefined,
    of: undefined,
    goneBy: '',
    revisions: new Map(),
    demandChanges: -1,
    open: new Set(),
    lastRun: undefined,
    statistics: -1,
  };
}

function forget({ reverse, revisions, open }: Part, id: string): void {
  reverse?.remove(id);
  revisions.delete(id);
  open.delete(id);
}
