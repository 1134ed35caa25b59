import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FilesFolder, importFileDays } from './folder.js';

const day = 86_400_000;

describe('the directory of files', () => {
  const root = mkdtempSync(join(tmpdir(), 'duijie-files-'));
  const folder = new FilesFolder(root);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function put(name: string, days: number): string {
    const path = folder.at(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'x');
    const at = new Date(Date.now() - days * day);
    utimesSync(path, at, at);
    return path;
  }

  it('loses files of old imports and what died half-way, and nothing else', async () => {
    const going = [put('imports/old', importFileDays + 1), put('ab/cd/abcd.1.half', 2), put('2.half', 2)];
    const staying = [put('imports/new', importFileDays - 1), put('ab/cd/abcd', 4000), put('3.half', 0.5)];
    expect(await folder.prune()).toBe(3);
    expect(going.map((path) => existsSync(path))).toEqual([false, false, false]);
    expect(staying.map((path) => existsSync(path))).toEqual([true, true, true]);
    expect(await folder.prune()).toBe(0);
  });

  it('need not exist', async () => {
    expect(await new FilesFolder(join(root, 'nowhere')).prune()).toBe(0);
  });
});
