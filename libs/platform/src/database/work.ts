import type { Config } from '../config/config.js';
import { PatientClient } from './client.js';

/**
 * What a process does with its connections. `request`: what people wait for; short, and given up rather than waited for.
 * `heavy`: imports, reports and editions asked for over HTTP, on connections of their own, so that a dozen of them keep
 * nobody from reading. `job`: used by the worker and the command line.
 */
export type WorkKind = 'request' | 'heavy' | 'job';

/** A heavy statement may take so many times as long as that of an ordinary request. */
const heavyFactor = 20;
const minute = 60_000;

/** Options of the pool (pg) for a kind of work, in milliseconds. */
export function poolOptions(kind: WorkKind, config: Config): Record<string, unknown> {
  const wait = config.get('DATABASE_WAIT_SECONDS') * 1000;
  const statement = config.get('DATABASE_STATEMENT_SECONDS') * 1000;
  const common = {
    Client: PatientClient,
    application_name: `duijie ${kind}`,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  };
  switch (kind) {
    case 'request':
      return {
        ...common,
        connectionTimeoutMillis: wait,
        statement_timeout: statement,
        lock_timeout: Math.ceil((statement * 2) / 3),
        idle_in_transaction_session_timeout: minute,
        query_timeout: statement + 5000, // where the server is gone without a word
      };
    case 'heavy':
      return {
        ...common,
        connectionTimeoutMillis: wait * 6,
        statement_timeout: statement * heavyFactor,
        lock_timeout: minute / 2,
        idle_in_transaction_session_timeout: 5 * minute,
        query_timeout: statement * heavyFactor + 5000,
      };
    case 'job':
      return { ...common, connectionTimeoutMillis: wait * 6, statement_timeout: 30 * minute };
  }
}

/** Of the connections that a process may have, those for heavy work: three of ten, and at least one. */
export function heavyShare(connections: number): number {
  return Math.max(1, Math.floor(connections * 0.3));
}
