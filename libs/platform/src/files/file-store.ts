import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError, newId, sha256 } from '#kernel';
import { MediaTypeProbe } from './media-type.js';

const hashForm = /^[0-9a-f]{64}$/;

export class ContentTooLarge extends DomainError {
  readonly code = 'file.too_large';
  readonly status = 413;

  constructor(most: number) {
    super(`文件超过 ${Math.floor(most / 1024 / 1024)} MB 的上限`);
  }
}

export interface StoredFile {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** By what the content is; undefined for what is none of the kinds known. */
  readonly mediaType: string | undefined;
}

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

  /**
   * Stores content while it comes, without holding it in memory; durable when it returns. Nothing is left of content
   * that breaks off, is longer than `most` bytes, or is refused by `accept`.
   * @throws ContentTooLarge `file.too_large`
   */
  async receive(
    content: AsyncIterable<Uint8Array>,
    most: number,
    accept: (mediaType: string | undefined) => void = () => undefined,
  ): Promise<StoredFile> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const half = join(this.root, `${newId()}.half`);
    const file = await open(half, 'wx', 0o600);
    try {
      const [hash, probe] = [createHash('sha256'), new MediaTypeProbe()];
      let size = 0;
      for await (const chunk of content) {
        size += chunk.length;
        if (size > most) throw new ContentTooLarge(most);
        hash.update(chunk);
        probe.see(chunk);
        await file.write(chunk);
      }
      accept(probe.mediaType());
      await file.sync();
      await file.close();
      const name = hash.digest('hex');
      await mkdir(dirname(this.path(name)), { recursive: true, mode: 0o700 });
      await rename(half, this.path(name));
      return { sha256: name, size, mediaType: probe.mediaType() };
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(half, { force: true });
      throw error;
    }
  }

  /** Undefined when there is none, or when what lies there no longer has that hash. */
  async read(hash: string): Promise<Buffer | undefined> {
    const content = await readFile(this.path(hash)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return content && sha256(content) === hash ? content : undefined;
  }

  /**
   * The content piece by piece, for what is too large to be held in memory: read through once to see that it still has
   * that hash, then again for the reader. Undefined as for `read`.
   */
  async stream(hash: string): Promise<Readable | undefined> {
    const path = this.path(hash);
    const seen = createHash('sha256');
    try {
      for await (const piece of createReadStream(path)) seen.update(piece as Buffer);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    return seen.digest('hex') === hash ? createReadStream(path) : undefined;
  }

  private path(hash: string): string {
    if (!hashForm.test(hash)) throw new TypeError('FileStore: not a SHA-256');
    return join(this.root, hash.slice(0, 2), hash.slice(2, 4), hash);
  }
}
