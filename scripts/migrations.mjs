// Keeps the hash of every migration in libs/platform/migrations/SHA256SUMS (`sha256sum --check` reads it): `node
// scripts/migrations.mjs` adds the hashes of new files, and refuses when a file that has one was changed, renamed or
// removed, or where two files have one number. `--check` only compares.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

const folder = join(root, 'libs/platform/migrations');
const list = join(folder, 'SHA256SUMS');
const files = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
);
const kept = new Map(
  (existsSync(list) ? readFileSync(list, 'utf8') : '')
    .split('\n')
    .filter(Boolean)
    .map((line) => [line.slice(66), line.slice(0, 64)]),
);

const changed = [...kept].filter(([name, hash]) => files.get(name) !== hash).map(([name]) => name);
const added = [...files.keys()].filter((name) => !kept.has(name));
const numberOf = (name) => name.slice(0, 4);
/** Applied before this was checked: an applied file keeps its name. */
const appliedTogether = new Set([
  '0024_aided_lists.sql',
  '0024_import_speed.sql',
  '0024_recount.sql',
  '0030_import_form.sql',
  '0030_ladders.sql',
]);
/** A number stands for one file; two that were written side by side both have a hash when their branches meet. */
const twice = [...files.keys()].filter((name) =>
  [...files.keys()].some(
    (other) =>
      other !== name &&
      numberOf(other) === numberOf(name) &&
      !(appliedTogether.has(name) && appliedTogether.has(other)),
  ),
);
if (twice.length > 0) {
  console.error(`${twice.join(', ')}: another file has this number; the newer one takes the next`);
  process.exitCode = 1;
} else if (changed.length > 0) {
  console.error(`${changed.join(', ')}: changed after it had been applied; write a new migration instead`);
  process.exitCode = 1;
} else if (process.argv.includes('--check')) {
  if (added.length > 0) {
    console.error(`${added.join(', ')}: without a hash; run \`node scripts/migrations.mjs\``);
    process.exitCode = 1;
  }
} else {
  const lines = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, hash]) => `${hash}  ${name}\n`);
  writeFileSync(list, lines.join(''));
}
