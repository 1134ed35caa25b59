import { Injectable } from '@nestjs/common';
import { marketCodes } from '#contracts';
import { Database, type Reading } from '#platform';

interface Found extends Record<string, unknown> {
  readonly market: string;
  readonly open: number;
  readonly progress: number;
  readonly seconds: number;
  readonly engine: number;
  readonly pairs: number;
  readonly age: number;
}

/** Matching in figures, for the metrics: each market by itself. */
@Injectable()
export class MatchReadings {
  constructor(private readonly db: Database) {}

  async readings(): Promise<Reading[]> {
    const found = await this.db.query<Found>(
      `SELECT of.market,
         (SELECT count(*) FROM match_runs o WHERE o.market = of.market AND o.state IN ('waiting', 'running', 'cancelling'))::float8 AS open,
         (SELECT coalesce(min(done::float8 / greatest(1, demands)), 1) FROM match_runs o WHERE o.market = of.market AND o.state = 'running')::float8 AS progress,
         coalesce(r.seconds, 0)::float8 AS seconds, coalesce(r.engine_ms / 1000.0, 0)::float8 AS engine, coalesce(r.pairs, 0)::float8 AS pairs,
         coalesce(r.age, 0)::float8 AS age
       FROM unnest($1::text[]) AS of (market) LEFT JOIN LATERAL (
         SELECT extract(epoch FROM finished_at - started_at) AS seconds, engine_ms, pairs, extract(epoch FROM now() - finished_at) AS age
         FROM match_runs WHERE market = of.market AND state = 'completed' ORDER BY requested_at DESC, id DESC LIMIT 1) r ON true`,
      [marketCodes],
    );
    const of = (name: string, help: string, value: (row: Found) => number): Reading[] =>
      found.map((row) => ({ name, help, labels: { market: row.market }, value: value(row) }));
    return [
      ...of('duijie_match_runs_open', 'full runs that have not ended', (row) => row.open),
      ...of('duijie_match_run_progress', '0 to 1 of the run at work, 1 where none is', (row) => row.progress),
      ...of('duijie_match_last_run_seconds', 'how long the last full run took', (row) => row.seconds),
      ...of(
        'duijie_match_last_run_engine_seconds',
        'of it in the engine, threads added up',
        (row) => row.engine,
      ),
      ...of('duijie_match_last_run_pairs', 'pairs that the last full run proposed', (row) => row.pairs),
      ...of('duijie_match_last_run_age_seconds', 'since the last full run ended', (row) => row.age),
    ];
  }
}
