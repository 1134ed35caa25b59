import { readdir, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Config } from '../config/config.js';

/** Days after which the file of an import is deleted; what was read from it stays. */
export const importFileDays = 30;
/** Days after which what an upload left half-way, when its process died, is deleted. */
const halfDays = 1;
const day = 86_400_000;

/**
 * The directory of all files that people upload: FILES_DIR, one for all processes. Rows and jobs name a file by its place
 * in it, never by a path of one machine.
 */
export class FilesFolder {
  constructor(readonly root: string) {}

  static of(config: Config): FilesFolder {
    return new FilesFolder(resolve(config.get('FILES_DIR') ?? join(config.get('DATA_DIR'), 'files')));
  }

  /** Where a file lies on this machine. */
  at(name: string): string {
    return isAbsolute(name) ? name : join(this.root, name);
  }

  /** Deletes the files of old imports, and what died half-way. @returns how many. */
  async prune(now = Date.now()): Promise<number> {
    return (
      (await removeOlder(join(this.root, 'imports'), now - importFileDays * day, () => true)) +
      (await removeOlder(this.root, now - halfDays * day, (name) => name.endsWith('.half')))
    );
  }
}

async function removeOlder(
  folder: string,
  before: number,
  which: (name: string) => boolean,
): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  let removed = 0;
  for (const entry of entries) {
    if (!entry.isFile() || !which(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs >= before) continue;
    await rm(path, { force: true });
    removed++;
  }
  return removed;
}
