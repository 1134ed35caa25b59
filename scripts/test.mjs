// `npm test`: installs and builds what is missing, then format, lint, types, imports and all suites. The last line
// counts the tests. `npm test -- PATTERN` runs only the suites whose path matches, without the checks.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer, buildSuites, buildWeb, install, root } from './build.mjs';

install();
buildServer();
buildSuites();
buildWeb();

const bin = (path) => join(root, 'node_modules', path);
const patterns = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'duijie-tests-'));
let failedChecks = 0;

/** Runs a check; its output is shown when it fails. */
function check(name, ...args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (part) => {
      output += part;
    });
    child.stderr.on('data', (part) => {
      output += part;
    });
    child.on('exit', (code) => {
      console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
      if (code !== 0) {
        failedChecks++;
        console.log(output);
      }
      done();
    });
  });
}

/**
 * The suites' server waits for no disk: what a crash of the machine would lose is nobody's. Suites that kill PostgreSQL
 * start their own, as it is shipped.
 */
async function hurry(url) {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const setting of ['fsync', 'full_page_writes'])
    await client.query(`ALTER SYSTEM SET ${setting} = off`);
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}

/** One after another: two rows side by side keep both processors of the smallest machine at work. */
async function checks(...row) {
  for (const [name, ...args] of row) await check(name, ...args);
}

if (patterns.length === 0)
  await Promise.all([
    checks(
      ['types (server)', bin('typescript/bin/tsc'), '-p', 'tsconfig.json'],
      ['SQL names only its own lib’s tables', join(root, 'scripts/tables.mjs')],
      ['functions take four parameters, or one object', join(root, 'scripts/parameters.mjs')],
      ['the libs’ faces name what others import', join(root, 'scripts/faces.mjs')],
      ['no migration was edited', join(root, 'scripts/migrations.mjs'), '--check'],
    ),
    checks(
      ['format and lint (biome)', bin('@biomejs/biome/bin/biome'), 'ci', '.'],
      [
        'imports as the design allows (dependency-cruiser)',
        bin('dependency-cruiser/bin/dependency-cruise.mjs'),
        ...['apps', 'libs', 'test', '--config', '.dependency-cruiser.cjs'],
      ],
      ['docs/errors.md is what the sources say', join(root, 'scripts/errors.mjs'), '--check'],
      ['docs/security.md names tests that are there', join(root, 'scripts/security.mjs'), '--check'],
      ['docs/policy.md is what the policy table says', join(root, 'scripts/policy.mjs'), '--check'],
      ['docs/architecture.md names files that are there', join(root, 'scripts/walks.mjs')],
      ['types (web)', bin('typescript/bin/tsc'), '-p', 'apps/web/tsconfig.json'],
    ),
  ]);

const { Client } = (await import('pg')).default;
const { EmbeddedPostgres } = await import(pathToFileURL(join(root, 'dist/libs/platform/src/index.js')).href);
const cluster = new EmbeddedPostgres(join(scratch, 'database'));
const { administratorUrl: url } = await cluster.start();
await hurry(url);
const report = join(scratch, 'report.json');
let status;
try {
  ({ status } = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      bin('jest/bin/jest.js'),
      '--json',
      `--outputFile=${report}`,
      ...patterns,
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TEST_DATABASE_SERVER: url } },
  ));
} finally {
  await cluster.remove();
}

const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites, testResults } =
  JSON.parse(readFileSync(report, 'utf8'));
for (const suite of testResults) {
  for (const test of suite.assertionResults)
    if (test.status === 'pending') console.log(`skipped: ${test.fullName}`);
}
rmSync(scratch, { recursive: true, force: true });
const failedTests = numFailedTests + numRuntimeErrorTestSuites;
// A suite can fail with none of its tests, as by what runs after them: then the run counts as one.
const failed = failedChecks + (status === 0 ? 0 : Math.max(failedTests, 1));
console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
