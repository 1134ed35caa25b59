// Builds what is missing or stale, and nothing when all is there: server code with swc, the web client with Vite.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function run(command, args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** One hash of names, sizes and times below `folders`: cheap, and any edit changes it. */
function fingerprint(folders) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path.slice(root.length)} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const folder of folders) if (existsSync(join(root, folder))) visit(join(root, folder));
  return hash.digest('hex');
}

function stale(name, folders) {
  const file = join(root, 'dist', `.${name}`);
  const now = fingerprint(folders);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return now === before
    ? undefined
    : () => {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, now);
      };
}

/** Installs when package-lock.json is newer than what npm says it installed. */
export function install() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  )
    return;
  console.error('Installing the libraries (npm ci) …');
  run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

const ofServer = [
  ...['apps/api', 'apps/worker', 'apps/cli', 'libs', 'test/bench'],
  ...['.swcrc', 'scripts/bundle.mjs', 'scripts/bundling.mjs', 'scripts/launch.cjs', 'package-lock.json'],
];

export function buildServer() {
  const built = stale('server', ofServer);
  if (!built) return;
  console.error('Building the server …');
  for (const folder of ['apps/api', 'apps/worker', 'apps/cli', 'libs', 'test/bench'])
    rmSync(join(root, 'dist', folder), { recursive: true, force: true });
  const sources = ['apps/api', 'apps/worker', 'apps/cli', 'libs', 'test/bench'].filter((folder) =>
    existsSync(join(root, folder)),
  );
  run(process.execPath, [
    join(root, 'node_modules/@swc/cli/bin/swc.js'),
    ...sources,
    '-d',
    'dist',
    '--copy-files',
    '--ignore',
    '**/*.spec.ts,**/*.spec.tsx',
    '--quiet',
  ]);
  rmSync(join(root, 'dist/processes'), { recursive: true, force: true });
  run(process.execPath, [join(root, 'scripts/bundle.mjs')]);
  built();
}

/** What the suites load as one file each, besides the libs; jest.config.mjs says how they find it. */
export const bundledPackages = [
  ...['typeorm', 'pg', 'zod', 'rxjs', 'bullmq', 'fastify', 'fflate', 'yauzl', 'hucre'],
  ...[
    'hucre/xlsx',
    'hucre/ods',
    '@nestjs/common',
    '@nestjs/core',
    '@nestjs/platform-fastify',
    '@nestjs/typeorm',
  ],
];

/** @returns whether there is a bundle of the libs as they are now: not where the server was not built since. */
export function buildSuites() {
  if (stale('server', ofServer)) return false;
  const built = stale('suites', ['dist/.server', 'scripts/bundle-suites.mjs']);
  if (built) {
    rmSync(join(root, 'dist/suites'), { recursive: true, force: true });
    run(process.execPath, [join(root, 'scripts/bundle-suites.mjs')]);
    built();
  }
  return true;
}

export function buildWeb() {
  if (!existsSync(join(root, 'apps/web/vite.config.ts'))) return;
  const built = stale('web', ['apps/web', 'libs/contracts', 'package-lock.json']);
  if (!built) return;
  console.error('Building the web client …');
  run(process.execPath, [
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    '--config',
    'apps/web/vite.config.ts',
    '--logLevel',
    'warn',
    '--outDir',
    join(root, 'dist/web.next'),
  ]);
  // In the place of the old one at once: a server that runs meanwhile always has a whole client to serve.
  const [place, before] = [join(root, 'dist/web'), join(root, 'dist/web.before')];
  rmSync(before, { recursive: true, force: true });
  if (existsSync(place)) renameSync(place, before);
  renameSync(join(root, 'dist/web.next'), place);
  rmSync(before, { recursive: true, force: true });
  built();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
  buildServer();
  buildWeb();
}
