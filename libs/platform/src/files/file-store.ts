import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DomainError, newId, sha256 } from '#kernel';
import { FolderObjects } from './folder.objects.js';
import { importsFolder, proofName } from './names.js';
import { type Exclusively, FilesAway, type Objects } from './objects.js';
import { spooled } from './spool.js';
import { type FilesInUse, sweep } from './sweep.js';

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
  /** As the content shows, whatever the file is called; undefined where it is of no known type. */
  readonly mediaType: string | undefined;
}

/** A copy of a stored file on this machine, kept until `letGo` is called. */
export interface BorrowedFile {
  readonly path: string;
  letGo(): Promise<void>;
}

/**
 * The files that people upload. Proofs are stored under their SHA-256, so the same content once; each import under a
 * name of its own.
 */
export class FileStore {
  constructor(
    readonly objects: Objects,
    private readonly exclusively: Exclusively = (_, work) => work(),
  ) {}

  static inFolder(root: string): FileStore {
    return new FileStore(new FolderObjects(root));
  }

  /**
   * Stores content while it comes, without holding it in memory; durable when it returns. Nothing is left of content
   * that breaks off, is longer than `most` bytes, or is refused by `accept`.
   * @throws ContentTooLarge `file.too_large`, FilesAway `files.away`
   */
  receive(
    content: AsyncIterable<Uint8Array>,
    most: number,
    accept: (mediaType: string | undefined) => void = () => undefined,
  ): Promise<StoredFile> {
    const bounded = (size: number) => {
      if (size > most) throw new ContentTooLarge(most);
    };
    return spooled(
      this.objects.spool,
      content,
      async (file) => {
        accept(file.mediaType);
        const name = proofName(file.sha256);
        // Content that is stored already is stored again: the sweep leaves new files alone until their row is
        // written.
        await this.objects.keep(name, file);
        await this.afterSweep(name);
        return { sha256: file.sha256, size: file.size, mediaType: file.mediaType };
      },
      bounded,
    );
  }

  /**
   * A sweep that has looked at the file before it was kept anew is over; it may have taken it. Nothing is asked of the
   * store meanwhile: a store that hangs holds no connection of the database.
   */
  private async afterSweep(name: string): Promise<void> {
    await this.exclusively(name, async () => undefined);
    if (!(await this.objects.keptAt(name)))
      throw new FilesAway(new Error(`${name} was swept at that moment`));
  }

  /** Undefined when there is none, or when what lies there no longer has that hash. */
  async read(hash: string): Promise<Buffer | undefined> {
    const stream = await this.objects.open(proofName(hash));
    if (!stream) return undefined;
    const content = await buffer(stream);
    return sha256(content) === hash ? content : undefined;
  }

  /**
   * The content piece by piece, for what is too large to be held in memory: read through once to see that it still has
   * that hash, then again for the reader. Undefined as for `read`.
   */
  async stream(hash: string): Promise<Readable | undefined> {
    const name = proofName(hash);
    const first = await this.objects.open(name);
    if (!first) return undefined;
    const seen = createHash('sha256');
    for await (const piece of first) seen.update(piece as Buffer);
    return seen.digest('hex') === hash ? this.objects.open(name) : undefined;
  }

  /**
   * Stores the file of an import while it comes. Nothing is left of what breaks off or is refused by `accept`, which is
   * called when all of it has come.
   * @returns its name, and what `accept` has returned.
   */
  receiveImport<T>(
    content: AsyncIterable<Uint8Array>,
    accept: () => T,
  ): Promise<{ readonly name: string; readonly accepted: T }> {
    return spooled(this.objects.spool, content, async (file) => {
      const accepted = accept();
      const name = `${importsFolder}${newId()}`;
      await this.objects.keep(name, file);
      return { name, accepted };
    });
  }

  /**
   * Copies a file to this machine for programs that need a path; undefined where there is none. The caller lets go
   * of it.
   */
  async borrow(name: string): Promise<BorrowedFile | undefined> {
    const path = this.objects.pathOf(name);
    if (path !== undefined)
      return (await this.objects.keptAt(name)) && { path, letGo: async () => undefined };
    const stream = await this.objects.open(name);
    if (!stream) return undefined;
    return new Promise((borrowed, failed) => {
      const held = spooled(
        this.objects.spool,
        stream,
        (file) =>
          new Promise<void>((done) =>
            borrowed({
              path: file.path,
              letGo: async () => {
                done();
                await held;
              },
            }),
          ),
      );
      held.catch(failed);
    });
  }

  async remove(name: string): Promise<void> {
    await this.objects.remove(name);
  }

  /** Deletes what no row names any more. @returns how many. */
  sweep(inUse: FilesInUse, now = new Date()): Promise<number> {
    return sweep(this.objects, this.exclusively, inUse, now);
  }
}
