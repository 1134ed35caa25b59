import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '#platform';
import { eventually } from './app.js';

export interface Cluster {
  readonly administratorUrl: string;
  /** SIGKILL of the postmaster and of all its children at once; `revive` starts the server again where it was. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/** The postmaster's process id, by the file that it writes. @param dataDir as the platform has it */
export function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(homeOf(dataDir), 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/**
 * A PostgreSQL server of its own, which may be killed: the test run's is shared by all suites.
 * @param dataDir where it is to lie; a temporary directory otherwise
 */
export async function startCluster(
  dataDir = mkdtempSync(join(tmpdir(), 'duijie-cluster-')),
): Promise<Cluster> {
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o755); // PostgreSQL runs as another user where this process is root
  const server = new EmbeddedPostgres(dataDir);
  const { administratorUrl } = await server.start();
  return {
    administratorUrl,
    kill: async () => {
      const family = familyOf(postmasterOf(dataDir));
      for (const pid of family) process.kill(pid, 'SIGKILL');
      await eventually(
        async () => family.filter(isAlive),
        (alive) => alive.length === 0,
      );
    },
    revive: async () => {
      const { administratorUrl: now } = await server.start();
      if (now !== administratorUrl) throw new Error(`PostgreSQL came back at another address: ${now}`);
    },
    stop: async () => {
      await server.remove();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Where root's server lies elsewhere, a file in the data directory says where. */
function homeOf(dataDir: string): string {
  const pointer = join(dataDir, 'postgres-at');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(dataDir, 'postgres');
}

/** The process first, so that it starts no further children. */
function familyOf(pid: number): number[] {
  const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid='])
    .toString()
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child as number);
  return [pid, ...children];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
