import type { IRateLimiterPostgresOptions } from 'rate-limiter-flexible';
import type { Database } from '#platform';

/** Counters in PostgreSQL: several processes count together. */
export function counterStore(db: Database): Omit<IRateLimiterPostgresOptions, 'points' | 'duration'> {
  return {
    storeClient: db.pool,
    storeType: 'pool',
    tableName: 'throttle_counts',
    tableCreated: true,
    clearExpiredByTimeout: false,
  };
}
