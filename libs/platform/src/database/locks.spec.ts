import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../root.js';
import { locks } from './locks.js';

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'node_modules' ? [] : sources(path);
    return /\.(ts|sql)$/.test(name) ? [path] : [];
  });
}

describe('advisory locks', () => {
  it('have a number each, so that no two features wait for each other', () => {
    expect(new Set(Object.values(locks)).size).toBe(Object.keys(locks).length);
  });

  it('are taken through the one file that names them', () => {
    const own = join('libs', 'platform', 'src', 'database', 'locks');
    const elsewhere = ['apps', 'libs']
      .flatMap((folder) => sources(join(projectRoot, folder)))
      .filter((path) => !path.includes(own))
      .filter((path) => /pg_(try_)?advisory/.test(readFileSync(path, 'utf8')));
    expect(elsewhere).toEqual([]);
  });
});
