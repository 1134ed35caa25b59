// Holds docs/architecture.md to the tree: every file and folder that it names is there. A name is a path from the root,
// one that begins with a lib or an app (`listings/import/reading.ts`), or the end of one (`domain/review.ts`).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './build.mjs';

/** What a text names as files and folders, in code quotes. */
export function namedIn(text) {
  const quoted = [...text.matchAll(/`([\w./-]+)`/g)].map(([, name]) => name);
  return [...new Set(quoted.filter((name) => /^[\w.-]+(\/[\w.-]+)*\/$|\.(tsx?|mjs)$/.test(name)))];
}

/** @param paths of files, from the root */
export function isThere(name, paths) {
  const [lib, ...rest] = name.split('/');
  const end = name.endsWith('/') ? `/${name}` : `/${name}$`;
  const within = rest.length > 0 ? `/${rest.join('/')}${name.endsWith('/') ? '' : '$'}` : undefined;
  return paths.some(
    (path) =>
      new RegExp(end).test(`/${path}`) ||
      (within !== undefined &&
        /^(libs|apps)$/.test(path.split('/')[0]) &&
        path.split('/')[1] === lib &&
        new RegExp(within).test(path)),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const paths = ['apps', 'libs', 'scripts', 'test']
    .flatMap((part) => readdirSync(join(root, part), { recursive: true }).map((path) => `${part}/${path}`))
    .filter((path) => !path.includes('node_modules'));
  const named = namedIn(readFileSync(join(root, 'docs/architecture.md'), 'utf8'));
  const lost = named.filter((name) => !existsSync(join(root, name)) && !isThere(name, paths));
  for (const name of lost) console.error(`docs/architecture.md names ${name}, which is not there`);
  if (lost.length > 0 || named.length < 50) process.exitCode = 1;
}
