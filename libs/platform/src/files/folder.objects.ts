import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { LocalContent, ObjectEntry, Objects } from './objects.js';
import { isHalf } from './spool.js';

/** A directory: FILES_DIR, one for all processes, shared where they run on several machines. */
export class FolderObjects implements Objects {
  readonly place: string;

  constructor(root: string) {
    this.place = resolve(root);
  }

  /** On the same disk, so that a file is taken over by its new name. */
  get spool(): string {
    return this.place;
  }

  async keep(name: string, { path }: LocalContent): Promise<void> {
    const target = this.pathOf(name);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await rename(path, target);
    const folder = await open(dirname(target), 'r');
    await folder.sync().finally(() => folder.close());
  }

  async open(name: string): Promise<Readable | undefined> {
    const stream = createReadStream(this.pathOf(name));
    return new Promise((opened, failed) => {
      stream.once('open', () => opened(stream));
      stream.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT' ? opened(undefined) : failed(error),
      );
    });
  }

  pathOf(name: string): string {
    return join(this.place, name);
  }

  async keptAt(name: string): Promise<Date | undefined> {
    return (await stat(this.pathOf(name)).catch(() => undefined))?.mtime;
  }

  async remove(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true });
  }

  async *list(): AsyncGenerator<ObjectEntry> {
    const entries = await readdir(this.place, { withFileTypes: true, recursive: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile() || isHalf(entry.name)) continue;
      const name = relative(this.place, join(entry.parentPath, entry.name)).split(sep).join('/');
      const at = await this.keptAt(name);
      if (at) yield { name, at };
    }
  }

  async probe(): Promise<void> {
    await stat(this.place);
  }
}
