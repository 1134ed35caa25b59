import { Injectable } from '@nestjs/common';
import { ListingReader } from '#listings';
import { Database } from '#platform';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { AidService } from '../scoring/aids.js';
import type { Aids, Matched } from '../scoring/matched.js';
import { decidedIn, MatchInputs, type Versions } from '../steering/match.inputs.js';
import { MatchPool } from './match.pool.js';
import { rowsOf } from './match.store.js';
import type { ThreadResult, ThreadTask } from './match.thread.js';
import { type ChunkFindings, keepChunk, tellRun } from './run.store.js';

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
  ) {}

  /** @returns scenarios matched; 0 where there was nothing left to do. */
  async run(runId: string, number: number): Promise<number> {
    const [chunk] = await this.db.query<{ demand_listing_ids: string[]; started_at: Date } & Versions>(
      `SELECT c.demand_listing_ids, r.started_at, r.weights_version AS version, r.synonyms_version AS "synonymsVersion" FROM match_run_chunks c JOIN match_runs r ON r.id = c.run_id
       WHERE c.run_id = $1 AND c.number = $2 AND c.state = 'waiting' AND r.state = 'running'`,
      [runId, number],
    );
    if (!chunk) return 0;
    const found = await this.match(chunk.demand_listing_ids, chunk.started_at, chunk);
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

  private async match(ids: readonly string[], since: Date, versions: Versions): Promise<ChunkFindings> {
    const { catalogue, place } = await this.cache.since(since);
    const [scenarios, decisions, { settings }] = await Promise.all([
      this.listings.publishedByIds('scenario', ids),
      this.inputs.decisions(ids),
      this.inputs.settings(versions),
    ]);
    const decided = scenarios.map((scenario) => decidedIn(catalogue, decisions.get(scenario.id)));
    const aids = await this.aids.of(catalogue, scenarios, settings, decided);
    const { matched, ms } = aids
      ? await matchHere(catalogue, { scenarios, decided, settings }, aids)
      : this.aids.without(await this.pool.match({ scenarios, decided, settings }));
    const found = scenarios.map((scenario, i) =>
      rowsOf(scenario, matched[i] as (typeof matched)[number], catalogue, place),
    );
    return {
      matches: found.flatMap((of) => of.matches),
      summaries: found.map((of) => of.summary),
      ms,
    };
  }
}

/** Vectors are this process's own: with them it matches itself, a scenario at a time between other work. */
async function matchHere(
  catalogue: Catalogue,
  { scenarios, decided, settings }: Omit<ThreadTask, 'needs'>,
  aids: readonly Aids[],
): Promise<ThreadResult> {
  const matched: Matched[] = [];
  const started = performance.now();
  for (const [i, scenario] of scenarios.entries()) {
    matched.push(catalogue.match(scenario, settings, decided[i], aids[i]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { matched, ms: performance.now() - started };
}
