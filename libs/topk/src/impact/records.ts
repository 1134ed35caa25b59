import type { SparseVector } from '../face.js';
import type { Store } from './layout.js';

/** A vector that no index can hold or be asked with. */
export class BadVector extends RangeError {}

/** @throws BadVector where terms do not ascend, or a weight is no finite number ≥ 0. */
export function checkDocument({ terms, weights }: SparseVector): void {
  if (terms.length !== weights.length)
    throw new BadVector(`${terms.length} terms but ${weights.length} weights`);
  for (let i = 0; i < terms.length; i++) {
    const weight = weights[i] as number;
    if (i > 0 && (terms[i] as number) <= (terms[i - 1] as number))
      throw new BadVector(`term ${terms[i]} follows ${terms[i - 1]}: terms must ascend`);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new BadVector(`weight ${weight} of term ${terms[i]} is no finite number ≥ 0`);
  }
}

/** Pages of 65,536 terms in a vector. */
function pagesOf(terms: Uint32Array): number {
  let pages = 0;
  let last = -1;
  for (let i = 0; i < terms.length; i++) {
    const page = (terms[i] as number) >>> 16;
    if (page !== last) pages++;
    last = page;
  }
  return pages;
}

/**
 * Writes a document's own vector: count (32 bits), weights (32-bit floats), number of term pages (16), per page its
 * number and count (16 + 16), then the lower 16 bits of each term. 6 bytes a term and a little.
 * @returns its address.
 */
export function writeRecord(store: Store, { terms, weights }: SparseVector): number {
  const n = terms.length;
  const pages = pagesOf(terms);
  const at = store.allocate(4 + 4 * n + 2 + 4 * pages + 2 * n);
  const { u32, f32, u16 } = store;
  u32[at >>> 2] = n;
  f32.set(weights, (at >>> 2) + 1);
  let head = (at >>> 1) + 2 + 2 * n;
  u16[head++] = pages;
  let low = head + 2 * pages;
  for (let i = 0; i < n; ) {
    const page = (terms[i] as number) >>> 16;
    const from = i;
    while (i < n && (terms[i] as number) >>> 16 === page) u16[low++] = (terms[i++] as number) & 0xffff;
    u16[head++] = page;
    u16[head++] = i - from;
  }
  return at;
}

/** The memory as the arrays that a record is read by. */
export type Arrays = Pick<Store, 'u32' | 'f32' | 'u16'>;

/**
 * Reads the record at an address into arrays that have room for it.
 * @param only by page of 65,536 terms, 1 where its terms are wanted; all are where it is not given.
 * @returns how many terms.
 */
export function decodeRecord(
  { u32, f32, u16 }: Arrays,
  at: number,
  terms: Uint32Array,
  weights?: Float32Array,
  only?: Uint8Array,
): number {
  const n = u32[at >>> 2] as number;
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
      if (weights) for (let i = 0; i < count; i++) weights[next + i] = f32[weight + i] as number;
      next += count;
    }
    low += count;
    weight += count;
  }
  return next;
}

/** The vector at an address, as written. */
export function readRecord(store: Store, at: number): SparseVector {
  const n = store.u32[at >>> 2] as number;
  const [terms, weights] = [new Uint32Array(n), new Float32Array(n)];
  decodeRecord(store, at, terms, weights);
  return { terms, weights };
}
