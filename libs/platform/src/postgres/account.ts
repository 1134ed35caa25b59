import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The system user that PostgreSQL runs as, where this process is root: PostgreSQL refuses to run as root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const ours = 'duijie';

/** Undefined for an ordinary user, who runs PostgreSQL as himself. */
export function databaseAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return find('postgres') ?? find(ours) ?? create();
}

function find(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((l) => l.startsWith(`${name}:`));
  const parts = line?.split(':');
  return parts ? { name, uid: Number(parts[2]), gid: Number(parts[3]) } : undefined;
}

function create(): Account {
  const made = spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', ours]);
  if (made.status !== 0) execFileSync('adduser', ['-S', '-D', '-H', ours]); // Alpine
  const account = find(ours);
  if (!account)
    throw new Error('could not make a system user for PostgreSQL; set DATABASE_URL to a PostgreSQL server');
  return account;
}

/** True when every folder above `path` lets the account pass. */
export function reachable(path: string, account: Account): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (dirname(folder) === folder) return true;
  }
}
