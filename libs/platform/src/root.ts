import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: the nearest one above this file whose package.json is Duijie's. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The built file of a process; `duijie` is the operator's command line. */
export function processFile(name: 'api' | 'worker' | 'duijie'): string {
  return join(projectRoot, 'dist/processes', `${name}.js`);
}

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'duijie')
      return folder;
    if (dirname(folder) === folder) throw new Error(`no package.json of duijie above ${from}`);
  }
}
