import { randomBytes } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { sha256 } from '#kernel';
import {
  createDatabase,
  Database,
  EmbeddedPostgres,
  ensureRoles,
  lockKeys,
  prepareDatabase,
  type Roles,
  readMigrations,
  sessionLock,
  urlFor,
} from '#platform';
import { loadedEntities } from '../bench/entities.js';

export interface SuiteDatabase {
  /** As the processes have it: a role without rights over schema and triggers, so that a missing grant is found. */
  readonly url: string;
  readonly db: Database;
  /** The owner of the schema: migrations, and whatever a test does to the database that the platform may not. */
  readonly ownerUrl: string;
  readonly owner: Database;
  /** Forgets the database; the server stays for the next suite. */
  drop(): Promise<void>;
}

/** Of the test server alone, whoever runs it. */
const roles: Roles = {
  owner: { name: 'suite_owner', password: 'suite_owner' },
  application: { name: 'suite_app', password: 'suite_app' },
};

/** The server of the test run, or one of this user's that stays between runs; as its administrator. */
export async function testServer(): Promise<string> {
  const given = process.env['TEST_DATABASE_SERVER'];
  if (given) return given;
  const cluster = new EmbeddedPostgres(join(tmpdir(), `duijie-test-${userInfo().username}`));
  return (await cluster.start()).administratorUrl;
}

/**
 * A database of its own for a suite, with all migrations, copied from a template that is made once.
 * @param on the administrator's URL of another server than the test run's
 */
export async function suiteDatabase(on?: string): Promise<SuiteDatabase> {
  const base = on ?? (await testServer());
  const template = `duijie_template_${sha256(
    readMigrations()
      .map((m) => m.name + m.sql)
      .join('\n'),
  ).slice(0, 16)}`;
  const name = `suite_${randomBytes(6).toString('hex')}`;
  await asAdministrator(base, async (client) => {
    await client.query(sessionLock.take, lockKeys('testTemplate'));
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (!rowCount) await makeTemplate(client, base, template);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${roles.owner.name}`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO ${roles.application.name}`);
  });
  return entered(base, name);
}

/** A database as a release left it, brought to the present. @param filled what test/upgrade/dump.ts wrote of it. */
export async function upgradedDatabase(filled: string): Promise<SuiteDatabase> {
  const [, last = ''] = /whose last migration is (\S+\.sql)/.exec(filled) ?? [];
  const base = await testServer();
  const name = `suite_${randomBytes(6).toString('hex')}`;
  const urls = {
    ownerUrl: urlFor(base, name, roles.owner),
    applicationUrl: urlFor(base, name, roles.application),
  };
  await ensureRoles(base, roles);
  await createDatabase(base, name, roles);
  await prepareDatabase({ ...urls, migrations: readMigrations().filter((one) => one.name <= last) });
  await asAdministrator(base, (client) => client.query(filled), name);
  await prepareDatabase(urls);
  return entered(base, name);
}

async function entered(base: string, name: string): Promise<SuiteDatabase> {
  const url = urlFor(base, name, roles.application);
  const ownerUrl = urlFor(base, name, roles.owner);
  const application = await source(url, 10);
  const owner = await source(ownerUrl, 2);
  return {
    url,
    ownerUrl,
    db: new Database(application),
    owner: new Database(owner),
    drop: async () => {
      await Promise.all([application.destroy(), owner.destroy()]);
      await asAdministrator(base, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** Under another name until it is whole. */
async function makeTemplate(client: Client, base: string, template: string): Promise<void> {
  const half = `${template}_half`;
  await client.query(`DROP DATABASE IF EXISTS ${half}`);
  await ensureRoles(base, roles);
  await createDatabase(base, half, roles);
  await prepareDatabase({
    ownerUrl: urlFor(base, half, roles.owner),
    applicationUrl: urlFor(base, half, roles.application),
  });
  await client.query(`ALTER DATABASE ${half} RENAME TO ${template}`);
}

async function asAdministrator(
  base: string,
  work: (client: Client) => Promise<unknown>,
  database = 'postgres',
): Promise<void> {
  const client = new Client({ connectionString: urlFor(base, database) });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** With the entities of all libs that the suite has imported. */
function source(url: string, poolSize: number): Promise<DataSource> {
  const entities = loadedEntities();
  return new DataSource({ type: 'postgres', url, entities, synchronize: false, poolSize }).initialize();
}
