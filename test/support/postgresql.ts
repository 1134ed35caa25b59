import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './redis.js';

const versions = '/usr/lib/postgresql';
const bin = existsSync(versions)
  ? readdirSync(versions)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(versions, version, 'bin'))
      .find((folder) => existsSync(join(folder, 'initdb')))
  : undefined;

/** Debian's PostgreSQL, as an operator has it; `apt-get install postgresql` brings it. */
export const postgresqlIsHere = bin !== undefined;

export interface PostgresqlServer {
  /** As the administrator, on the database `postgres`. */
  readonly administratorUrl: string;
  stop(): Promise<void>;
}

/** Whom root lets it run as: PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody']).toString()));
  return { uid: uid as number, gid: gid as number };
}

/** A cluster of its own on a free port, gone when it is stopped. */
export async function startPostgresql(): Promise<PostgresqlServer> {
  const as = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'duijie-postgresql-'));
  const secret = join(folder, 'password');
  writeFileSync(secret, 'administrator', { mode: 0o600 });
  if (as) for (const path of [folder, secret]) chownSync(path, as.uid, as.gid);
  const data = join(folder, 'data');
  const options = { ...as, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };
  execFileSync(
    join(bin ?? '', 'initdb'),
    [
      '-D',
      data,
      '-U',
      'administrator',
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    { ...options, stdio: 'ignore' },
  );
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: 200,
  };
  const server: ChildProcess = spawn(
    join(bin ?? '', 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...options, stdio: 'ignore' },
  );
  const administratorUrl = `postgres://administrator:administrator@127.0.0.1:${port}/postgres`;
  await answering(administratorUrl);
  return {
    administratorUrl,
    stop: () =>
      new Promise((done) => {
        server.once('exit', () => {
          rmSync(folder, { recursive: true, force: true });
          done();
        });
        server.kill('SIGINT'); // its "fast" shutdown
      }),
  };
}

async function answering(url: string): Promise<void> {
  for (let i = 0; ; i++) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (i === 300) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
