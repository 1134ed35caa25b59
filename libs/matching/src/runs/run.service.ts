import { Injectable } from '@nestjs/common';
import { type MarketCode, matchAll } from '#contracts';
import { DomainError, NotFound, newId } from '#kernel';
import { appendFact, Database, Jobs, keyset, rows, type Tx } from '#platform';
import { tellRun } from './run.store.js';

export interface RunRow {
  id: string;
  market: MarketCode;
  state: 'waiting' | 'running' | 'cancelling' | 'cancelled' | 'completed' | 'failed';
  requested_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  demands: number;
  supplies: number;
  done: number;
  pairs: number;
  firm_pairs: number;
  first_version_moves: number;
  chunks: number;
  chunks_done: number;
  pinned: number;
  blocked: number;
  gaps: number;
  weights_version: number | null;
  synonyms_version: number | null;
  /** `off`, `on`, or why meanings could not be compared. */
  meaning: string;
  engine_ms: string;
  /** Place in the log from which on changes may have been missed by the run's lists. */
  followed_from: string | null;
  job_id: string | null;
  error: string | null;
}

class RunEnded extends DomainError {
  readonly code = 'match.run_ended';
  readonly status = 409;

  constructor(state: string) {
    super('该次匹配已结束，不能取消', { state });
  }
}

/** Full rematches as people ask for them, look at them and stop them. */
@Injectable()
export class MatchRunService {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
  ) {}

  /** A new run of a market, or the one that is under way: two at the same time are one. */
  async request(market: MarketCode, requestedBy: string | null): Promise<RunRow> {
    const id = newId();
    const made = await this.db.transaction(async (tx) => {
      const [row] = await rows(
        tx,
        `INSERT INTO match_runs (id, market, requested_by) VALUES ($1, $2, $3) ON CONFLICT (market) WHERE state IN ('waiting', 'running', 'cancelling') DO NOTHING RETURNING id`,
        [id, market, requestedBy],
      );
      if (!row) return false;
      await appendFact(tx, `match-run:${id}`, { name: 'match.requested', runId: id });
      await this.ask(tx, id, requestedBy);
      return true;
    });
    const runId = made ? id : await this.underWay(market);
    if (runId === undefined) return this.request(market, requestedBy); // it has ended meanwhile
    if (!made) await this.handOn(runId, requestedBy);
    return this.find(runId);
  }

  async find(id: string, by: Tx = this.db.manager): Promise<RunRow> {
    const [row] = await rows<RunRow & Record<string, unknown>>(by, 'SELECT * FROM match_runs WHERE id = $1', [
      id,
    ]);
    if (!row) throw new NotFound('匹配任务', id);
    return row;
  }

  /** Newest first. @param market of it alone; all where none is named. */
  async list(
    market: MarketCode | undefined,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: RunRow[]; next: string | null }> {
    const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [null, null];
    const found = await this.db.query<RunRow & { at: string }>(
      `SELECT *, requested_at::text AS at FROM match_runs
       WHERE ($1::text IS NULL OR (requested_at, id) < ($1::timestamptz, $2::uuid)) AND ($4::text IS NULL OR market = $4)
       ORDER BY requested_at DESC, id DESC LIMIT $3`,
      [at, id, limit + 1, market ?? null],
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
    await tellRun(this.db.manager, id);
    if (row.state === 'cancelling') await this.handOn(id);
    return row;
  }

  private async underWay(market: MarketCode): Promise<string | undefined> {
    const [run] = await this.db.query<{ id: string }>(
      "SELECT id FROM match_runs WHERE market = $1 AND state IN ('waiting', 'running', 'cancelling')",
      [market],
    );
    return run?.id;
  }

  /** One job for a run, whoever asks; one that has failed for good is tried again, or the run would stay open for ever. */
  handOn(runId: string, requestedBy: string | null = null): Promise<void> {
    return this.db.transaction((tx) => this.ask(tx, runId, requestedBy));
  }

  private async ask(tx: Tx, runId: string, requestedBy: string | null): Promise<void> {
    const open = await rows(
      tx,
      "SELECT 1 FROM match_runs WHERE id = $1 AND state IN ('waiting', 'running', 'cancelling') FOR UPDATE",
      [runId],
    );
    if (open.length === 0) return;
    const jobId = await this.jobs.ask(tx, matchAll, { runId }, requestedBy);
    await rows(tx, 'UPDATE match_runs SET job_id = $2 WHERE id = $1', [runId, jobId]);
  }
}
