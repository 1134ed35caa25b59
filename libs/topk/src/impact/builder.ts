import type { ImpactIndexBuilder, SparseVector } from '../face.js';
import { FastIndex } from './fast-index.js';
import { newStore, type Store } from './layout.js';
import { checkDocument, writeRecord } from './records.js';
import { type BuildOptions, buildDefaults, buildTables } from './tables.js';

/** Collects documents in the memory of the index to be, then writes its tables over them. */
export class FastIndexBuilder implements ImpactIndexBuilder {
  private readonly store: Store = newStore();
  private addresses = new Uint32Array(1024);
  private alive = new Uint8Array(1024);
  private count = 0;
  private terms = 0;
  private longest = 0;
  private readonly options: BuildOptions;

  constructor(options: Partial<BuildOptions> = {}) {
    this.options = { ...buildDefaults, ...options };
  }

  /** @returns the document's number, in order from 0. @throws BadVector */
  add(vector: SparseVector): number {
    checkDocument(vector);
    return this.put(vector, 1);
  }

  /** Uses up a number for a document that is gone. */
  skip(): number {
    return this.put({ terms: new Uint32Array(0), weights: new Float32Array(0) }, 0);
  }

  build(): FastIndex {
    const steps = this.steps();
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  /** The build in pieces of about a millisecond, for who must not block. */
  *steps(): Generator<void, FastIndex> {
    const { store, count, terms, longest } = this;
    const addresses = this.addresses.subarray(0, count);
    const alive = this.alive.subarray(0, count);
    yield* buildTables(store, { addresses, alive, terms, longest }, this.options);
    return new FastIndex(store, this.options.sectionOf);
  }

  private put(vector: SparseVector, alive: 0 | 1): number {
    if (this.count === this.addresses.length) {
      const [addresses, before] = [new Uint32Array(this.count * 2), this.alive];
      addresses.set(this.addresses);
      this.addresses = addresses;
      this.alive = new Uint8Array(this.count * 2);
      this.alive.set(before);
    }
    this.addresses[this.count] = writeRecord(this.store, vector, this.options.sectionOf);
    this.alive[this.count] = alive;
    this.terms = Math.max(this.terms, (vector.terms[vector.terms.length - 1] ?? -1) + 1);
    this.longest = Math.max(this.longest, vector.terms.length);
    return this.count++;
  }
}
