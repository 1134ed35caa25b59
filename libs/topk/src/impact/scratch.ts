import type { SparseVector } from '../face.js';
import { kernelBase64 } from '../kernel/kernel.generated.js';
import { blockSize, query, type Store } from './layout.js';
import { layOutSlot, slotBytes } from './plan.js';

export interface Kernel {
  scan(slots: number, stride: number, count: number, accumulators: number, values: number): void;
  finish(slot: number, query: number): number;
  offerOne(slot: number, doc: number, query: number): void;
  order(slot: number): void;
  scoreOne(record: number, query: number): number;
  scoreAll(query: number, out: number): void;
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
  private readonly query: number;
  private tableAt = 0;
  private tableTerms = 0;
  private markedTerms = 0;
  private metTerms = 0;
  private outAt = 0;
  private outCount = 0;

  constructor(private readonly store: Store) {
    this.slots = store.allocate(slotBytes * batchSize);
    this.accumulators = store.allocate(blockSize * 2);
    this.values = store.allocate(64);
    this.query = store.allocate(4 * Object.keys(query).length);
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

  /** Runs with a query's weights spread out by term number, for exact scores. */
  asked<T>({ terms, weights }: SparseVector, run: (query: number) => T): T {
    const table = this.table() >>> 2;
    const marks = this.marks();
    this.makeRoomToMeet(terms.length);
    const { f32, bytes } = this.store;
    const known = this.store.get('termCapacity');
    const n = terms.length;
    for (let i = 0; i < n; i++) {
      const term = terms[i] as number;
      const weight = weights[i] as number;
      if (term >= known || weight === 0) continue;
      f32[table + term] = weight;
      bytes[marks + (term >>> 3)]! |= 1 << (term & 7);
    }
    try {
      return run(this.query);
    } finally {
      for (let i = 0; i < n; i++) {
        const term = terms[i] as number;
        if (term >= known) continue;
        f32[table + term] = 0;
        bytes[marks + (term >>> 3)] = 0;
      }
    }
  }

  /** A bit a term, all 0 between queries. */
  private marks(): number {
    const terms = this.store.get('termCapacity');
    if (terms > this.markedTerms) {
      this.set('marks', this.store.allocate((terms >>> 3) + 1));
      this.markedTerms = terms;
    }
    this.set('table', this.table());
    return this.store.u32[(this.query + query.marks) >>> 2] as number;
  }

  /** A document meets a query in no more terms than this has; one more is written over until it does. */
  private makeRoomToMeet(terms: number): void {
    if (terms < this.metTerms) return;
    this.metTerms = Math.max(1024, 2 * terms);
    this.set('met', this.store.allocate(this.metTerms * 8));
  }

  private set(name: keyof typeof query, value: number): void {
    this.store.u32[(this.query + query[name]) >>> 2] = value;
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
