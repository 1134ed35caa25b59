import type { INestApplicationContext } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Logger } from 'pino';
import {
  claimDeadlines,
  endDecisions,
  expireListings,
  prune,
  publishDueEditions,
  raiseFlags,
  reconcileIndex,
  reconcileMatches,
  sweepFiles,
} from '#contracts';
import { MatchingService } from '#matching';
import {
  type Config,
  Database,
  FollowerRunner,
  handlersAmong,
  JobKeeper,
  JobQueues,
  JobRecords,
  JobWorkers,
  type Schedule,
  ScheduleKeeper,
} from '#platform';
import { followers } from './followers.js';
import { workerMetrics } from './metrics.js';
import { NeedWorker } from './need.worker.js';

/** Everything that a worker process runs: processors, schedules, the followers. */
export async function startWorker(
  app: INestApplicationContext,
  config: Config,
  logger: Logger,
): Promise<{ stop(): Promise<void> }> {
  const queues = app.get(JobQueues);
  const providers = app
    .get(DiscoveryService)
    .getProviders()
    .map(({ instance }) => instance as unknown);
  const handlers = handlersAmong([...new Set(providers)]);
  const workers = new JobWorkers(queues.backend, handlers, logger);
  const measures = await workerMetrics(app, config);
  const runner = new FollowerRunner(app.get(Database), config.get('DATABASE_URL') ?? '', followers(app), {
    logger,
    onFollowed: measures.followed,
  });
  workers.onEnd = measures.job;
  const keeper = new ScheduleKeeper(queues, schedules, logger);
  const jobs = new JobKeeper(app.get(Database), queues, config.get('DATABASE_URL') ?? '', logger);
  keeper.start();
  workers.start(new JobRecords(app.get(Database)));
  jobs.start();
  app
    .get(MatchingService)
    .warmUp()
    .catch((error: unknown) =>
      logger.warn({ err: error }, 'the catalogue could not be built yet; the first job will'),
    );
  runner.start();
  const needs = new NeedWorker(app.get(MatchingService), logger);
  needs.start();
  return {
    stop: async () => {
      keeper.stop();
      await runner.stop();
      await needs.stop();
      await jobs.stop();
      await workers.stop();
      measures.close();
    },
  };
}

/** Hours of Asia/Shanghai. */
const schedules: readonly Schedule[] = [
  { definition: expireListings, pattern: '5 0 * * *' },
  { definition: endDecisions, pattern: '10 0 * * *' },
  { definition: claimDeadlines, pattern: '15 0 * * *' },
  { definition: raiseFlags, pattern: '40 1 * * *' },
  { definition: reconcileIndex, pattern: '*/10 * * * *' },
  { definition: reconcileMatches, pattern: '5-59/10 * * * *' },
  { definition: publishDueEditions, pattern: '* * * * *' },
  { definition: prune, pattern: '30 3 * * *' },
  { definition: sweepFiles, pattern: '50 3 * * *' },
];
