import { Injectable, Logger } from '@nestjs/common';
import { type MarketCode, marketCodes } from '#contracts';
import { Database } from '#platform';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import type { Matched } from '../scoring/matched.js';
import { MatchInputs } from '../steering/match.inputs.js';
import { KnownLists } from './known.lists.js';
import { MatchingService } from './matching.service.js';
import { NeedRanker } from './need.ranker.js';
import { MatchRunService } from './run.service.js';

/** Lists that are ranked afresh and compared. */
const sample = 50;
/** Of the sample; where more differ, everything is ranked again. */
const mostDiffering = 0.1;
/** Tenths of a point that a pair may differ by: the last digit may be rounded the other way. */
const tolerance = 1;

export interface Reconciled {
  /** Listings of which the process had another picture than the truth. */
  readonly listings: number;
  readonly sampled: number;
  /** Of the sample, lists that were not what a fresh ranking finds; they are repaired. */
  readonly differing: number;
  /** Needs in force that no list was ever made for; they have one now. */
  readonly missing: number;
  /** So many differed that all are ranked again. */
  readonly run: boolean;
}

type Compared = Omit<Reconciled, 'listings'>;
type Listed = readonly { readonly supplyListingId: string; readonly tenths: number }[];

/** Looks whether the lists are what a fresh ranking finds, on a sample, and repairs what differs. */
@Injectable()
export class ReconcileService {
  private readonly logger = new Logger('matching');

  constructor(
    private readonly db: Database,
    private readonly cache: CatalogueCache,
    private readonly matching: MatchingService,
    private readonly ranker: NeedRanker,
    private readonly runs: MatchRunService,
    private readonly inputs: MatchInputs,
    private readonly known: KnownLists,
  ) {}

  async reconcile(): Promise<Reconciled> {
    const listings = await this.cache.recheck();
    const of: Compared[] = [];
    for (const market of marketCodes) of.push(await this.compared(market));
    const sum = (figure: (one: Compared) => number) => of.reduce((all, one) => all + figure(one), 0);
    const found = {
      listings,
      sampled: sum((one) => one.sampled),
      differing: sum((one) => one.differing),
      missing: sum((one) => one.missing),
      run: of.some((one) => one.run),
    };
    if (listings + found.differing + found.missing > 0)
      this.logger.warn(`lists differed from a fresh ranking and were repaired: ${JSON.stringify(found)}`);
    return found;
  }

  private async compared(market: MarketCode): Promise<Compared> {
    // A run ranks everything anyway.
    if (await this.underWay(market)) return { sampled: 0, differing: 0, missing: 0, run: false };
    const { settled, missing } = await this.state(market);
    const chosen = settled.slice(0, sample);
    const differing = await this.differing(market, chosen);
    this.known.forget(market, differing);
    await this.matching.ask(market, [...differing, ...missing]);
    await this.matching.work();
    const run = differing.length > mostDiffering * chosen.length;
    if (run) await this.runs.request(market, null);
    return { sampled: chosen.length, differing: differing.length, missing: missing.length, run };
  }

  /** A full run is at work, or is to come since weights or synonyms have changed. */
  private async underWay(market: MarketCode): Promise<boolean> {
    const { version, synonymsVersion } = await this.inputs.settings(market);
    const [run] = await this.db.query<{ state: string; weights: number; synonyms: number }>(
      `SELECT state, weights_version AS weights, synonyms_version AS synonyms FROM match_runs
       WHERE market = $1 AND state NOT IN ('failed', 'cancelled') ORDER BY requested_at DESC, id DESC LIMIT 1`,
      [market],
    );
    return (
      run !== undefined &&
      (run.state !== 'completed' || run.weights !== version || run.synonyms !== synonymsVersion)
    );
  }

  /** Needs in force, in a new order each time: those with a list that nobody has asked anew, and those without one. */
  private async state(market: MarketCode): Promise<{ settled: string[]; missing: string[] }> {
    const ids = [...this.cache.of(market).demands.keys()];
    const found = await this.db.query<{ id: string; listed: boolean; open: boolean }>(
      `SELECT i.id, s.demand_listing_id IS NOT NULL AS listed, coalesce(n.asked > n.done, false) AS open
       FROM unnest($1::uuid[]) AS i(id) LEFT JOIN match_summaries s ON s.demand_listing_id = i.id
       LEFT JOIN match_needs n ON n.demand_listing_id = i.id ORDER BY random()`,
      [ids],
    );
    const free = found.filter((row) => !row.open);
    return {
      settled: free.filter((row) => row.listed).map((row) => row.id),
      missing: free.filter((row) => !row.listed).map((row) => row.id),
    };
  }

  private async differing(market: MarketCode, ids: readonly string[]): Promise<string[]> {
    const { catalogue, demands } = this.cache.of(market);
    const needs = ids.map((id) => demands.get(id)).filter((need) => need !== undefined);
    const fresh = await this.ranker.afresh(market, needs);
    const stored = await this.stored(ids);
    return needs.flatMap(({ id }, i) => {
      const kept = stored.get(id);
      // A server that is away now takes nothing from a list that it has helped.
      if (lostHelp(kept?.helped, fresh[i]?.aids)) return [];
      const list = (fresh[i]?.proposals ?? []).flatMap((proposal) => {
        const head = catalogue.headOf(proposal.doc);
        return head ? [{ supplyListingId: head.id, tenths: proposal.points }] : [];
      });
      return sameList(list, kept?.list ?? []) ? [] : [id];
    });
  }

  private async stored(ids: readonly string[]): Promise<ReadonlyMap<string, Stored>> {
    const found = await this.db.query<Stored & { demand_listing_id: string }>(
      `SELECT s.demand_listing_id, jsonb_build_object('meaning', s.meaning, 'reranked', s.reranked) AS helped,
         coalesce((SELECT jsonb_agg(jsonb_build_object('supplyListingId', m.supply_listing_id, 'tenths', (m.score * 10)::integer))
           FROM matches m WHERE m.demand_listing_id = s.demand_listing_id), '[]') AS list
       FROM match_summaries s WHERE s.demand_listing_id = ANY($1::uuid[])`,
      [ids],
    );
    return new Map(found.map((row) => [row.demand_listing_id, row]));
  }
}

interface Stored {
  readonly list: Listed;
  readonly helped: NonNullable<Matched['aids']>;
}

function lostHelp(before: Matched['aids'], now: Matched['aids']): boolean {
  return (['meaning', 'reranked'] as const).some((aid) => before?.[aid] === 'on' && now?.[aid] === 'away');
}

/** The same supplies, in whatever order, with the same points. */
function sameList(a: Listed, b: Listed): boolean {
  if (a.length !== b.length) return false;
  const other = new Map(b.map(({ supplyListingId, tenths }) => [supplyListingId, tenths]));
  return a.every(({ supplyListingId, tenths }) => {
    const known = other.get(supplyListingId);
    return known !== undefined && Math.abs(known - tenths) <= tolerance;
  });
}
