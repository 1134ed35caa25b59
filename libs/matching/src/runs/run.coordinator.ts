import { Injectable } from '@nestjs/common';
import { kinds, type MarketCode, markets, matchChunk } from '#contracts';
import { dayOf, newId } from '#kernel';
import { Config, Database, type Heard, JobQueues, type Progress, rows, type Tx } from '#platform';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import { AidService } from '../scoring/aids.js';
import { MatchInputs } from '../steering/match.inputs.js';
import { markMatched } from './match.store.js';
import { MatchingService } from './matching.service.js';
import { holdNeeds } from './need.store.js';
import { announceProposals, firmAreasOf } from './proposals.js';
import { ChunkService } from './run.chunks.js';
import { MatchRunService, type RunRow } from './run.service.js';
import {
  completeRun,
  dropFindings,
  earliestPlace,
  planChunks,
  proposedPairs,
  reopenLost,
  replaceAll,
} from './run.store.js';

type Report = (progress: Progress) => Promise<void>;

/** Milliseconds without a finished piece after which all that are open are handed out again. */
const still = 10_000;

/** The job of a whole run: cuts it into pieces, waits for the workers that do them, and shows the result at once. */
@Injectable()
export class RunCoordinator {
  constructor(
    private readonly db: Database,
    private readonly runs: MatchRunService,
    private readonly chunks: ChunkService,
    private readonly matching: MatchingService,
    private readonly inputs: MatchInputs,
    private readonly cache: CatalogueCache,
    private readonly queues: JobQueues,
    private readonly config: Config,
    private readonly aids: AidService,
  ) {}

  /**
   * Starts a run or goes on with one that was cut off.
   * @param alone does the pieces in this process, where no worker is there to take them.
   */
  async run(id: string, report: Report, alone = false): Promise<RunRow> {
    const before = await this.runs.find(id);
    if (before.state === 'completed') await this.followUp(before, before.followed_from ?? undefined); // its worker may have died before it did
    if (before.state === 'completed' || before.state === 'cancelled' || before.state === 'failed')
      return before;
    const { market } = before;
    const version = await this.start(id, market);
    await report({ done: 0, doing: `读取${kinds[markets[market].supply].label.zh}` });
    await this.cache.current();
    const { catalogue, demands } = this.cache.of(market);
    // Says in the run's record whether meanings are compared; a first demand tells whether the servers are there.
    const { settings } = await this.inputs.settings(market);
    await this.aids.of(catalogue, [...demands.values()].slice(0, 1), settings, []);
    await this.db.query('UPDATE match_runs SET supplies = $2, meaning = $3 WHERE id = $1', [
      id,
      catalogue.size,
      this.aids.describe(market),
    ]);
    await this.db.transaction(async (tx) => {
      await planChunks(tx, id, markets[market].demand);
      await reopenLost(tx, id);
    });
    return this.pieces(id, version, report, alone);
  }

  /** For the last attempt of its job: a run that stayed open would let no other begin. */
  async fail(id: string, error: Error): Promise<void> {
    const { state } = await this.runs.find(id);
    if (state === 'cancelling') await this.end(id, 'cancelled', null);
    else if (state === 'waiting' || state === 'running')
      await this.end(id, 'failed', error.message.slice(0, 500));
  }

  private async pieces(id: string, version: number, report: Report, alone: boolean): Promise<RunRow> {
    const round = newId();
    const own = alone ? this.doAll(id) : undefined;
    if (!alone) await this.handOut(id, round);
    const state = await this.wait(id, report, alone ? undefined : () => this.handOut(id, round));
    await own;
    if (state === 'cancelling') return this.end(id, 'cancelled', null);
    if (state !== 'running') return this.end(id, 'failed', state);
    await report({ done: 0.95, doing: '替换匹配结果' });
    await this.cache.current();
    const lost = await this.db.transaction((tx) => this.finish(tx, id, version));
    if (lost > 0) return this.pieces(id, version, report, alone);
    const run = await this.runs.find(id);
    await this.followUp(run, run.followed_from ?? undefined);
    return run;
  }

  /** For what changed while a run was at work: its lists have bars of their own, which a change may have reached. */
  private async followUp(
    { id, market, weights_version, synonyms_version }: RunRow,
    since?: string,
  ): Promise<void> {
    if (since !== undefined) await this.matching.followSince(market, since);
    const { version, synonymsVersion } = await this.inputs.settings(market);
    const { items } = await this.runs.list(market, 1, undefined);
    // Others were put in force: they get a run of their own, where none has been asked for since.
    const others = version !== weights_version || synonymsVersion !== synonyms_version;
    if (others && items[0]?.id === id) await this.runs.request(market, null);
  }

  /** Keeps the versions that all of the run goes by. @returns that of the weights. */
  private async start(id: string, market: MarketCode): Promise<number> {
    const { version, synonymsVersion } = await this.inputs.settings(market);
    const [row] = await this.db.query<{ version: number }>(
      `UPDATE match_runs SET state = CASE state WHEN 'waiting' THEN 'running' ELSE state END, started_at = coalesce(started_at, now()),
         weights_version = coalesce(weights_version, $2), synonyms_version = coalesce(synonyms_version, $3)
       WHERE id = $1 RETURNING weights_version AS version`,
      [id, version, synonymsVersion],
    );
    return row?.version ?? version;
  }

  /** Pieces that lie in the queue already stay there: they have the same ids. */
  private async handOut(runId: string, round: string): Promise<void> {
    for (const number of await this.waiting(runId))
      await this.queues.add(matchChunk, { runId, number, round });
  }

  /** The same without workers. */
  private async doAll(runId: string): Promise<void> {
    const waiting = await this.waiting(runId);
    const lane = async () => {
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift())
        await this.chunks
          .run(runId, number)
          .catch((error) => this.chunks.fail(runId, number as number, error));
    };
    await Promise.all(Array.from({ length: this.config.get('MATCH_THREADS') }, lane));
  }

  private async waiting(runId: string): Promise<number[]> {
    const found = await this.db.query<{ number: number }>(
      "SELECT number FROM match_run_chunks WHERE run_id = $1 AND state = 'waiting' ORDER BY number",
      [runId],
    );
    return found.map((row) => row.number);
  }

  /** @returns `running` when all pieces are done, `cancelling` when a person stopped it, otherwise what failed. */
  private async wait(id: string, report: Report, handOut?: () => Promise<void>): Promise<string> {
    const heard = await this.db.listen('match_runs');
    try {
      return await this.waitBy(heard, id, report, handOut);
    } finally {
      await heard.close();
    }
  }

  /** Looks when a piece ends or somebody stops the run: at first, whenever that is notified, and after a while without. */
  private async waitBy(
    heard: Heard,
    id: string,
    report: Report,
    handOut?: () => Promise<void>,
  ): Promise<string> {
    for (let [open, since] = [-1, Date.now()]; ; ) {
      const [now] = await this.db.query<{ state: string; open: number; error: string | null }>(
        `SELECT r.state, (SELECT count(*)::integer FROM match_run_chunks c WHERE c.run_id = r.id AND c.state = 'waiting') AS open,
           (SELECT error FROM match_run_chunks c WHERE c.run_id = r.id AND c.state = 'failed' LIMIT 1) AS error
         FROM match_runs r WHERE r.id = $1`,
        [id],
      );
      const run = await this.runs.find(id);
      await report({
        done: 0.05 + (0.9 * run.done) / Math.max(1, run.demands),
        doing: `已匹配 ${run.done} / ${run.demands} 个${markets[run.market].words.demand}`,
      });
      if (now?.error) return now.error;
      if (now?.state !== 'running' || now.open === 0) return now?.state ?? 'cancelling';
      if (now.open !== open) [open, since] = [now.open, Date.now()];
      else if (handOut && Date.now() - since >= still) {
        await handOut(); // the queue may have forgotten them
        since = Date.now();
      }
      await heard.next(still);
    }
  }

  /** @returns pieces that the server lost and that are to be done again; 0 when the run is complete. */
  private async finish(tx: Tx, id: string, version: number): Promise<number> {
    const lost = await reopenLost(tx, id);
    if (lost > 0) return lost;
    const { chunks, market } = await this.runs.find(id, tx);
    const { catalogue, demands } = this.cache.of(market);
    await holdNeeds(tx, id, market);
    await rows(tx, 'UPDATE match_runs SET followed_from = $2 WHERE id = $1', [
      id,
      (await earliestPlace(tx, id)) ?? null,
    ]);
    await replaceAll(tx, id, version);
    const run = { market, runId: id, day: dayOf(new Date()) };
    for await (const pairs of proposedPairs(tx, id, chunks))
      await announceProposals(tx, run, pairs, {
        demands,
        firmAreas: firmAreasOf(catalogue, pairs),
      });
    await this.markSeen(tx, id);
    await completeRun(tx, id, this.config.get('MATCH_SUITABLE'));
    return 0;
  }

  /** What the run has seen needs no job of its own any more; what was published since does. */
  private async markSeen(tx: Tx, id: string): Promise<void> {
    const run = await this.runs.find(id, tx);
    const since = run.started_at?.toISOString() ?? '';
    const { kinds: of, catalogue } = this.cache.of(run.market);
    const seen = catalogue.allHeads.filter((head) => head !== undefined && head.standsSince < since);
    await markMatched(
      tx,
      of.supply,
      seen.filter((head) => head !== undefined),
    );
    const matched = await rows<{ id: string; revision: number }>(
      tx,
      'SELECT demand_listing_id AS id, demand_revision AS revision FROM match_run_summaries WHERE run_id = $1',
      [id],
    );
    await markMatched(tx, of.demand, matched);
  }

  private async end(id: string, state: 'cancelled' | 'failed', error: string | null): Promise<RunRow> {
    await this.db.transaction(async (tx) => {
      await dropFindings(tx, id);
      await rows(tx, 'UPDATE match_runs SET state = $2, error = $3, finished_at = now() WHERE id = $1', [
        id,
        state,
        error,
      ]);
    });
    return this.runs.find(id);
  }
}
