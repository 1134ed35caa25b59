import type { Hits } from '../face.js';
import { kernelBase64 } from './kernel/kernel.generated.js';

/** Nearest vectors by inner product: the cosine, where all are of unit length. */
export interface NearestVectors {
  /** Vectors that are in. */
  readonly size: number;
  /** Under the least number that is free. */
  add(vector: Float32Array): number;
  /** Under a number of the caller's, in place of what was there; memory goes up to the greatest number. */
  put(number: number, vector: Float32Array): void;
  /** Nothing happens where there is none. */
  remove(number: number): void;
  /** The k nearest, nearest first, ties by smaller number; only those that `accept` takes. */
  search(query: Float32Array, k: number, accept?: (number: number) => boolean): Hits;
  /** Cosines of some numbers, in their order; NaN where there is no vector. */
  scores(query: Float32Array, numbers: ArrayLike<number>): Float32Array;
}

interface Kernel {
  products(rows: number, n: number, bytes: number, query: number, out: number): void;
}

/** Rows whose products are taken at once: they stay in the nearest cache until they are looked at. */
const blockRows = 1024;
const page = 65_536;
const mostPages = 65_536;
const queryAt = 1024;

let compiled: WebAssembly.Module | undefined;

/** Looks at every vector, with SIMD in WebAssembly: exact, and no index to build. */
export class VectorScan implements NearestVectors {
  private readonly memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: true });
  private readonly kernel: Kernel;
  /** Floats of a row: the dimension, filled up with zeros to whole steps of the kernel. */
  private readonly stride: number;
  private readonly productsAt: number;
  private readonly rowsAt: number;
  private floats: Float32Array;
  private alive = new Uint8Array(0);
  private live = 0;
  /** Rows in use, holes included. */
  private rows = 0;
  private lowest = 0;

  constructor(readonly dimension: number) {
    if (!Number.isInteger(dimension) || dimension < 1) throw new RangeError(`a dimension of ${dimension}`);
    this.stride = Math.ceil(dimension / 16) * 16;
    this.productsAt = queryAt + this.stride * 4;
    this.rowsAt = this.productsAt + blockRows * 4;
    this.floats = new Float32Array(this.memory.buffer);
    compiled ??= new WebAssembly.Module(Buffer.from(kernelBase64, 'base64'));
    this.kernel = new WebAssembly.Instance(compiled, { env: { memory: this.memory } })
      .exports as unknown as Kernel;
    this.reserve(1);
  }

  get size(): number {
    return this.live;
  }

  /** Bytes of memory, what is reserved for growth included. */
  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  add(vector: Float32Array): number {
    while (this.alive[this.lowest] === 1) this.lowest++;
    this.put(this.lowest, vector);
    return this.lowest;
  }

  /** @throws RangeError where the dimension is another one, or 4 GiB do not suffice. */
  put(number: number, vector: Float32Array): void {
    this.check(vector);
    if (!Number.isInteger(number) || number < 0) throw new RangeError(`a vector under the number ${number}`);
    this.reserve(number + 1);
    this.floats.set(vector, this.row(number) / 4);
    if (this.alive[number] === 0) this.live++;
    this.alive[number] = 1;
    this.rows = Math.max(this.rows, number + 1);
  }

  remove(number: number): void {
    if (this.alive[number] !== 1) return;
    this.alive[number] = 0;
    this.live--;
    this.lowest = Math.min(this.lowest, number);
  }

  search(query: Float32Array, k: number, accept?: (number: number) => boolean): Hits {
    const best = new Best(Math.min(k, this.live));
    this.ask(query);
    const products = this.floats.subarray(this.productsAt / 4, this.productsAt / 4 + blockRows);
    for (let from = 0; from < this.rows; from += blockRows) {
      const count = Math.min(blockRows, this.rows - from);
      this.products(from, count);
      for (let i = 0; i < count; i++) {
        const score = products[i] as number;
        if (score > best.least && this.alive[from + i] === 1 && (!accept || accept(from + i)))
          best.insert(from + i, score);
      }
    }
    return best.hits();
  }

  scores(query: Float32Array, numbers: ArrayLike<number>): Float32Array {
    this.ask(query);
    return Float32Array.from(numbers, (number) => {
      if (this.alive[number] !== 1) return Number.NaN;
      this.products(number, 1);
      return this.floats[this.productsAt / 4] as number;
    });
  }

  private ask(query: Float32Array): void {
    this.check(query);
    this.floats.set(query, queryAt / 4);
  }

  private products(from: number, count: number): void {
    // Past 2 GiB an address is negative to JavaScript, and unsigned again to the kernel.
    this.kernel.products(this.row(from), count, this.stride * 4, queryAt, this.productsAt);
  }

  private row(number: number): number {
    return this.rowsAt + number * this.stride * 4;
  }

  private check(vector: Float32Array): void {
    if (vector.length !== this.dimension)
      throw new RangeError(`a vector of ${vector.length} among those of ${this.dimension}`);
  }

  private reserve(rows: number): void {
    if (rows <= this.alive.length) return;
    const wanted = Math.max(rows, Math.min(2 * this.alive.length, this.alive.length + 65_536), 64);
    const most = Math.floor((mostPages * page - this.rowsAt) / (this.stride * 4));
    if (rows > most) throw new RangeError(`more than ${most} vectors of ${this.dimension}`);
    const capacity = Math.min(wanted, most);
    const lacking = Math.ceil(this.row(capacity) / page) - this.bytes / page;
    if (lacking > 0) this.memory.grow(lacking);
    this.floats = new Float32Array(this.memory.buffer);
    const alive = new Uint8Array(capacity);
    alive.set(this.alive);
    this.alive = alive;
  }
}

/** The k best so far, in order. Numbers come ascending: an equal score goes behind. */
class Best {
  private readonly numbers: Uint32Array;
  private readonly scores: Float32Array;
  private size = 0;
  /** What a score must exceed to get in. */
  least: number;

  constructor(private readonly k: number) {
    this.numbers = new Uint32Array(k);
    this.scores = new Float32Array(k);
    this.least = k > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  insert(number: number, score: number): void {
    let low = 0;
    for (let high = this.size; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.scores[middle] as number) >= score) low = middle + 1;
      else high = middle;
    }
    this.scores.copyWithin(low + 1, low, this.k - 1);
    this.numbers.copyWithin(low + 1, low, this.k - 1);
    this.scores[low] = score;
    this.numbers[low] = number;
    if (this.size < this.k) this.size++;
    if (this.size === this.k) this.least = this.scores[this.k - 1] as number;
  }

  hits(): Hits {
    return { docs: this.numbers.slice(0, this.size), scores: this.scores.slice(0, this.size) };
  }
}
