import type { Store } from './layout.js';
import { type Arrays, countIn, decodeRecord } from './records.js';

/** Documents' own vectors, read one after the other into the same room: no view is made twice, nothing is allocated. */
export class Forward {
  /** Of the document read last, in no order that means anything. */
  terms = new Uint32Array(512);
  weights = new Float32Array(512);
  private readonly arrays: Arrays;
  private readonly records: number;
  private readonly alive: number;
  private readonly documents: number;

  /** @param only by section, 1 where its terms are wanted; all are where it is not given. */
  constructor(
    store: Store,
    private readonly only?: Uint8Array,
  ) {
    const { u32, f32, bytes } = store;
    this.arrays = { u32, f32, bytes };
    this.records = store.get('records') >>> 2;
    this.alive = store.get('alive');
    this.documents = store.get('docs');
  }

  /** @returns how many terms; 0 where the document is gone. */
  read(doc: number): number {
    return this.decode(doc, true);
  }

  /** The same without the weights, which stay as they were. */
  readTerms(doc: number): number {
    return this.decode(doc, false);
  }

  private decode(doc: number, weighed: boolean): number {
    if (doc >= this.documents || this.arrays.bytes[this.alive + doc] !== 1) return 0;
    const at = this.arrays.u32[this.records + doc] as number;
    this.makeRoom(countIn(this.arrays, at));
    const { terms, weights } = this;
    return decodeRecord(this.arrays, at, weighed ? { terms, weights } : { terms }, this.only);
  }

  private makeRoom(terms: number): void {
    if (terms <= this.terms.length) return;
    this.terms = new Uint32Array(2 * terms);
    this.weights = new Float32Array(2 * terms);
  }
}
