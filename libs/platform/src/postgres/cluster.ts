import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Account, databaseAccount, reachable } from './account.js';
import { hydrateLinks, packagedBinaries, stage } from './binaries.js';
import { type Credentials, createDatabase, ensureRoles, type Roles, urlFor } from './roles.js';

const run = promisify(execFile);
/** Where root's clusters go when their user cannot enter the data directory. */
const systemFolder = '/var/lib/duijie';

export interface RunningPostgres {
  /** For the processes: reads and writes rows, and has no right over schema, triggers and files. */
  readonly url: string;
  /** For migrations. */
  readonly ownerUrl: string;
  /** For roles and databases, on the database `postgres`. */
  readonly administratorUrl: string;
  readonly startedNow: boolean;
}

/**
 * The PostgreSQL that comes with the npm package, under a data directory. The server is a process of its own (pg_ctl):
 * it outlives a killed operator's command and is used again by the next.
 */
export class EmbeddedPostgres {
  private readonly account: Account | undefined = databaseAccount();
  private readonly home: string;
  private readonly bin: string;

  /** @param dataDir made if absent; may hold blanks and any characters. */
  constructor(dataDir: string) {
    const folder = resolve(dataDir);
    mkdirSync(folder, { recursive: true });
    const { native, version } = packagedBinaries();
    hydrateLinks(native);
    this.home = this.place(folder);
    mkdirSync(this.home, { recursive: true });
    if (this.account && !reachable(native, this.account)) {
      const staged = join(systemFolder, `postgresql-${version}`);
      mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
      stage(native, staged);
      this.bin = join(staged, 'bin');
    } else {
      this.bin = join(native, 'bin');
    }
  }

  /** Starts the server unless it runs already, and makes its roles and the `duijie` database if absent. */
  async start(): Promise<RunningPostgres> {
    if (!existsSync(join(this.data, 'PG_VERSION'))) await this.initialise();
    const running = await this.runningPort();
    const port = running ?? (await this.launch());
    const roles = this.roles();
    const administratorUrl = this.at(port, 'postgres', this.administrator());
    await ensureRoles(administratorUrl, roles);
    await createDatabase(administratorUrl, 'duijie', roles);
    return {
      url: this.at(port, 'duijie', roles.application),
      ownerUrl: this.at(port, 'duijie', roles.owner),
      administratorUrl,
      startedNow: running === undefined,
    };
  }

  /** The application's URL on the running server, or undefined when none runs. */
  async url(database = 'duijie'): Promise<string | undefined> {
    const port = await this.runningPort();
    return port === undefined ? undefined : this.at(port, database, this.roles().application);
  }

  /** Asked often: by the server's own file and a signal that does nothing, not by a program. */
  isAlive(): boolean {
    try {
      const pid = Number(readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }

  get log(): string {
    return join(this.home, 'log');
  }

  async stop(): Promise<void> {
    if ((await this.runningPort()) !== undefined)
      await this.exec('pg_ctl', ['stop', '-D', this.data, '-m', 'fast', '-w', '-t', '30']);
  }

  /** Ends the server and deletes what it holds: where this process is root, that may lie outside the data directory. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** PostgreSQL's data directory. */
  get data(): string {
    return join(this.home, 'cluster');
  }

  private place(folder: string): string {
    if (!this.account || reachable(folder, this.account)) return join(folder, 'postgres');
    // A random name kept in the data directory: a new data directory never meets the cluster of an old one.
    const pointer = join(folder, 'postgres-at');
    if (!existsSync(pointer)) writeFileSync(pointer, join(systemFolder, randomUUID()));
    return readFileSync(pointer, 'utf8').trim();
  }

  private at(port: number, database: string, role: Credentials): string {
    return urlFor(`postgres://127.0.0.1:${port}`, database, role);
  }

  private administrator(): Credentials {
    return { name: 'duijie', password: readFileSync(join(this.home, 'password'), 'utf8').trim() };
  }

  private roles(): Roles {
    const of = (role: string): Credentials => ({ name: `duijie_${role}`, password: this.secret(role) });
    return { owner: of('owner'), application: of('app') };
  }

  /** A role's password, made when first asked for; of two who ask at once the later takes the earlier's. */
  private secret(role: string): string {
    const file = join(this.home, `password-${role}`);
    try {
      writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    return readFileSync(file, 'utf8').trim();
  }

  private async initialise(): Promise<void> {
    rmSync(this.data, { recursive: true, force: true }); // an initdb that was interrupted
    mkdirSync(this.data, { recursive: true });
    const secret = join(this.home, 'password');
    writeFileSync(secret, randomBytes(24).toString('hex'), { mode: 0o600 });
    chmodSync(this.data, 0o700);
    if (this.account)
      for (const path of [this.home, this.data, secret]) chownSync(path, this.account.uid, this.account.gid);
    await this.exec('initdb', [
      '-D',
      this.data,
      '-U',
      'duijie',
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]);
    writeFileSync(join(this.data, 'postgresql.conf'), "\ninclude 'duijie.conf'\n", { flag: 'a' });
  }

  private async launch(): Promise<number> {
    let last: unknown;
    for (let attempt = 0; attempt < 3; attempt++) {
      const port = await this.port();
      writeFileSync(join(this.data, 'duijie.conf'), configuration(port));
      try {
        await this.exec('pg_ctl', [
          'start',
          '-D',
          this.data,
          '-w',
          '-t',
          '60',
          '-s',
          '-l',
          join(this.home, 'log'),
        ]);
        return port;
      } catch (error) {
        last = error; // another process may have taken the port, or started the same cluster, in between
        const running = await this.runningPort();
        if (running !== undefined) return running;
      }
    }
    const log = existsSync(join(this.home, 'log'))
      ? readFileSync(join(this.home, 'log'), 'utf8').split('\n').slice(-6).join('\n')
      : '';
    throw new Error(`PostgreSQL did not start under ${this.home}\n${log}`, { cause: last });
  }

  /** The last one where it is free: after a crash, whoever is connected finds the server where it was. */
  private async port(): Promise<number> {
    const file = join(this.data, 'duijie.conf');
    const last = existsSync(file) ? /^port = (\d+)$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    return last !== undefined && (await isFree(Number(last))) ? Number(last) : freePort();
  }

  private async runningPort(): Promise<number | undefined> {
    const file = join(this.data, 'postmaster.pid');
    if (!existsSync(file)) return undefined;
    try {
      await this.exec('pg_ctl', ['status', '-D', this.data]);
    } catch {
      return undefined;
    }
    const port = Number(readFileSync(file, 'utf8').split('\n')[3]);
    return Number.isInteger(port) && port > 0 ? port : undefined;
  }

  private async exec(program: string, args: readonly string[]): Promise<void> {
    const as = this.account ? { uid: this.account.uid, gid: this.account.gid } : {};
    // pg_ctl's server inherits the pipes of its output; '-l' and '-s' keep it from holding them.
    await run(join(this.bin, program), [...args], {
      ...as,
      cwd: this.account ? '/' : this.home,
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
  }
}

function configuration(port: number): string {
  return [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''", // a path under DATA_DIR may be longer than a socket's name may be
    'max_connections = 200',
    "shared_buffers = '256MB'",
    "work_mem = '16MB'",
    "maintenance_work_mem = '128MB'",
    "max_wal_size = '2GB'",
    'jit = off',
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    '',
  ].join('\n');
}

function isFree(port: number): Promise<boolean> {
  return freePort(port).then(
    () => true,
    () => false,
  );
}

/** @param wanted 0: any. */
function freePort(wanted = 0): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolvePort(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
