import { createPostgresBackend, type QueueOptions, setDefaultBackendFactory } from 'bullmq';
import type { Config } from '../config/config.js';

export type Connection = Pick<QueueOptions, 'connection' | 'prefix'>;

export interface QueueBackend {
  readonly kind: 'postgres' | 'redis';
  /** Options of one Queue or Worker. */
  connection(size: number): Connection;
}

/** PostgreSQL unless REDIS_URL is set. The choice holds for the whole process (BullMQ keeps it in a global). */
export async function openBackend(config: Config): Promise<QueueBackend> {
  const redis = config.get('REDIS_URL');
  if (redis !== undefined) {
    setDefaultBackendFactory();
    const connection = { url: redis, maxRetriesPerRequest: null };
    return { kind: 'redis', connection: () => ({ connection, prefix: config.get('QUEUE_PREFIX') }) };
  }
  const connectionString = config.get('DATABASE_URL');
  setDefaultBackendFactory(createPostgresBackend); // its tables are made with the migrations, by their owner
  return {
    kind: 'postgres',
    connection: (size) => ({
      connection: { connectionString, max: size } as unknown as NonNullable<QueueOptions['connection']>,
    }),
  };
}
