import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import type { Entry } from 'yauzl';

interface LocalHeader {
  readonly described: boolean;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where the entry's bytes begin. */
  readonly data: number;
}

const signature = { local: 0x04034b50, central: 0x02014b50 };
/** What may follow an entry's bytes: nothing, or its sizes, with a signature or without, short or long. */
const descriptors = [0, 12, 16, 20, 24];

/** Whether the file holds the entries of its directory one behind the other, with the same sizes, and nothing else. */
export async function isContiguous(path: string, entries: readonly Entry[]): Promise<boolean> {
  const sorted = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  if (sorted[0]?.relativeOffsetOfLocalHeader !== 0) return false;
  const file = await open(path);
  try {
    for (const [i, entry] of sorted.entries()) {
      const header = await headerAt(file, entry.relativeOffsetOfLocalHeader);
      if (!header || !agree(header, entry)) return false;
      const end = header.data + entry.compressedSize;
      const next = sorted[i + 1]?.relativeOffsetOfLocalHeader;
      if (next === undefined ? !(await isDirectory(file, end)) : !descriptors.includes(next - end))
        return false;
    }
    return true;
  } finally {
    await file.close();
  }
}

function agree(header: LocalHeader, entry: Entry): boolean {
  if (header.method !== entry.compressionMethod) return false;
  const known = (size: number, listed: number) =>
    size === listed || size === 0xffffffff || (header.described && size === 0);
  return known(header.packed, entry.compressedSize) && known(header.unpacked, entry.uncompressedSize);
}

async function isDirectory(file: FileHandle, end: number): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(28), 0, 28, end);
  return descriptors.some((length) => buffer.readUInt32LE(length) === signature.central);
}

/** The bytes that come out of the entries as they stand in the file, counted up to just over `most`. */
export async function unpackedByLocalHeaders(path: string, most: number): Promise<number> {
  const file = await open(path);
  try {
    let total = 0;
    for (let at: number | undefined = 0; at !== undefined && total <= most; ) {
      const header = await headerAt(file, at);
      if (!header) break;
      const { taken, given } = await unpack(path, header, most - total);
      total += given;
      at = await nextHeader(file, header.data + taken);
    }
    return total;
  } finally {
    await file.close();
  }
}

async function unpack(
  path: string,
  { data, method, packed }: LocalHeader,
  most: number,
): Promise<{ taken: number; given: number }> {
  if (method !== 8) return { taken: packed, given: packed };
  const source = createReadStream(path, { start: data });
  const inflate = createInflateRaw();
  let given = 0;
  source.on('error', (error) => inflate.destroy(error));
  source.pipe(inflate);
  try {
    for await (const part of inflate) {
      given += (part as Buffer).length;
      if (given > most) break;
    }
  } catch {
    // What came out before the fault counts.
  } finally {
    source.destroy();
    inflate.destroy();
  }
  return { taken: inflate.bytesWritten, given };
}

async function nextHeader(file: FileHandle, end: number): Promise<number | undefined> {
  for (const length of descriptors) if (await headerAt(file, end + length)) return end + length;
  return undefined;
}

async function headerAt(file: FileHandle, at: number): Promise<LocalHeader | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(30), 0, 30, at);
  if (bytesRead < 30 || buffer.readUInt32LE(0) !== signature.local) return undefined;
  return {
    described: (buffer.readUInt16LE(6) & 8) !== 0,
    method: buffer.readUInt16LE(8),
    packed: buffer.readUInt32LE(18),
    unpacked: buffer.readUInt32LE(22),
    data: at + 30 + buffer.readUInt16LE(26) + buffer.readUInt16LE(28),
  };
}
