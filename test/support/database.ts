import { randomBytes } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource, type DataSource as DataSourceType } from 'typeorm';
import { sha256 } from '#kernel';
import { Database, EmbeddedPostgres, lockKeys, migrate, readMigrations, sessionLock } from '#platform';

export interface SuiteDatabase {
  readonly url: string;
  readonly db: Database;
  /** Forgets the database; the server stays for the next suite. */
  drop(): Promise<void>;
}

/** The server of the test run, or one of this user's that stays between runs. */
async function server(): Promise<string> {
  const given = process.env['TEST_DATABASE_SERVER'];
  if (given) return given;
  const cluster = new EmbeddedPostgres(join(tmpdir(), `duijie-test-${userInfo().username}`));
  const { url } = await cluster.start();
  return url;
}

function at(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.toString();
}

/** A database of its own for a suite, with all migrations, copied from a template that is made once. */
export async function suiteDatabase(
  entities: NonNullable<DataSourceType['options']['entities']> = [],
): Promise<SuiteDatabase> {
  const base = await server();
  const template = `duijie_template_${sha256(
    readMigrations()
      .map((m) => m.name + m.sql)
      .join('\n'),
  ).slice(0, 16)}`;
  const name = `suite_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: at(base, 'postgres') });
  await client.connect();
  try {
    await client.query(sessionLock.take, lockKeys('testTemplate'));
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (!rowCount) {
      const half = `${template}_half`;
      await client.query(`DROP DATABASE IF EXISTS ${half}`);
      await client.query(`CREATE DATABASE ${half}`);
      await migrate(at(base, half));
      await client.query(`ALTER DATABASE ${half} RENAME TO ${template}`);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await client.end();
  }
  const url = at(base, name);
  const source = await new DataSource({
    type: 'postgres',
    url,
    entities,
    synchronize: false,
    poolSize: 10,
  }).initialize();
  return {
    url,
    db: new Database(source),
    drop: async () => {
      await source.destroy();
      const admin = new Client({ connectionString: at(base, 'postgres') });
      await admin.connect();
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
