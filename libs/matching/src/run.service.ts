import { Injectable } from '@nestjs/common';
import { Piscina } from 'piscina';
import { matchAll, type PublishedCapability, type PublishedScenario } from '#contracts';
import { DomainError, dayOf, NotFound, newId } from '#kernel';
import { ListingReader } from '#listings';
import { Config, Database, JobQueues, keyset, type Progress, rows, type Tx } from '#platform';
import { announceProposals, type MatchRow, markMatched, matchingLock, stageResults } from './match.store.js';
import type { ThreadResult, ThreadTask } from './match.thread.js';
import { MatchingService } from './matching.service.js';

export interface RunRow {
  id: string;
  state: 'waiting' | 'running' | 'cancelling' | 'cancelled' | 'completed' | 'failed';
  requested_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  scenarios: number;
  capabilities: number;
  done: number;
  pairs: number;
  firm_pairs: number;
  first_version_moves: number;
  job_id: string | null;
  error: string | null;
}

export class RunEnded extends DomainError {
  readonly code = 'match.run_ended';
  readonly status = 409;

  constructor(state: string) {
    super('该次匹配已结束，不能取消', { state });
  }
}

const chunk = 20;

/** Full rematches: found out of sight, shown at once when whole; cut off, they go on where they were. */
@Injectable()
export class MatchRunService {
  constructor(
    private readonly db: Database,
    private readonly listings: ListingReader,
    private readonly matching: MatchingService,
    private readonly config: Config,
    private readonly queues: JobQueues,
  ) {}

  /** A new run, or the one that is under way: two at the same time are one. */
  async request(requestedBy: string | null): Promise<RunRow> {
    const id = newId();
    const made = await this.db.query<{ id: string }>(
      `INSERT INTO match_runs (id, requested_by) VALUES ($1, $2) ON CONFLICT ((true)) WHERE state IN ('waiting', 'running', 'cancelling') DO NOTHING RETURNING id`,
      [id, requestedBy],
    );
    const runId =
      made[0]?.id ??
      (
        await this.db.query<{ id: string }>(
          "SELECT id FROM match_runs WHERE state IN ('waiting', 'running', 'cancelling')",
        )
      )[0]?.id;
    if (runId === undefined) return this.request(requestedBy);
    const jobId = await this.queues.add(matchAll, { runId });
    await this.db.query('UPDATE match_runs SET job_id = $2 WHERE id = $1', [runId, jobId]);
    return this.find(runId);
  }

  async find(id: string): Promise<RunRow> {
    const [row] = await this.db.query<RunRow & Record<string, unknown>>(
      'SELECT * FROM match_runs WHERE id = $1',
      [id],
    );
    if (!row) throw new NotFound('匹配任务', id);
    return row;
  }

  async list(limit: number, cursor: string | undefined): Promise<{ items: RunRow[]; next: string | null }> {
    const [at, id] = keyset.read(cursor, 2) ?? [null, null];
    const found = await this.db.query<RunRow & { at: string }>(
      `SELECT *, requested_at::text AS at FROM match_runs WHERE $1::text IS NULL OR (requested_at, id) < ($1::timestamptz, $2::uuid)
       ORDER BY requested_at DESC, id DESC LIMIT $3`,
      [at, id, limit + 1],
    );
    return keyset.page(
      found,
      limit,
      (row) => [row.at, row.id],
      (row) => row,
    );
  }

  /** @throws RunEnded; the run stops at its next chunk and what was shown before stays. */
  async cancel(id: string): Promise<RunRow> {
    const changed = await this.db.query(
      `UPDATE match_runs SET state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE 'cancelling' END,
         finished_at = CASE state WHEN 'waiting' THEN now() END WHERE id = $1 AND state IN ('waiting', 'running', 'cancelling') RETURNING id`,
      [id],
    );
    const row = await this.find(id);
    if (changed.length === 0) throw new RunEnded(row.state);
    return row;
  }

  /** The job: starts a run or goes on with one that was cut off. */
  async run(id: string, report: (progress: Progress) => Promise<void>): Promise<RunRow> {
    const before = await this.find(id);
    if (before.state === 'completed' || before.state === 'cancelled' || before.state === 'failed')
      return before;
    await this.db.query(
      "UPDATE match_runs SET state = CASE state WHEN 'waiting' THEN 'running' ELSE state END, started_at = coalesce(started_at, now()) WHERE id = $1",
      [id],
    );
    await report({ done: 0, doing: '读取企业能力' });
    const capabilities: PublishedCapability[] = [];
    for await (const some of this.listings.publishedBatches('capability', 500)) capabilities.push(...some);
    const scenarios = await this.remaining(id);
    await this.db.query('UPDATE match_runs SET capabilities = $2, scenarios = done + $3 WHERE id = $1', [
      id,
      capabilities.length,
      scenarios.length,
    ]);
    if (!(await this.chunks(id, capabilities, scenarios, report))) {
      await this.db.query("UPDATE match_runs SET state = 'cancelled', finished_at = now() WHERE id = $1", [
        id,
      ]);
      await this.db.query('DELETE FROM match_run_results WHERE run_id = $1', [id]);
      return this.find(id);
    }
    await report({ done: 0.97, doing: '替换匹配结果' });
    await this.replace(id, capabilities);
    await this.matching.matchChangedCapabilities(); // what was published while the run was at work
    return this.find(id);
  }

  /** @returns false when the run was cancelled. */
  private async chunks(
    id: string,
    capabilities: readonly PublishedCapability[],
    scenarios: readonly PublishedScenario[],
    report: (progress: Progress) => Promise<void>,
  ): Promise<boolean> {
    if (scenarios.length === 0) return true;
    const threads = Math.max(
      1,
      Math.min(this.config.get('MATCH_THREADS'), Math.ceil(scenarios.length / chunk)),
    );
    const pool = new Piscina<ThreadTask, ThreadResult>({
      filename: new URL('./match.thread.js', import.meta.url).href,
      workerData: capabilities,
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: 1,
    });
    const settings = {
      keep: this.config.get('MATCH_KEEP'),
      least: this.config.get('MATCH_MIN'),
      preferences: this.matching.preferences(),
    };
    let next = 0;
    let done = 0;
    let cancelled = false;
    const lane = async () => {
      while (next < scenarios.length && !cancelled) {
        const some = scenarios.slice(next, next + chunk);
        next += chunk;
        const found = await pool.run({ scenarios: some, ...settings });
        const all = some.flatMap((scenario, i) =>
          (found[i] ?? []).map((f): MatchRow => ({ scenario, found: f })),
        );
        cancelled ||= await this.keep(id, some, all);
        done += some.length;
        await report({
          done: 0.05 + (0.9 * done) / scenarios.length,
          doing: `已匹配 ${done} / ${scenarios.length} 个场景`,
        });
      }
    };
    try {
      await Promise.all(Array.from({ length: threads }, lane));
    } finally {
      await pool.destroy();
    }
    return !cancelled;
  }

  /** @returns true when the run is to stop. */
  private keep(
    id: string,
    scenarios: readonly PublishedScenario[],
    all: readonly MatchRow[],
  ): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      await stageResults(tx, id, scenarios, all);
      const [row] = await rows<{ state: string }>(
        tx,
        'UPDATE match_runs SET done = done + $2 WHERE id = $1 RETURNING state',
        [id, scenarios.length],
      );
      return row?.state === 'cancelling';
    });
  }

  private async remaining(id: string): Promise<PublishedScenario[]> {
    const done = new Set(
      (
        await this.db.query<{ scenario_id: string }>(
          'SELECT scenario_id FROM match_run_scenarios WHERE run_id = $1',
          [id],
        )
      ).map((row) => row.scenario_id),
    );
    const left: PublishedScenario[] = [];
    for await (const some of this.listings.publishedBatches('scenario', 500))
      left.push(...some.filter((scenario) => !done.has(scenario.id)));
    return left;
  }

  /** In one transaction: the old matches of the scenarios that are still as the run saw them, for the new. */
  private replace(id: string, capabilities: readonly PublishedCapability[]): Promise<void> {
    return this.db.transaction(async (tx) => {
      await rows(tx, matchingLock);
      const same = `JOIN scenarios s ON s.id = x.scenario_id AND s.published_revision = x.scenario_revision
        JOIN capabilities c ON c.id = x.capability_id AND c.published_revision = x.capability_revision`;
      // A scenario edited since was matched by a job of its own: it is left as that job left it.
      await rows(
        tx,
        `DELETE FROM matches m USING match_run_scenarios d JOIN scenarios s ON s.id = d.scenario_id AND s.published_revision = d.revision
         WHERE d.run_id = $1 AND m.scenario_id = d.scenario_id`,
        [id],
      );
      await rows(
        tx,
        `INSERT INTO matches (scenario_id, capability_id, firm_id, scenario_revision, capability_revision, score, reasons, run_id)
         SELECT x.scenario_id, x.capability_id, x.firm_id, x.scenario_revision, x.capability_revision, x.score, x.reasons, x.run_id
         FROM match_run_results x ${same} WHERE x.run_id = $1 ON CONFLICT ON CONSTRAINT pk_matches DO NOTHING`,
        [id],
      );
      await this.announce(tx, id, capabilities);
      await markMatched(tx, 'capability', capabilities);
      await rows(
        tx,
        `UPDATE match_runs SET state = 'completed', finished_at = now(),
        pairs = (SELECT count(*) FROM matches WHERE run_id = $1), firm_pairs = (SELECT count(DISTINCT (scenario_id, firm_id)) FROM matches WHERE run_id = $1) WHERE id = $1`,
        [id],
      );
      await rows(tx, 'DELETE FROM match_run_results WHERE run_id = $1', [id]);
      await rows(tx, 'DELETE FROM match_run_scenarios WHERE run_id = $1', [id]);
    });
  }

  private async announce(tx: Tx, id: string, capabilities: readonly PublishedCapability[]): Promise<void> {
    const known = new Map(capabilities.map((capability) => [capability.id, capability]));
    const written = await rows<{ scenario_id: string; capability_id: string }>(
      tx,
      'SELECT scenario_id, capability_id FROM matches WHERE run_id = $1',
      [id],
    );
    const scenarios = new Map<string, PublishedScenario>();
    const ids = [...new Set(written.map((row) => row.scenario_id))];
    for (let i = 0; i < ids.length; i += 500) {
      for (const scenario of await this.listings.publishedByIds('scenario', ids.slice(i, i + 500)))
        scenarios.set(scenario.id, scenario);
    }
    const all = written.flatMap((row): MatchRow[] => {
      const scenario = scenarios.get(row.scenario_id);
      const capability = known.get(row.capability_id);
      return scenario && capability
        ? [{ scenario, found: { capability, score: { points: 0, reasons: [] } } }]
        : [];
    });
    await announceProposals(tx, id, dayOf(new Date()), all);
  }
}
