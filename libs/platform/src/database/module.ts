import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Config } from '../config/config.js';
import { platformEntities } from '../entities/index.js';
import { FollowerStates } from '../facts/states.js';
import { FileStore } from '../files/file-store.js';
import { objectsOf } from '../files/of-config.js';
import { IdempotencyKeys } from '../idempotency/idempotency.js';
import { Jobs } from '../jobs/jobs.js';
import { JobQueues } from '../queues/queues.js';
import { Database } from './database.js';
import { entityModule } from './entity.js';
import { lock } from './locks.js';
import { heavyShare, poolOptions, type WorkKind } from './work.js';

/** Config, database, queues and files for a process; global, once. */
@Global()
@Module({})
export class PlatformModule {
  /** `config` must hold DATABASE_URL: the launcher sets it after it has started the embedded server. */
  static forRoot(config: Config, kind: Exclude<WorkKind, 'heavy'> = 'job'): DynamicModule {
    const url = config.get('DATABASE_URL');
    if (url === undefined) throw new Error('DATABASE_URL is not set: start through `duijie up`, or set it');
    const connections = config.get('DATABASE_POOL');
    const share = kind === 'request' ? heavyShare(connections) : 0;
    return {
      module: PlatformModule,
      imports: [
        entityModule(platformEntities),
        TypeOrmModule.forRoot({
          type: 'postgres',
          url,
          autoLoadEntities: true,
          synchronize: false,
          retryAttempts: 3,
          retryDelay: 500,
          poolSize: Math.max(1, connections - share),
          extra: poolOptions(kind, config),
        }),
      ],
      providers: [
        { provide: Config, useValue: config },
        {
          provide: Database,
          useFactory: async (source: DataSource) =>
            new Database(source, share > 0 ? await heavySource(source, share, config) : undefined),
          inject: [DataSource],
        },
        { provide: JobQueues, useFactory: () => JobQueues.open(config) },
        {
          provide: FileStore,
          useFactory: (db: Database) =>
            new FileStore(objectsOf(config), (name, work) =>
              db.transaction(async (tx) => {
                await lock(tx, 'storedFile', name);
                return work();
              }),
            ),
          inject: [Database],
        },
        IdempotencyKeys,
        Jobs,
        FollowerStates,
      ],
      exports: [Config, Database, JobQueues, Jobs, FileStore, IdempotencyKeys, FollowerStates],
    };
  }
}

function heavySource(source: DataSource, connections: number, config: Config): Promise<DataSource> {
  const options = source.options as Extract<DataSourceOptions, { type: 'postgres' }>;
  return new DataSource({
    ...options,
    poolSize: connections,
    extra: poolOptions('heavy', config),
  }).initialize();
}
