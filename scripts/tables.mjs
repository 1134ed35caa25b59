// Holds the libs to their own tables. libs/platform/migrations/OWNERS says whose each table is; a lib's SQL names only
// its own, apps hold no SQL at all, and connections are reached through platform's Database alone. Other libs' data come by
// the typed reads, or the fragments of SQL, that the owner exports. There are no exceptions.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './build.mjs';

/** Words after which a statement names a table. */
const naming =
  /\b(?:FROM|JOIN|INTO|UPDATE|TABLE|USING|COPY|TRUNCATE)\s+(?:ONLY\s+|IF EXISTS\s+)*([a-z_]+)\b/g;
/** `FROM claims c, evidence e`: the tables after the first. */
const further =
  /\bFROM\s+[a-z_]+(?:\s+(?:AS\s+)?[a-z]\w*)?((?:\s*,\s*(?:LATERAL\s+)?[a-z_]+(?:\s+(?:AS\s+)?[a-z]\w*)?)+)/g;
/** Rows that are copied in bulk, and query builders that are told a table by its name. */
const byName = /\b(?:copyRows|from|into|update)\(\s*(?:\w+,\s*)?['`]([a-z_]+)['`]/g;

/** A statement in an app: controllers, handlers and commands ask the libs. */
const isSql = /['`]\s*(?:SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WITH \w+ AS)\b/;
/** Ways around the one place that knows the pool, the transactions and their time-outs. */
const ownPool = /\b(?:DataSource|InjectRepository|InjectDataSource|InjectEntityManager|createQueryRunner)\b/;

/** The names in a source at the places where SQL names tables; common table expressions and functions among them. */
export function tablesNamed(source) {
  const text = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  const found = [...text.matchAll(naming), ...text.matchAll(byName)].map((match) => match[1]);
  for (const [, list] of text.matchAll(further))
    for (const part of list.split(','))
      found.push(
        ...part
          .trim()
          .replace(/^LATERAL\s+/, '')
          .split(/\s+/)
          .slice(0, 1),
      );
  return new Set(found);
}

export function readOwners(text) {
  const owners = new Map();
  const faults = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [lib, tables] = line.split(':');
    for (const table of tables.trim().split(/\s+/)) {
      if (owners.has(table)) faults.push(`OWNERS names ${table} twice`);
      owners.set(table, lib.trim());
    }
  }
  return { owners, faults };
}

/** Tables that the migrations made and did not drop again. */
export function tablesMade(texts) {
  const made = new Set(['schema_migrations']);
  for (const text of texts)
    for (const [, what, name] of text.matchAll(
      /\b(CREATE|DROP) (?:UNLOGGED )?TABLE (?:IF (?:NOT )?EXISTS )?([a-z_]+)/g,
    )) {
      if (what === 'CREATE') made.add(name);
      else made.delete(name);
    }
  return made;
}

/**
 * @param files of the libs and apps, as { path, text }
 */
export function foreignTables({ owners, files }) {
  const faults = [];
  for (const { path, text } of files) {
    const [, lib] = /^libs\/([^/]+)\//.exec(path) ?? [];
    if (lib === undefined && isSql.test(text)) faults.push(`${path} holds SQL, which belongs into a lib`);
    if (lib !== 'platform' && ownPool.test(text))
      faults.push(`${path} reaches for connections of its own: platform's Database has them`);
    for (const table of tablesNamed(text)) {
      const owner = owners.get(table);
      if (owner === undefined || owner === lib) continue;
      faults.push(`${path} names ${table}, which is ${owner}'s: read it by what ${owner} exports`);
    }
  }
  return faults;
}

function check() {
  const folder = join(root, 'libs/platform/migrations');
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const { owners, faults } = readOwners(read('libs/platform/migrations/OWNERS'));
  const made = tablesMade(
    readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  );
  for (const table of made) if (!owners.has(table)) faults.push(`OWNERS does not name ${table}`);
  for (const table of owners.keys())
    if (!made.has(table)) faults.push(`OWNERS names ${table}, which is not there`);
  const files = ['libs', 'apps/api', 'apps/worker', 'apps/cli']
    .flatMap((part) => readdirSync(join(root, part), { recursive: true }).map((path) => `${part}/${path}`))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .sort()
    .map((path) => ({ path, text: read(path) }));
  return [...faults, ...foreignTables({ owners, files })];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const faults = check();
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}
