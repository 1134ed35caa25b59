import { type CapabilityFeatures, type Codes, numberedTexts, numberOf } from '../scoring/domain/features.js';

export interface FeatureHandle {
  readonly starts: SharedArrayBuffer;
  readonly pool: SharedArrayBuffer;
}

export interface FeatureImage {
  readonly starts: Uint32Array;
  readonly pool: Uint32Array;
  /** By number, from 1 on. */
  readonly texts: readonly string[];
}

const mostRows = 1 << 24;
const mostWords = 1 << 28;
/** Words of a row before its codes. */
const head = 16;

/**
 * Capabilities' features by document number in shared memory that grows in place, so that threads see what is added
 * without being told. Rows never change: a changed capability is a new document.
 */
export class FeatureTable {
  // Of fixed length, made anew as the room grows: arrays that follow their room's length are read several times slower.
  private starts!: Uint32Array;
  private pool!: Uint32Array;
  private doubles!: Float64Array;
  private row!: Row;

  constructor(
    readonly handle: FeatureHandle = { starts: growing(4, mostRows), pool: growing(16, mostWords) },
  ) {
    this.look();
  }

  get bytes(): number {
    return this.handle.starts.byteLength + this.handle.pool.byteLength;
  }

  /** Where a row begins; all of it is in sight then. */
  private at(row: number): number {
    if (row >= this.starts.length) this.look();
    const at = this.starts[row] as number;
    const { pool } = this;
    const counts = pool[at + 13] as number;
    if (at + head + (counts >>> 16) + (counts & 0xffff) + (pool[at + 14] as number) <= pool.length) return at;
    this.look(); // also where the counts themselves are out of sight, and the sum no number
    return at;
  }

  /** At all that the room holds now. */
  private look(): void {
    const { starts, pool } = this.handle;
    if (starts.byteLength > (this.starts?.byteLength ?? -1))
      this.starts = new Uint32Array(starts, 0, starts.byteLength / 4);
    if (pool.byteLength <= (this.pool?.byteLength ?? -1)) return;
    this.pool = new Uint32Array(pool, 0, pool.byteLength >>> 2);
    this.doubles = new Float64Array(pool, 0, pool.byteLength >>> 3);
    this.row = blank(this.pool);
  }

  /** Where the pool's free words begin; kept in its first word. */
  private get top(): number {
    return this.pool[0] || 2;
  }

  /** The used part, for a snapshot, with what its numbers stand for. */
  image(rows: number): FeatureImage {
    return {
      starts: this.starts.slice(0, rows),
      pool: this.pool.slice(0, this.top),
      texts: numberedTexts(),
    };
  }

  /** The same under the numbers of this process. */
  static restore({ starts, pool: kept, texts }: FeatureImage): FeatureTable {
    const numbers = [0, ...texts.map(numberOf)];
    const pool = kept.slice();
    const doubles = new Float64Array(pool.buffer, 0, pool.length >>> 1);
    for (const at of starts) {
      if (at === 0) continue; // a number that no row was ever put under
      doubles[at >>> 1] = numbers[doubles[at >>> 1] as number] as number;
      doubles[(at >>> 1) + 1] = numbers[doubles[(at >>> 1) + 1] as number] as number;
      pool[at + 8] = numbers[pool[at + 8] as number] as number;
      const counts = pool[at + 13] as number;
      const codes = (counts >>> 16) + (counts & 0xffff) + (pool[at + 14] as number);
      for (let i = at + head; i < at + head + codes; i++) pool[i] = numbers[pool[i] as number] as number;
    }
    const table = new FeatureTable();
    grow(table.handle.starts, starts.byteLength);
    grow(table.handle.pool, pool.byteLength);
    table.look();
    table.starts.set(starts);
    table.pool.set(pool);
    return table;
  }

  put(row: number, features: CapabilityFeatures<readonly number[]>): void {
    const codes = [...features.fields, ...features.chains, ...features.platforms];
    const at = this.top;
    grow(this.handle.starts, (row + 1) * 4);
    grow(this.handle.pool, (at + head + codes.length) * 4);
    this.look();
    const { pool, doubles } = this;
    doubles[at >>> 1] = features.organisation;
    doubles[(at >>> 1) + 1] = features.uscc;
    doubles[(at >>> 1) + 2] = features.price ?? Number.NaN;
    doubles[(at >>> 1) + 3] = features.advancement;
    pool[at + 8] = features.area;
    pool[at + 9] = features.invited ? 1 : 0;
    pool[at + 10] = features.firstFrom;
    pool[at + 11] = features.firstTo;
    pool[at + 12] = features.tie;
    pool[at + 13] = (features.fields.length << 16) | features.chains.length;
    pool[at + 14] = features.platforms.length;
    pool[at + 15] = features.validTo;
    pool.set(codes, at + head);
    pool[0] = at + head + codes.length + (codes.length & 1); // rows begin where a double may stand
    this.starts[row] = at;
  }

  /** Good until the next row is read: always the same object, so that nothing is made for a candidate. */
  get(row: number): CapabilityFeatures {
    const at = this.at(row);
    const { pool, doubles, row: to } = this;
    const counts = pool[at + 13] as number;
    const chainsAt = at + head + (counts >>> 16);
    const platformsAt = chainsAt + (counts & 0xffff);
    const price = doubles[(at >>> 1) + 2] as number;
    to.organisation = doubles[at >>> 1] as number;
    to.uscc = doubles[(at >>> 1) + 1] as number;
    to.price = Number.isNaN(price) ? undefined : price;
    to.advancement = doubles[(at >>> 1) + 3] as number;
    to.area = pool[at + 8] as number;
    to.invited = pool[at + 9] === 1;
    to.firstFrom = pool[at + 10] as number;
    to.firstTo = pool[at + 11] as number;
    to.tie = pool[at + 12] as number;
    to.validTo = pool[at + 15] as number;
    to.fields.set(at + head, chainsAt);
    to.chains.set(chainsAt, platformsAt);
    to.platforms.set(platformsAt, platformsAt + (pool[at + 14] as number));
    return to;
  }
}

/** Codes where they stand in the pool. */
class Kept implements Codes {
  private from = 0;
  private end = 0;

  constructor(private readonly pool: Uint32Array) {}

  get length(): number {
    return this.end - this.from;
  }

  set(from: number, end: number): void {
    this.from = from;
    this.end = end;
  }

  includes(code: number): boolean {
    const { pool, end } = this;
    for (let i = this.from; i < end; i++) if (pool[i] === code) return true;
    return false;
  }
}

type Row = { -readonly [K in keyof CapabilityFeatures<Kept>]: CapabilityFeatures<Kept>[K] };

function blank(pool: Uint32Array): Row {
  return {
    organisation: 0.5,
    uscc: 0.5,
    price: undefined,
    advancement: 0.5,
    area: 0,
    invited: false,
    firstFrom: 0,
    firstTo: 0,
    tie: 0,
    validTo: 0,
    fields: new Kept(pool),
    chains: new Kept(pool),
    platforms: new Kept(pool),
  };
}

/** Room that grows in place up to `most` words. */
function growing(first: number, most: number): SharedArrayBuffer {
  return new SharedArrayBuffer(first * 4, { maxByteLength: most * 4 });
}

function grow(buffer: SharedArrayBuffer, bytes: number): void {
  if (bytes > buffer.byteLength)
    buffer.grow(Math.min(buffer.maxByteLength, Math.max(bytes, Math.ceil(buffer.byteLength / 16) * 20)));
}
