import { room, type Store } from './layout.js';
import type { Kernel, Scratch } from './scratch.js';

/** Documents that can be compared with one another: a list of holders has a byte for each. */
const most = 128;
/** Bytes that an occurrence of a term takes in all arrays together: five of 4 bytes, three of 8, one of 1. */
const each = 5 * 4 + 3 * 8 + 1;
const roomBytes = 4 * Object.keys(room).length;

/**
 * A few documents of an index beside one another, by the terms of one section. The kernel does the work, in a room of this
 * thread's own; no document is made an object.
 */
export class Beside {
  private readonly at: number;
  private readonly docs: number;
  /** Terms that the room has place for. */
  private size = 0;
  private words = new Uint32Array(0);
  private factors = new Float64Array(0);

  constructor(
    private readonly store: Store,
    private readonly kernel: Kernel,
    private readonly scratch: Scratch,
    private readonly section: number,
  ) {
    this.at = store.allocate(roomBytes);
    this.docs = store.allocate(4 * most);
    this.set('section', section);
    this.set('alike', store.allocate(4 * most * most));
    for (const name of ['documentEnds', 'values', 'nearest'] as const)
      this.set(name, store.allocate(4 * most));
    this.set('means', store.allocate(8 * most));
  }

  /** The terms of some documents, each summed over them by their shares. @param take is told each once that is above 0. */
  blend(
    docs: ArrayLike<number>,
    shares: ArrayLike<number>,
    take: (term: number, weight: number) => void,
  ): void {
    const table = this.open(docs) >>> 2;
    this.set('wordCount', 0);
    for (let i = 0; i < docs.length; i++) this.kernel.blend(this.at, docs[i] as number, shares[i] as number);
    const { f32 } = this.store;
    const { words } = this;
    const count = this.get('wordCount');
    for (let i = 0; i < count; i++) {
      const term = words[i] as number;
      const weight = f32[table + term] as number;
      if (weight > 0) take(term, weight);
      f32[table + term] = 0;
    }
  }

  /** Each document multiplied with some terms, summed in 64 bits in the order of its record; 0 for the dead. */
  products(
    docs: ArrayLike<number>,
    wanted: readonly { readonly term: number; readonly weight: number }[],
  ): Float64Array {
    const table = this.open(docs) >>> 2;
    const { f32 } = this.store;
    for (const { term, weight } of wanted) f32[table + term] = weight;
    const sums = new Float64Array(docs.length);
    for (let i = 0; i < sums.length; i++) sums[i] = this.kernel.product(this.at, docs[i] as number);
    for (const { term } of wanted) f32[table + term] = 0;
    return sums;
  }

  /**
   * Of each document the mean value of the `likest` others that are most like it, weighed by likeness: the cosine of their
   * terms' weights times factors. 0 where nothing is like it; good until the next call.
   * @param factor what a term counts for beside its weights; 0 leaves it out.
   * @throws RangeError beyond 128 documents.
   */
  around(
    docs: Uint32Array,
    values: Float32Array,
    likest: number,
    factor: (term: number) => number,
  ): Float64Array {
    const n = docs.length;
    if (n > most) throw new RangeError(`${n} documents are more than ${most}`);
    this.open(docs);
    const { u32, f32, memory } = this.store;
    u32.set(docs, this.docs >>> 2);
    f32.set(values, this.get('values') >>> 2);
    this.kernel.number(this.at, this.docs, n);
    const { words, factors } = this;
    const count = this.get('wordCount');
    for (let i = 0; i < count; i++) factors[i] = factor(words[i] as number);
    this.kernel.alike(this.at, n);
    this.kernel.around(this.at, n, likest);
    return new Float64Array(memory.buffer, this.get('means'), n);
  }

  /** Room for all terms of the documents, and the table for them. @returns where the table lies. */
  private open(docs: ArrayLike<number>): number {
    let terms = 0;
    for (let i = 0; i < docs.length; i++) terms += this.kernel.mostTerms(docs[i] as number, this.section);
    if (terms > this.size) this.grow(2 * terms);
    const table = this.scratch.table();
    this.set('table', table);
    return table;
  }

  private grow(size: number): void {
    const { store } = this;
    const from = store.allocate(size * each + 64);
    let next = Math.ceil(from / 8) * 8;
    const take = (name: keyof typeof room, bytes: number) => {
      this.set(name, next);
      next += size * bytes;
    };
    for (const name of ['factors', 'parts', 'shares'] as const) take(name, 8);
    for (const name of ['terms', 'weights', 'words', 'listEnds', 'numbers'] as const) take(name, 4);
    take('holders', 1);
    this.words = new Uint32Array(store.memory.buffer, this.get('words'), size);
    this.factors = new Float64Array(store.memory.buffer, this.get('factors'), size);
    this.size = size;
  }

  private get(name: keyof typeof room): number {
    return this.store.u32[(this.at + room[name]) >>> 2] as number;
  }

  private set(name: keyof typeof room, value: number): void {
    this.store.u32[(this.at + room[name]) >>> 2] = value;
  }
}
