import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from 'pino';
import { endDecisions, expireListings, prune, publishDueEditions, reconcileIndex } from '#contracts';
import { MatchingService } from '#matching';
import { type Config, Database, FollowerRunner, type Handler, JobQueues, JobWorkers } from '#platform';
import { followers } from './followers.js';
import { listingHandlers } from './handlers/listings.js';
import { matchingHandlers } from './handlers/matching.js';
import { platformHandlers } from './handlers/platform.js';
import { publicationHandlers } from './handlers/publication.js';
import { searchHandlers } from './handlers/search.js';

/** Everything that a worker process runs: processors, schedules, the followers. */
export async function startWorker(
  app: INestApplicationContext,
  config: Config,
  logger: Logger,
): Promise<{ stop(): Promise<void> }> {
  const queues = app.get(JobQueues);
  const handlers: Handler[] = [
    platformHandlers,
    listingHandlers,
    matchingHandlers,
    publicationHandlers,
    searchHandlers,
  ].flatMap((of) => of(app));
  const workers = new JobWorkers(queues.backend, handlers, logger);
  const runner = new FollowerRunner(
    app.get(Database),
    config.get('DATABASE_URL') ?? '',
    followers(app),
    logger,
  );
  await schedule(queues);
  workers.start();
  app
    .get(MatchingService)
    .warmUp()
    .catch((error: unknown) =>
      logger.warn({ err: error }, 'the catalogue could not be built yet; the first job will'),
    );
  runner.start();
  return {
    stop: async () => {
      await runner.stop();
      await workers.stop();
    },
  };
}

/** Hours of Asia/Shanghai. */
async function schedule(queues: JobQueues): Promise<void> {
  await queues.schedule(expireListings, '5 0 * * *', { scheduled: true });
  await queues.schedule(endDecisions, '10 0 * * *', { scheduled: true });
  await queues.schedule(reconcileIndex, '*/10 * * * *', { scheduled: true });
  await queues.schedule(publishDueEditions, '* * * * *', { scheduled: true });
  await queues.schedule(prune, '30 3 * * *', { scheduled: true });
}
