import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from 'pino';
import type { DeliveredFact } from '#contracts';
import { endDecisions, expireListings, prune, publishDueEditions, reconcileIndex } from '#contracts';
import { MatchingService } from '#matching';
import { type Config, type Handler, JobQueues, JobWorkers, OutboxRelay } from '#platform';
import { listingHandlers } from './handlers/listings.js';
import { matchingHandlers } from './handlers/matching.js';
import { platformHandlers } from './handlers/platform.js';
import { publicationHandlers } from './handlers/publication.js';
import { searchHandlers } from './handlers/search.js';
import { statisticsHandlers } from './handlers/statistics.js';
import { routes } from './routes.js';

/** Everything that a worker process runs: processors, schedules, the relay. */
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
    statisticsHandlers,
  ].flatMap((of) => of(app));
  const workers = new JobWorkers(queues.backend, handlers, logger);
  const deliver = async (delivered: DeliveredFact) => {
    for (const { definition, payload } of routes(delivered)) {
      await queues.add(definition, payload as never, delivered.requestId ?? undefined);
    }
  };
  const relay = new OutboxRelay(config.get('DATABASE_URL') ?? '', deliver, logger);
  await schedule(queues);
  workers.start();
  app
    .get(MatchingService)
    .warmUp()
    .catch((error: unknown) =>
      logger.warn({ err: error }, 'the catalogue could not be built yet; the first job will'),
    );
  relay.start();
  return {
    stop: async () => {
      await relay.stop();
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
