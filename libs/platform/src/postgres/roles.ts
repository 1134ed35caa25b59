import { Client } from 'pg';
import { lockKeys, sessionLock } from '../database/locks.js';

/** The two roles beside the server's administrator: one owns the schema, the other only works with its rows. */
export interface Roles {
  readonly owner: Credentials;
  readonly application: Credentials;
}

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** Makes both roles, or gives them their passwords again. Names and passwords are ours, never a person's input. */
export async function ensureRoles(administratorUrl: string, roles: Roles): Promise<void> {
  await connected(administratorUrl, async (client) => {
    await client.query(sessionLock.take, lockKeys('roles'));
    for (const { name, password } of [roles.owner, roles.application]) {
      const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
      const verb = known.rowCount ? 'ALTER' : 'CREATE';
      await client.query(
        `${verb} ROLE ${client.escapeIdentifier(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
           PASSWORD ${client.escapeLiteral(password)}`,
      );
    }
  });
}

/** Makes a database of the owner's that only the two roles may enter, unless it is there. */
export async function createDatabase(administratorUrl: string, name: string, roles: Roles): Promise<void> {
  await connected(administratorUrl, async (client) => {
    await client.query(sessionLock.take, lockKeys('roles'));
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    const database = client.escapeIdentifier(name);
    await client.query(`CREATE DATABASE ${database} OWNER ${client.escapeIdentifier(roles.owner.name)}`);
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  });
}

/** The same server's URL for another role and database. */
export function urlFor(serverUrl: string, database: string, role?: Credentials): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  if (role) {
    url.username = role.name;
    url.password = role.password;
  }
  return url.toString();
}

async function connected(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
