import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '#kernel';
import { MediaTypeProbe } from './media-type.js';
import type { LocalContent } from './objects.js';

const halfEnd = '.half';

export function isHalf(name: string): boolean {
  return name.endsWith(halfEnd);
}

export interface Spooled extends LocalContent {
  /** Bytes. */
  readonly size: number;
  /** By what the content is; undefined for what is none of the kinds known. */
  readonly mediaType: string | undefined;
}

/**
 * Writes content to a file of this machine while it comes, without holding it in memory, lets `use` have it, and leaves
 * nothing of it: not of content that breaks off, nor of what `use` refuses.
 * @param see told of the size so far, and stops it by throwing.
 */
export async function spooled<T>(
  folder: string,
  content: AsyncIterable<Uint8Array>,
  use: (file: Spooled) => Promise<T>,
  see: (size: number) => void = () => undefined,
): Promise<T> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${newId()}${halfEnd}`);
  const file = await open(path, 'wx', 0o600);
  try {
    const [hash, probe] = [createHash('sha256'), new MediaTypeProbe()];
    let size = 0;
    for await (const chunk of content) {
      size += chunk.length;
      see(size);
      hash.update(chunk);
      probe.see(chunk);
      await file.writeFile(chunk); // all of it: write() may take a part only
    }
    await file.sync();
    await file.close();
    return await use({ path, sha256: hash.digest('hex'), size, mediaType: probe.mediaType() });
  } finally {
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
  }
}

/** Deletes what lies half-way in a folder since before a time: its process died. @returns how many. */
export async function removeHalves(folder: string, before: Date): Promise<number> {
  let removed = 0;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || !isHalf(entry.name)) continue;
    const path = join(folder, entry.name);
    const { mtime } = await stat(path).catch(() => ({ mtime: new Date() }));
    if (mtime >= before) continue;
    await rm(path, { force: true });
    removed++;
  }
  return removed;
}
