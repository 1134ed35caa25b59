import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { newId, sha256 } from '#kernel';

const hashForm = /^[0-9a-f]{64}$/;

/** Files by their SHA-256 below one directory: the same content is stored once and never overwritten. */
export class FileStore {
  constructor(private readonly root: string) {}

  static below(dataDir: string): FileStore {
    return new FileStore(resolve(dataDir, 'files'));
  }

  /** Durable when it returns. @returns the SHA-256 of the content, its name from then on. */
  async put(content: Uint8Array): Promise<string> {
    const hash = sha256(content);
    const path = this.path(hash);
    if (await stat(path).catch(() => undefined)) return hash;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const half = `${path}.${newId()}.half`;
    const file = await open(half, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
      await file.close();
      await rename(half, path);
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(half, { force: true });
      throw error;
    }
    return hash;
  }

  /** Undefined when there is none, or when what lies there no longer has that hash. */
  async read(hash: string): Promise<Buffer | undefined> {
    const content = await readFile(this.path(hash)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return content && sha256(content) === hash ? content : undefined;
  }

  private path(hash: string): string {
    if (!hashForm.test(hash)) throw new TypeError('FileStore: not a SHA-256');
    return join(this.root, hash.slice(0, 2), hash.slice(2, 4), hash);
  }
}
