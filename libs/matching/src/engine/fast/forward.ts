import type { Store } from './layout.js';
import { decodeTerms } from './tables.js';

/** Documents' own vectors, read one after the other into the same room: no view is made twice, nothing is allocated. */
export class Forward {
  /** Of the document read last, ascending. */
  terms = new Uint32Array(512);
  weights = new Float32Array(512);
  private readonly u32: Uint32Array;
  private readonly f32: Float32Array;
  private readonly u16: Uint16Array;
  private readonly bytes: Uint8Array;
  private readonly records: number;
  private readonly alive: number;
  private readonly frequencies: number;
  private readonly documents: number;

  constructor(store: Store) {
    this.u32 = store.u32;
    this.f32 = store.f32;
    this.u16 = store.u16;
    this.bytes = store.bytes;
    this.records = store.get('records') >>> 2;
    this.alive = store.get('alive');
    this.frequencies = store.get('df') >>> 2;
    this.documents = store.get('docs');
  }

  /** @returns how many terms; 0 where the document is gone. */
  read(doc: number): number {
    const n = this.readTerms(doc);
    if (n === 0) return 0;
    const from = ((this.u32[this.records + doc] as number) >>> 2) + 1;
    const { weights, f32 } = this;
    for (let i = 0; i < n; i++) weights[i] = f32[from + i] as number;
    return n;
  }

  /** The same without the weights, which stay as they were. */
  readTerms(doc: number): number {
    if (doc >= this.documents || this.bytes[this.alive + doc] !== 1) return 0;
    const at = this.u32[this.records + doc] as number;
    const n = this.u32[at >>> 2] as number;
    if (n > this.terms.length) {
      this.terms = new Uint32Array(2 * n);
      this.weights = new Float32Array(2 * n);
    }
    decodeTerms(this.u32, this.u16, at, this.terms);
    return n;
  }

  /** Document frequency of a term that a document holds. */
  df(term: number): number {
    return this.u32[this.frequencies + term] as number;
  }
}
