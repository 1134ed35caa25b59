import type { Store } from './layout.js';

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

  /** @param only by page of 65,536 terms, 1 where its terms are wanted; all are where it is not given. */
  constructor(
    store: Store,
    private readonly only?: Uint8Array,
  ) {
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
    return this.decode(doc, true);
  }

  /** The same without the weights, which stay as they were. */
  readTerms(doc: number): number {
    return this.decode(doc, false);
  }

  /** Document frequency of a term that a document holds. */
  df(term: number): number {
    return this.u32[this.frequencies + term] as number;
  }

  private decode(doc: number, weighed: boolean): number {
    if (doc >= this.documents || this.bytes[this.alive + doc] !== 1) return 0;
    const { u32, f32, u16, only } = this;
    const at = u32[this.records + doc] as number;
    const n = u32[at >>> 2] as number;
    this.makeRoom(n);
    const { terms, weights } = this;
    let head = (at >>> 1) + 2 + 2 * n;
    const pages = u16[head++] as number;
    let low = head + 2 * pages;
    let weight = (at >>> 2) + 1;
    let next = 0;
    for (let p = 0; p < pages; p++) {
      const page = u16[head++] as number;
      const count = u16[head++] as number;
      if (only === undefined || only[page] === 1) {
        const base = page << 16;
        for (let i = 0; i < count; i++) terms[next + i] = base | (u16[low + i] as number);
        if (weighed) for (let i = 0; i < count; i++) weights[next + i] = f32[weight + i] as number;
        next += count;
      }
      low += count;
      weight += count;
    }
    return next;
  }

  private makeRoom(terms: number): void {
    if (terms <= this.terms.length) return;
    this.terms = new Uint32Array(2 * terms);
    this.weights = new Float32Array(2 * terms);
  }
}
