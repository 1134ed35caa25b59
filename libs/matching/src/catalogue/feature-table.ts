import {
  type Codes,
  type Layout,
  type MadeFeatures,
  numberedTexts,
  numberOf,
  type SupplyFeatures,
} from '../markets/features.js';

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
/** Words of a row that all markets have: two doubles and four words; the market's numbers and its lists' lengths follow. */
const common = 8;

/**
 * Supplies' features by document number in shared memory that grows in place, so that threads see what is added without
 * being told. Rows never change: a changed supply is a new document.
 *
 * A row: organisation, USCC and the market's numbers as doubles; area, whether invited, tie, last day; how long each list
 * is; the lists' codes.
 */
export class FeatureTable {
  // Of fixed length, made anew as the room grows: arrays that follow their room's length are read several times slower.
  private starts!: Uint32Array;
  private pool!: Uint32Array;
  private doubles!: Float64Array;
  private row!: Row;
  /** Places of a row: of its words after the doubles, of its lists' lengths, of its codes. */
  private readonly words: number;
  private readonly lengths: number;
  private readonly head: number;

  constructor(
    private readonly layout: Layout,
    readonly handle: FeatureHandle = { starts: growing(4, mostRows), pool: growing(16, mostWords) },
  ) {
    this.words = 4 + 2 * layout.numbers.length;
    this.lengths = this.words + 4;
    this.head = common + 2 * layout.numbers.length + layout.codes.length;
    this.look();
  }

  get bytes(): number {
    return this.handle.starts.byteLength + this.handle.pool.byteLength;
  }

  /** Where a row begins; all of it is in sight then. */
  private at(row: number): number {
    if (row >= this.starts.length) this.look();
    const at = this.starts[row] as number;
    if (at + this.head + this.codesOf(this.pool, at) <= this.pool.length) return at;
    this.look(); // also where the lengths themselves are out of sight, and the sum no number
    return at;
  }

  /** How many codes a row has. */
  private codesOf(pool: Uint32Array, at: number): number {
    let sum = 0;
    for (let i = at + this.lengths; i < at + this.head; i++) sum += pool[i] as number;
    return sum;
  }

  /** At all that the room holds now. */
  private look(): void {
    const { starts, pool } = this.handle;
    if (starts.byteLength > (this.starts?.byteLength ?? -1))
      this.starts = new Uint32Array(starts, 0, starts.byteLength / 4);
    if (pool.byteLength <= (this.pool?.byteLength ?? -1)) return;
    this.pool = new Uint32Array(pool, 0, pool.byteLength >>> 2);
    this.doubles = new Float64Array(pool, 0, pool.byteLength >>> 3);
    this.row = new Row(this.layout, this.pool, this.doubles);
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
  static restore(layout: Layout, { starts, pool: kept, texts }: FeatureImage): FeatureTable {
    const table = new FeatureTable(layout);
    const numbers = [0, ...texts.map(numberOf)];
    const pool = kept.slice();
    const doubles = new Float64Array(pool.buffer, 0, pool.length >>> 1);
    for (const at of starts) {
      if (at === 0) continue; // a number that no row was ever put under
      doubles[at >>> 1] = numbers[doubles[at >>> 1] as number] as number;
      doubles[(at >>> 1) + 1] = numbers[doubles[(at >>> 1) + 1] as number] as number;
      pool[at + table.words] = numbers[pool[at + table.words] as number] as number;
      const first = at + table.head;
      const end = first + table.codesOf(pool, at);
      for (let i = first; i < end; i++) pool[i] = numbers[pool[i] as number] as number;
    }
    grow(table.handle.starts, starts.byteLength);
    grow(table.handle.pool, pool.byteLength);
    table.look();
    table.starts.set(starts);
    table.pool.set(pool);
    return table;
  }

  put(row: number, features: MadeFeatures): void {
    const { layout, words, lengths, head } = this;
    const lists = layout.codes.map((name) => features.codes[name] as readonly number[]);
    const codes = lists.flat();
    const at = this.top;
    grow(this.handle.starts, (row + 1) * 4);
    grow(this.handle.pool, (at + head + codes.length) * 4);
    this.look();
    const { pool, doubles } = this;
    doubles[at >>> 1] = features.organisation;
    doubles[(at >>> 1) + 1] = features.uscc;
    layout.numbers.forEach((name, i) => {
      doubles[(at >>> 1) + 2 + i] = features.numbers[name] as number;
    });
    pool[at + words] = features.area;
    pool[at + words + 1] = features.invited ? 1 : 0;
    pool[at + words + 2] = features.tie;
    pool[at + words + 3] = features.validTo;
    lists.forEach((list, i) => {
      pool[at + lengths + i] = list.length;
    });
    pool.set(codes, at + head);
    const end = at + head + codes.length;
    pool[0] = end + (end & 1); // rows begin where a double may stand
    this.starts[row] = at;
  }

  /** Good until the next row is read: always the same object, so that nothing is made for a candidate. */
  get(row: number): SupplyFeatures {
    const at = this.at(row);
    const { pool, doubles, row: to, words, lengths } = this;
    to.organisation = doubles[at >>> 1] as number;
    to.uscc = doubles[(at >>> 1) + 1] as number;
    to.first = (at >>> 1) + 2;
    to.area = pool[at + words] as number;
    to.invited = pool[at + words + 1] === 1;
    to.tie = pool[at + words + 2] as number;
    to.validTo = pool[at + words + 3] as number;
    let from = at + this.head;
    for (let i = 0; i < to.lists.length; i++) {
      const end = from + (pool[at + lengths + i] as number);
      (to.lists[i] as Kept).set(from, end);
      from = end;
    }
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

/** A row as rules read it: its numbers are read where they stand when they are asked for. */
class Row implements SupplyFeatures {
  organisation = 0.5;
  uscc = 0.5;
  area = 0;
  invited = false;
  tie = 0;
  validTo = 0;
  /** Where its own numbers begin. */
  first = 0;
  readonly lists: readonly Kept[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly codes: Readonly<Record<string, Codes>>;

  constructor(layout: Layout, pool: Uint32Array, doubles: Float64Array) {
    this.lists = layout.codes.map(() => new Kept(pool));
    this.codes = Object.fromEntries(layout.codes.map((name, i) => [name, this.lists[i] as Kept]));
    const own = layout.numbers.map((name, i) => {
      const get = () => doubles[this.first + i];
      return [name, { get, enumerable: true }] as const;
    });
    this.numbers = Object.defineProperties({}, Object.fromEntries(own));
  }
}

/** Room that grows in place up to `most` words. */
function growing(first: number, most: number): SharedArrayBuffer {
  return new SharedArrayBuffer(first * 4, { maxByteLength: most * 4 });
}

function grow(buffer: SharedArrayBuffer, bytes: number): void {
  if (bytes > buffer.byteLength)
    buffer.grow(Math.min(buffer.maxByteLength, Math.max(bytes, Math.ceil(buffer.byteLength / 16) * 20)));
}
