import type { CapabilityFeatures } from '../domain/features.js';

export interface FeatureHandle {
  readonly starts: SharedArrayBuffer;
  readonly pool: SharedArrayBuffer;
}

const mostRows = 1 << 24;
const mostWords = 1 << 28;
/** Words of a row before its codes. */
const head = 16;

/** Rows that a thread keeps as objects, each at its number modulo this; as objects all of them would outweigh the index. */
const kept = 1 << 13;

/**
 * Capabilities' features by document number in shared memory that grows in place, so that threads see what is added
 * without being told. Rows never change: a changed capability is a new document.
 */
export class FeatureTable {
  private readonly starts: Uint32Array;
  private readonly pool: Uint32Array;
  private readonly known = new Array<CapabilityFeatures | undefined>(kept);
  private readonly knownRow = new Int32Array(kept).fill(-1);

  constructor(
    readonly handle: FeatureHandle = { starts: growing(4, mostRows), pool: growing(16, mostWords) },
  ) {
    this.starts = new Uint32Array(handle.starts);
    this.pool = new Uint32Array(handle.pool);
  }

  get bytes(): number {
    return this.handle.starts.byteLength + this.handle.pool.byteLength;
  }

  /** Where the pool's free words begin; kept in its first word. */
  private get top(): number {
    return this.pool[0] || 1;
  }

  /** The used part, for a snapshot. */
  image(rows: number): { readonly starts: Uint32Array; readonly pool: Uint32Array } {
    return { starts: this.starts.slice(0, rows), pool: this.pool.slice(0, this.top) };
  }

  static restore({ starts, pool }: { starts: Uint32Array; pool: Uint32Array }): FeatureTable {
    const table = new FeatureTable();
    grow(table.handle.starts, starts.byteLength);
    grow(table.handle.pool, pool.byteLength);
    table.starts.set(starts);
    table.pool.set(pool);
    return table;
  }

  put(row: number, features: CapabilityFeatures): void {
    const codes = [...features.fields, ...features.chains, ...features.platforms];
    const at = this.top;
    grow(this.handle.starts, (row + 1) * 4);
    grow(this.handle.pool, (at + head + codes.length) * 4);
    const { pool } = this;
    setFloat(pool, at, features.organisation);
    setFloat(pool, at + 2, features.uscc);
    setFloat(pool, at + 4, features.price ?? Number.NaN);
    setFloat(pool, at + 6, features.advancement);
    pool[at + 8] = features.area;
    pool[at + 9] = features.invited ? 1 : 0;
    pool[at + 10] = features.firstFrom;
    pool[at + 11] = features.firstTo;
    pool[at + 12] = features.tie;
    pool[at + 13] = (features.fields.length << 16) | features.chains.length;
    pool[at + 14] = features.platforms.length;
    pool[at + 15] = features.validTo;
    pool.set(codes, at + head);
    pool[0] = at + head + codes.length;
    this.starts[row] = at;
  }

  get(row: number): CapabilityFeatures {
    const place = row & (kept - 1);
    if (this.knownRow[place] === row) return this.known[place] as CapabilityFeatures;
    const read = this.read(this.starts[row] as number);
    this.known[place] = read;
    this.knownRow[place] = row;
    return read;
  }

  private read(at: number): CapabilityFeatures {
    const { pool } = this;
    const counts = pool[at + 13] as number;
    const chainsAt = at + head + (counts >>> 16);
    const platformsAt = chainsAt + (counts & 0xffff);
    const price = getFloat(pool, at + 4);
    return {
      organisation: getFloat(pool, at),
      uscc: getFloat(pool, at + 2),
      price: Number.isNaN(price) ? undefined : price,
      advancement: getFloat(pool, at + 6),
      area: pool[at + 8] as number,
      invited: pool[at + 9] === 1,
      firstFrom: pool[at + 10] as number,
      firstTo: pool[at + 11] as number,
      tie: pool[at + 12] as number,
      validTo: pool[at + 15] as number,
      fields: codes(pool, at + head, chainsAt),
      chains: codes(pool, chainsAt, platformsAt),
      platforms: codes(pool, platformsAt, platformsAt + (pool[at + 14] as number)),
    };
  }
}

function codes(pool: Uint32Array, from: number, to: number): number[] {
  const read: number[] = [];
  for (let i = from; i < to; i++) read.push(pool[i] as number);
  return read;
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

function setFloat(pool: Uint32Array, at: number, value: number): void {
  float[0] = value;
  pool.set(words, at);
}

function getFloat(pool: Uint32Array, at: number): number {
  words[0] = pool[at] as number;
  words[1] = pool[at + 1] as number;
  return float[0] as number;
}

/** Room that grows in place up to `most` words. */
function growing(first: number, most: number): SharedArrayBuffer {
  return new SharedArrayBuffer(first * 4, { maxByteLength: most * 4 });
}

function grow(buffer: SharedArrayBuffer, bytes: number): void {
  if (bytes > buffer.byteLength)
    buffer.grow(Math.min(buffer.maxByteLength, Math.max(bytes, Math.ceil(buffer.byteLength / 16) * 20)));
}
