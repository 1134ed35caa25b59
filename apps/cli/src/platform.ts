import { resolve } from 'node:path';
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Config,
  createLogger,
  EmbeddedPostgres,
  NestLogger,
  OperatorLock,
  PlatformModule,
  prepareDatabase,
} from '#platform';

/**
 * Runs `work` with DATABASE_URL set: the given one, or the embedded server, which is started for the command and
 * stopped after it unless it ran before or an `up` has taken it over meanwhile.
 */
export async function withDatabase<T>(work: (config: Config) => Promise<T>): Promise<T> {
  const config = Config.load();
  if (config.get('DATABASE_URL') !== undefined) return work(config);
  const dataDir = resolve(config.get('DATA_DIR'));
  const cluster = new EmbeddedPostgres(dataDir);
  const { url, ownerUrl, startedNow } = await cluster.start();
  process.env['DATABASE_URL'] = url;
  process.env['DATABASE_OWNER_URL'] = ownerUrl;
  try {
    return await work(Config.load());
  } finally {
    if (startedNow && OperatorLock.holder(dataDir) === undefined) await cluster.stop();
  }
}

/** Migrations by the schema's owner, and what the application role may do. @returns the names applied now. */
export function prepare(config: Config): Promise<string[]> {
  const applicationUrl = config.get('DATABASE_URL') ?? '';
  return prepareDatabase({ ownerUrl: config.get('DATABASE_OWNER_URL') ?? applicationUrl, applicationUrl });
}

@Module({})
class CommandModule {
  static of(config: Config, modules: readonly Type[]): DynamicModule {
    return { module: CommandModule, imports: [PlatformModule.forRoot(config), ...modules] };
  }
}

/** The same, with migrations applied and the services of `modules` at hand. */
export function withServices<T>(
  modules: readonly Type[],
  work: (app: INestApplicationContext, config: Config) => Promise<T>,
): Promise<T> {
  return withDatabase(async (config) => {
    await prepare(config);
    const logger = createLogger('warn', 'cli');
    const app = await NestFactory.createApplicationContext(CommandModule.of(config, modules), {
      logger: new NestLogger(logger),
      abortOnError: false,
    });
    try {
      return await work(app, config);
    } finally {
      await app.close();
    }
  });
}
