import 'reflect-metadata';
import { Config, checkFiles, createLogger, Database, endInTime, FileStore, keepAlive } from '#platform';
import { createServer } from './server.js';

const config = Config.load();
const logger = createLogger(config.get('LOG_LEVEL'), 'api');

async function start(): Promise<void> {
  try {
    keepAlive('api', config.get('LIVENESS_SECONDS'));
    endInTime(25);
    const app = await createServer(config, logger);
    await checkFiles(app.get(Database), app.get(FileStore).objects);
    await app.listen({ port: config.get('PORT'), host: config.get('HOST') });
    const url = await app.getUrl();
    logger.info({ url }, 'listening');
    process.send?.({ listening: url });
    // The operator's command was killed: nobody would stop this process any more.
    process.once('disconnect', () => void app.close().finally(() => process.exit(0)));
  } catch (error) {
    logger.fatal({ err: error }, 'the API did not start');
    process.exitCode = 1;
    process.exit();
  }
}

void start();
