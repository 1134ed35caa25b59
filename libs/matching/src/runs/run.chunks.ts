import { Injectable } from '@nestjs/common';
import { type MarketCode, markets } from '#contracts';
import { ListingReader } from '#listings';
import { Database } from '#platform';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import { AidService } from '../scoring/aids.js';
import { decidedIn, MatchInputs, type Versions } from '../steering/match.inputs.js';
import { matchAided } from './aided.js';
import { KnownLists } from './known.lists.js';
import { MatchPool } from './match.pool.js';
import { rowsOf } from './match.store.js';
import { type ChunkFindings, keepChunk, tellRun } from './run.store.js';

/** What a piece is to be ranked by. */
interface Piece extends Versions {
  readonly market: MarketCode;
  readonly demand_listing_ids: readonly string[];
  readonly started_at: Date;
}

/** One piece of a run, in whichever worker; done again without harm where a worker was lost. */
@Injectable()
export class ChunkService {
  constructor(
    private readonly db: Database,
    private readonly listings: ListingReader,
    private readonly cache: CatalogueCache,
    private readonly inputs: MatchInputs,
    private readonly pool: MatchPool,
    private readonly aids: AidService,
    private readonly known: KnownLists,
  ) {}

  /** @returns demands matched; 0 where there was nothing left to do. */
  async run(runId: string, number: number): Promise<number> {
    const [chunk] = await this.db.query<Piece & Record<string, unknown>>(
      `SELECT r.market, c.demand_listing_ids, r.started_at, r.weights_version AS version, r.synonyms_version AS "synonymsVersion" FROM match_run_chunks c JOIN match_runs r ON r.id = c.run_id
       WHERE c.run_id = $1 AND c.number = $2 AND c.state = 'waiting' AND r.state = 'running'`,
      [runId, number],
    );
    if (!chunk) return 0;
    const found = await this.match(chunk);
    const kept = await this.db.transaction((tx) => keepChunk(tx, runId, number, found));
    return kept ? found.summaries.length : 0;
  }

  /** For the last attempt: the run's own job tells people. */
  async fail(runId: string, number: number, error: Error): Promise<void> {
    await this.db.query(
      "UPDATE match_run_chunks SET state = 'failed', error = $3 WHERE run_id = $1 AND number = $2 AND state = 'waiting'",
      [runId, number, error.message.slice(0, 500)],
    );
    await tellRun(this.db.manager, runId);
  }

  private async match({
    market,
    demand_listing_ids: ids,
    started_at,
    ...versions
  }: Piece): Promise<ChunkFindings> {
    const { place } = await this.cache.since(started_at);
    const { catalogue } = this.cache.of(market);
    const [demands, decisions, { settings }] = await Promise.all([
      this.listings.publishedByIds(markets[market].demand, ids),
      this.inputs.decisions(ids),
      this.inputs.settings(market, versions),
    ]);
    const decided = demands.map((demand) => decidedIn(catalogue, decisions.get(demand.id)));
    const aids = await this.aids.of(catalogue, demands, settings, decided);
    const began = performance.now();
    const keep = this.known.under(market, versions).keeping();
    const { matched, ms } = aids
      ? {
          matched: await matchAided(catalogue, { demands, decided, settings }, aids),
          ms: performance.now() - began,
        }
      : this.aids.without(market, await this.pool.match(market, { demands, decided, settings }));
    if (!aids) keep(demands, matched);
    const found = demands.map((demand, i) =>
      rowsOf(demand, matched[i] as (typeof matched)[number], catalogue, place),
    );
    return {
      matches: found.flatMap((of) => of.matches),
      summaries: found.map((of) => of.summary),
      ms,
    };
  }
}
