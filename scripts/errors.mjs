// Writes docs/errors.md from the error classes and the codes in the sources: `node scripts/errors.mjs`; `--check` only compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

const found = new Map();
function visit(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) visit(path);
    else if (/\.tsx?$/.test(entry.name) && !/\.spec\./.test(entry.name)) read(path);
  }
}
function read(path) {
  const source = readFileSync(join(root, path), 'utf8');
  for (const [, code, status] of source.matchAll(
    /code = '([a-z_]+(?:\.[a-z_]+)+)';\s*(?:readonly|override readonly)? ?status = (\d{3})/g,
  ))
    add(code, status, path);
  for (const [, status, code] of source.matchAll(/status: (\d{3}),\s*code: '([a-z_]+\.[a-z_.]+)'/g))
    add(code, status, path);
  for (const [, code] of source.matchAll(/code: '([a-z_]+\.[a-z_.]+)'/g)) add(code, '', path);
  for (const [, code] of source.matchAll(/SheetRefused\(\s*'([a-z_]+)'/g))
    add(`import.${code}`, code.includes('too_large') ? '413' : '422', path);
  // What a cell of a sheet is refused for, asked about or noticed.
  if (path.startsWith('libs/listings/src/import/'))
    for (const [, code] of source.matchAll(/\b(?:refused|asks|notice)\(\s*'([a-z_]+)'/g))
      add(`import.${code}`, '', path);
  for (const [, code] of source.matchAll(/FileRefused\(\s*'([a-z_.]+)'/g))
    add(code, code.includes('too_large') ? '413' : '422', path);
}
function add(code, status, path) {
  const known = found.get(code) ?? { status, paths: new Set() };
  known.status ||= status;
  known.paths.add(path);
  found.set(code, known);
}
for (const folder of ['libs', 'apps/api']) visit(folder);
const rows = [...found]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(
    ([code, { status, paths }]) => `| \`${code}\` | ${status || 'field'} | ${[...paths].sort().join(', ')} |`,
  );
const text = `# Errors\n\nGenerated from the sources by \`node scripts/errors.mjs\`. Codes are permanent: they are never renamed or used again.\n"field" codes stand in \`errors[]\` of another problem, with pointer, value and what would be right.\n\n| code | status | said in |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
const file = join(root, 'docs/errors.md');
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('docs/errors.md is stale: node scripts/errors.mjs');
    process.exit(1);
  }
} else writeFileSync(file, text);
