import { kernelBase64 } from '../kernel/kernel.generated.js';
import { blockSize, type Store } from './layout.js';
import { layOutSlot, slotBytes } from './plan.js';

export interface Kernel {
  scan(slots: number, stride: number, count: number, accumulators: number, values: number): void;
  finish(slot: number, table: number, products: number): number;
  offerOne(slot: number, doc: number, table: number, products: number): void;
  order(slot: number): void;
  scoreOne(record: number, table: number, products: number): number;
  scoreAll(table: number, products: number, out: number): void;
  mostTerms(doc: number, section: number): number;
  blend(room: number, doc: number, share: number): void;
  product(room: number, doc: number): number;
  number(room: number, docs: number, n: number): void;
  alike(room: number, n: number): void;
  around(room: number, n: number, most: number): void;
}

let compiled: WebAssembly.Module | undefined;

export function instantiate(memory: WebAssembly.Memory): Kernel {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelBase64, 'base64'));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernel;
}

/** Queries scanned together. */
export const batchSize = 32;

/** One thread's own part of the shared memory: slots, accumulators, the query's weights by term. */
export class Scratch {
  readonly slots: number;
  readonly accumulators: number;
  readonly values: number;
  private tableAt = 0;
  private tableTerms = 0;
  private productsAt = 0;
  private productsCount = 0;
  private outAt = 0;
  private outCount = 0;

  constructor(private readonly store: Store) {
    this.slots = store.allocate(slotBytes * batchSize);
    this.accumulators = store.allocate(blockSize * 2);
    this.values = store.allocate(64);
    for (let i = 0; i < batchSize; i++) layOutSlot(store, this.slot(i));
  }

  slot(i: number): number {
    return this.slots + i * slotBytes;
  }

  /** Weights by term number, all 0 between queries. */
  table(): number {
    const terms = this.store.get('termCapacity') + 1;
    if (terms > this.tableTerms) {
      // A page of terms beyond the end: the kernel reads by pages of 65,536.
      this.tableAt = this.store.allocate(terms * 4);
      this.tableTerms = terms;
    }
    return this.tableAt;
  }

  products(terms: number): number {
    if (terms + 1 > this.productsCount) {
      this.productsCount = Math.max(1024, 2 * terms);
      this.productsAt = this.store.allocate(this.productsCount * 8);
    }
    return this.productsAt;
  }

  /** Room for a score of every document. */
  out(docs: number): number {
    if (docs > this.outCount) {
      this.outCount = docs + 4096;
      this.outAt = this.store.allocate(this.outCount * 4);
    }
    return this.outAt;
  }
}
