import 'reflect-metadata';
import { getPriority, setPriority } from 'node:os';
import { NestFactory } from '@nestjs/core';
import { Config, createLogger, endInTime, keepAlive, NestLogger } from '#platform';
import { startWorker } from './worker.js';
import { WorkerModule } from './worker.module.js';

const config = Config.load();
const logger = createLogger(config.get('LOG_LEVEL'), 'worker');

/** Niceness of POSIX: where processors are short, people who wait for a page go before jobs. */
const behindPeople = 5;

async function start(): Promise<void> {
  try {
    setPriority(Math.max(getPriority(), behindPeople)); // before any thread begins: each inherits it
    keepAlive('worker', config.get('LIVENESS_SECONDS'));
    endInTime(80);
    const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), {
      logger: new NestLogger(logger),
      abortOnError: false,
    });
    const worker = await startWorker(app, config, logger);
    // 'disconnect': the operator's command was killed, nobody would stop this process any more.
    for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
      process.once(signal as 'SIGTERM', () => {
        logger.info({ signal }, 'stopping: running jobs finish, the rest stays queued');
        void worker
          .stop()
          .then(() => app.close())
          .then(() => process.exit(0))
          .catch((error: unknown) => {
            logger.error({ err: error }, 'did not stop cleanly');
            process.exit(1);
          });
      });
    }
    logger.info('working');
    process.send?.({ working: true });
  } catch (error) {
    logger.fatal({ err: error }, 'the worker did not start');
    process.exit(1);
  }
}

void start();
