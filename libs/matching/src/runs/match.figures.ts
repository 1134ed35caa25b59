import { Injectable } from '@nestjs/common';
import { Database, type Reading } from '#platform';

/** Matching in figures, for the metrics. */
@Injectable()
export class MatchFigures {
  constructor(private readonly db: Database) {}

  async readings(): Promise<Reading[]> {
    const [found] = await this.db.query<Record<string, number>>(
      `SELECT (SELECT count(*) FROM match_runs WHERE state IN ('waiting', 'running', 'cancelling'))::float8 AS open,
         (SELECT coalesce(min(done::float8 / greatest(1, demands)), 1) FROM match_runs WHERE state = 'running')::float8 AS progress,
         coalesce(r.seconds, 0)::float8 AS seconds, coalesce(r.engine_ms / 1000.0, 0)::float8 AS engine, coalesce(r.pairs, 0)::float8 AS pairs,
         coalesce(r.age, 0)::float8 AS age
       FROM (SELECT 1) one LEFT JOIN LATERAL (
         SELECT extract(epoch FROM finished_at - started_at) AS seconds, engine_ms, pairs, extract(epoch FROM now() - finished_at) AS age
         FROM match_runs WHERE state = 'completed' ORDER BY requested_at DESC, id DESC LIMIT 1) r ON true`,
    );
    const of = (name: string, help: string, member: string): Reading => ({
      name,
      help,
      value: found?.[member] ?? 0,
    });
    return [
      of('duijie_match_runs_open', 'full runs that have not ended', 'open'),
      of('duijie_match_run_progress', '0 to 1 of the run at work, 1 where none is', 'progress'),
      of('duijie_match_last_run_seconds', 'how long the last full run took', 'seconds'),
      of('duijie_match_last_run_engine_seconds', 'of it in the engine, threads added up', 'engine'),
      of('duijie_match_last_run_pairs', 'pairs that the last full run proposed', 'pairs'),
      of('duijie_match_last_run_age_seconds', 'since the last full run ended', 'age'),
    ];
  }
}
