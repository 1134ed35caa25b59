import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { FollowerStates } from '../facts/states.js';
import { FileStore } from '../files/file-store.js';
import { IdempotencyKeys } from '../idempotency/idempotency.js';
import { JobQueues } from '../queues/queues.js';
import { Database } from './database.js';

/** Config, database, queues and files for a process; global, once. */
@Global()
@Module({})
export class PlatformModule {
  /** `config` must hold DATABASE_URL: the launcher sets it after it has started the embedded server. */
  static forRoot(config: Config): DynamicModule {
    const url = config.get('DATABASE_URL');
    if (url === undefined) throw new Error('DATABASE_URL is not set: start through `duijie up`, or set it');
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url,
          autoLoadEntities: true,
          synchronize: false,
          retryAttempts: 3,
          retryDelay: 500,
          poolSize: config.get('DATABASE_POOL'),
          extra: { application_name: 'duijie', idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000 },
        }),
      ],
      providers: [
        { provide: Config, useValue: config },
        { provide: Database, useFactory: (source: DataSource) => new Database(source), inject: [DataSource] },
        { provide: JobQueues, useFactory: () => JobQueues.open(config) },
        {
          provide: FileStore,
          useFactory: () => FileStore.below(config.get('DATA_DIR')),
        },
        IdempotencyKeys,
        FollowerStates,
      ],
      exports: [Config, Database, JobQueues, FileStore, IdempotencyKeys, FollowerStates],
    };
  }
}
