import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { FastIndex } from './fast-index.js';
import { layoutMagic, layoutVersion, newStore, type Store } from './layout.js';

/** A snapshot that is absent, damaged, of another version or of another corpus: build the index anew. */
export class BadSnapshot extends Error {}

export interface Snapshot {
  readonly index: FastIndex;
  /** What the caller gave along, for instance its words by term number. */
  readonly extra: Uint8Array;
}

/** The file: magic, version, length of the header, header (JSON), index, extra. */
const magic = 'DJIMPACT';
const fileVersion = layoutVersion * 1000 + 2;
const prefix = 16;
/** Read or written at once: small enough to be summed while it is still in the caches. */
const piece = 1 << 20;

interface Header {
  readonly revision: string;
  readonly indexBytes: number;
  readonly extraBytes: number;
  readonly crc32: number;
}

/** Of what the header says; the sum goes on over index and extra. Against damage, not against people. */
function sumOf({ revision, indexBytes, extraBytes }: Omit<Header, 'crc32'>): number {
  return crc32(`${revision}\n${indexBytes}\n${extraBytes}\n`);
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, Math.min(piece, bytes.length - at));
}

/** @returns the sum so far, gone on with over what was read. */
function readAll(file: number, bytes: Uint8Array, sum = 0): number {
  let summed = sum;
  for (let at = 0; at < bytes.length; ) {
    const n = readSync(file, bytes, at, Math.min(piece, bytes.length - at), null);
    if (n === 0) throw new BadSnapshot('the snapshot ends early');
    summed = crc32(bytes.subarray(at, at + n), summed);
    at += n;
  }
  return summed;
}

/**
 * Writes the index with the revision of the corpus it was built from; the file appears whole or not at all.
 * Documents added since the blocks were built lie above them and are written too, with what threads use there.
 */
export function writeSnapshot(
  path: string,
  index: FastIndex,
  revision: string,
  extra = new Uint8Array(0),
): void {
  // A copy, so that the sum is of the very bytes that are written, whatever other threads do meanwhile.
  const image = index.store.bytes.slice(0, index.store.get('top'));
  const sizes = { revision, indexBytes: image.length, extraBytes: extra.length };
  const header = Buffer.from(
    JSON.stringify({ ...sizes, crc32: crc32(extra, crc32(image, sumOf(sizes))) } satisfies Header),
  );
  const first = Buffer.alloc(prefix);
  first.write(magic, 'latin1');
  first.writeUInt32LE(fileVersion, 8);
  first.writeUInt32LE(header.length, 12);
  const part = `${path}.${process.pid}.part`;
  const file = openSync(part, 'w');
  try {
    for (const bytes of [first, header, image, extra]) writeAll(file, bytes);
    fsyncSync(file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
}

/** @throws BadSnapshot where the file is not this version's whole snapshot of this revision. */
export function readSnapshot(path: string, revision: string): Snapshot {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw new BadSnapshot(`no snapshot at ${path}`, { cause });
  }
  try {
    const header = readHeader(file, statSync(path).size, revision);
    const store = newStore();
    store.allocate(header.indexBytes - store.get('top'));
    const image = store.bytes.subarray(0, header.indexBytes);
    const extra = new Uint8Array(header.extraBytes);
    const sum = readAll(file, extra, readAll(file, image, sumOf(header)));
    if (sum !== header.crc32) throw new BadSnapshot('the snapshot is damaged');
    return { index: opened(store), extra };
  } finally {
    closeSync(file);
  }
}

function readHeader(file: number, size: number, revision: string): Header {
  const first = Buffer.alloc(prefix);
  readAll(file, first);
  if (first.toString('latin1', 0, 8) !== magic) throw new BadSnapshot('the file is no snapshot');
  const version = first.readUInt32LE(8);
  if (version !== fileVersion)
    throw new BadSnapshot(`version ${version} of the snapshot, ${fileVersion} expected`);
  const length = first.readUInt32LE(12);
  if (length > size) throw new BadSnapshot('the snapshot ends early');
  const bytes = Buffer.alloc(length);
  readAll(file, bytes);
  let header: Header;
  try {
    header = JSON.parse(bytes.toString()) as Header;
  } catch (cause) {
    throw new BadSnapshot('the snapshot is damaged', { cause });
  }
  if (header.revision !== revision)
    throw new BadSnapshot(`the snapshot is of revision ${header.revision}, not ${revision}`);
  if (prefix + length + header.indexBytes + header.extraBytes !== size)
    throw new BadSnapshot('the snapshot has another length than it says');
  return header;
}

function opened(store: Store): FastIndex {
  if (store.get('magic') !== layoutMagic || store.get('version') !== layoutVersion)
    throw new BadSnapshot('the snapshot holds no index of this version');
  return new FastIndex(store);
}
