import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { sha256 } from '#kernel';
import { projectRoot } from '../root.js';
import { lockKeys, sessionLock } from './locks.js';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

export class MigrationChanged extends Error {
  readonly code = 'migration.changed';

  constructor(name: string) {
    super(`${name} was changed after it had been applied: write a new migration instead`);
  }
}

export function readMigrations(folder = join(projectRoot, 'libs/platform/migrations')): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }));
}

/**
 * Applies what is missing, each file in a transaction of its own, under an advisory lock.
 * @returns the names applied now.
 * @throws MigrationChanged `migration.changed`: an applied file differs from what was applied.
 */
export async function migrate(
  databaseUrl: string,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'duijie migrate' });
  await client.connect();
  try {
    await client.query(sessionLock.take, lockKeys('migrations'));
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
      name text CONSTRAINT pk_schema_migrations PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const known = await client.query<{ name: string; sha256: string }>(
      'SELECT name, sha256 FROM schema_migrations',
    );
    const hashes = new Map(known.rows.map((row) => [row.name, row.sha256]));
    const applied: string[] = [];
    for (const { name, sql } of migrations) {
      const hash = sha256(sql);
      const before = hashes.get(name);
      if (before !== undefined && before !== hash) throw new MigrationChanged(name);
      if (before !== undefined) continue;
      await applyOne(client, name, sql, hash);
      applied.push(name);
    }
    return applied;
  } finally {
    await client.end();
  }
}

/** The names that are not applied yet, told without a right to apply them. */
export async function missing(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  const { rows: there } = await client.query<{ ok: boolean }>(
    "SELECT to_regclass('public.schema_migrations') IS NOT NULL AS ok",
  );
  if (!there[0]?.ok) return migrations.map(({ name }) => name);
  const { rows: known } = await client.query<{ name: string }>('SELECT name FROM schema_migrations');
  const names = new Set(known.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !names.has(name));
}

async function applyOne(client: Client, name: string, sql: string, hash: string): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query('INSERT INTO schema_migrations (name, sha256) VALUES ($1, $2)', [name, hash]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
