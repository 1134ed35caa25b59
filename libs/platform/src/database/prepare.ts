import { runMigrations } from 'bullmq';
import { Client } from 'pg';
import { queueNames } from '#contracts';
import { grantApplication } from './grants.js';
import { lockKeys, sessionLock } from './locks.js';
import { type Migration, migrate, missing, readMigrations } from './migrate.js';

export interface Preparation {
  /** Who applies migrations: the owner of the schema. */
  readonly ownerUrl: string;
  /** Who works with the rows afterwards; may be the owner, where an operator gives one URL only. */
  readonly applicationUrl: string;
  readonly migrations?: readonly Migration[];
}

export class MigrationsMissing extends Error {
  readonly code = 'migration.missing';

  constructor(names: readonly string[], role: string) {
    super(
      `${names.length} migrations are missing (${names[0]} …) and ${role} may not apply them: set DATABASE_OWNER_URL and run \`duijie migrate\``,
    );
  }
}

/**
 * Brings a database to where the processes can work on it: migrations, the queues' own tables, and the application
 * role's rights. Safe to call by several at once; with nothing to do it only reads, so the application role may call it.
 * @returns the names of the migrations applied now.
 * @throws MigrationsMissing `migration.missing`, MigrationChanged `migration.changed`
 */
export async function prepareDatabase({
  ownerUrl,
  applicationUrl,
  migrations = readMigrations(),
}: Preparation): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'duijie migrate' });
  await client.connect();
  try {
    const owner = await roleOf(client);
    if (!owner.mayCreate) {
      const names = await missing(client, migrations);
      if (names.length > 0) throw new MigrationsMissing(names, owner.name);
      return [];
    }
    const applied = await migrate(ownerUrl, migrations);
    await client.query(sessionLock.take, lockKeys('grants'));
    await prepareQueues(client);
    const application = new Client({ connectionString: applicationUrl }).user;
    if (application !== undefined && application !== owner.name) await grantApplication(client, application);
    return applied;
  } finally {
    await client.end();
  }
}

/** The queues' schema, and the sequence that each queue would otherwise make for itself on its first job. */
async function prepareQueues(client: Client): Promise<void> {
  await runMigrations(client);
  for (const name of queueNames) {
    const { rows } = await client.query<{ sequence: string; known: boolean }>(
      `SELECT n AS sequence, to_regclass('bullmq.' || n) IS NOT NULL AS known FROM bullmq.job_id_seq_name($1) AS n`,
      [name],
    );
    const [sequence] = rows;
    if (sequence && !sequence.known)
      await client.query(`CREATE SEQUENCE bullmq.${client.escapeIdentifier(sequence.sequence)}`);
  }
}

async function roleOf(client: Client): Promise<{ readonly name: string; readonly mayCreate: boolean }> {
  const { rows } = await client.query<{ name: string; may: boolean }>(
    "SELECT current_user AS name, has_schema_privilege('public', 'CREATE') AS may",
  );
  return { name: rows[0]?.name ?? '', mayCreate: rows[0]?.may ?? false };
}
