import { createPostgresBackend, type QueueOptions, setDefaultBackendFactory } from 'bullmq';
import type { Config } from '../config/config.js';
import { PatientClient } from '../database/client.js';

/** How long a producer's command may take, in milliseconds. */
const patience = 5000;

export type Connection = Pick<QueueOptions, 'connection' | 'prefix'>;

export interface QueueBackend {
  readonly kind: 'postgres' | 'redis';
  /** Options of one Worker: it waits for its server for as long as that is gone. */
  connection(size: number): Connection;
  /** Options of one Queue: somebody waits for its answers. */
  producer(size: number): Connection;
}

/** PostgreSQL unless REDIS_URL is set. The choice holds for the whole process (BullMQ keeps it in a global). */
export async function openBackend(config: Config): Promise<QueueBackend> {
  const redis = config.get('REDIS_URL');
  if (redis !== undefined) {
    setDefaultBackendFactory();
    const connection = { url: redis, maxRetriesPerRequest: null };
    const prefix = config.get('QUEUE_PREFIX');
    return {
      kind: 'redis',
      connection: () => ({ connection, prefix }),
      producer: () => ({
        connection: { ...connection, connectTimeout: patience, commandTimeout: patience },
        prefix,
      }),
    };
  }
  const connectionString = config.get('DATABASE_URL');
  setDefaultBackendFactory(createPostgresBackend); // its tables are made with the migrations, by their owner
  const pool = (options: object) => ({
    connection: { connectionString, Client: PatientClient, ...options } as unknown as NonNullable<
      QueueOptions['connection']
    >,
  });
  return {
    kind: 'postgres',
    connection: (size) => pool({ max: size }),
    producer: (size) => pool({ max: size, connectionTimeoutMillis: patience, query_timeout: 2 * patience }),
  };
}
