import type { INestApplicationContext } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { MatchReadings } from '#matching';
import { type Config, processMetrics, serveMetrics } from '#platform';

/** What a worker measures of its own work. */
export interface Measures {
  job(ended: { readonly name: string; readonly failed: boolean; readonly seconds: number }): void;
  followed(follower: string, facts: number): void;
  close(): void;
}

/** GET /metrics of a worker process, on WORKER_METRICS_PORT; measures nothing without it. */
export async function workerMetrics(app: INestApplicationContext, config: Config): Promise<Measures> {
  const port = config.get('WORKER_METRICS_PORT');
  if (port === undefined) return { job: nothing, followed: nothing, close: nothing };
  const metrics = processMetrics(app);
  metrics.read('matching', () => app.get(MatchReadings).readings());
  const jobs = new Histogram({
    name: 'duijie_job_seconds',
    help: 'jobs that this process ran, and how long they took',
    labelNames: ['job', 'outcome'],
    buckets: [0.05, 0.25, 1, 5, 30, 120, 600],
    registers: [metrics.registry],
  });
  const followed = new Counter({
    name: 'duijie_follower_facts_total',
    help: 'facts that the followers of this process have read',
    labelNames: ['follower'],
    registers: [metrics.registry],
  });
  const token = config.get('METRICS_TOKEN');
  const server = await serveMetrics(metrics, { host: config.get('HOST'), port, token });
  return {
    job: ({ name, failed, seconds }) =>
      jobs.observe({ job: name, outcome: failed ? 'failed' : 'done' }, seconds),
    followed: (follower, facts) => followed.inc({ follower }, facts),
    close: () => void server.close(),
  };
}

const nothing = () => undefined;
