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

/** A record's first word is its count in the lower 24 bits and, above them, how many different weights it has. */
const countBits = 24;
const countMask = (1 << countBits) - 1;
/** One byte names a weight. */
const mostWeights = 255;

/** The different weights of a vector in order of appearance; undefined where to name them would save nothing. */
function paletteOf(weights: Float32Array): Map<number, number> | undefined {
  const palette = new Map<number, number>();
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (palette.has(weight)) continue;
    if (palette.size === mostWeights) return undefined;
    palette.set(weight, palette.size);
  }
  return 4 * palette.size + evenUp(weights.length) < 4 * weights.length ? palette : undefined;
}

function evenUp(n: number): number {
  return n + (n & 1);
}

/** How many terms a record holds, by its first word. */
export function countIn(head: number): number {
  return head & countMask;
}

/** From a record's start to its number of pages, in bytes. */
function pagesAfter(head: number): number {
  const n = countIn(head);
  const different = head >>> countBits;
  return 4 + (different > 0 ? 4 * different + evenUp(n) : 4 * n);
}

/**
 * Writes a document's own vector: count and number of different weights (32 bits); these weights (32-bit floats) and of
 * each term the place of its own among them (8 bits, an even number of them), or, where they differ too much, each
 * term's weight; number of term pages (16), per page its number and count (16 + 16), then the lower 16 bits of each
 * term. A text's weights go by how often it says a word, so there are few: 3 bytes a term and a little.
 * @returns its address.
 */
export function writeRecord(store: Store, { terms, weights }: SparseVector): number {
  const n = terms.length;
  if (n > countMask) throw new BadVector(`${n} terms are more than a record holds`);
  const palette = paletteOf(weights);
  const header = (((palette?.size ?? 0) << countBits) | n) >>> 0;
  const before = pagesAfter(header);
  const at = store.allocate(before + 2 + 4 * pagesOf(terms) + 2 * n);
  const { u32, f32, bytes } = store;
  u32[at >>> 2] = header;
  if (palette) {
    f32.set([...palette.keys()], (at >>> 2) + 1);
    const names = at + 4 + 4 * palette.size;
    for (let i = 0; i < n; i++) bytes[names + i] = palette.get(weights[i] as number) as number;
  } else f32.set(weights, (at >>> 2) + 1);
  writeTerms(store, at + before, terms);
  return at;
}

function writeTerms({ u16 }: Store, at: number, terms: Uint32Array): void {
  const n = terms.length;
  const pages = pagesOf(terms);
  let head = at >>> 1;
  u16[head++] = pages;
  let low = head + 2 * pages;
  for (let i = 0; i < n; ) {
    const page = (terms[i] as number) >>> 16;
    const from = i;
    while (i < n && (terms[i] as number) >>> 16 === page) u16[low++] = (terms[i++] as number) & 0xffff;
    u16[head++] = page;
    u16[head++] = i - from;
  }
}

/** The memory as the arrays that a record is read by. */
export type Arrays = Pick<Store, 'u32' | 'f32' | 'u16' | 'bytes'>;

/**
 * Reads the record at an address into arrays that have room for it.
 * @param only by page of 65,536 terms, 1 where its terms are wanted; all are where it is not given.
 * @returns how many terms.
 */
export function decodeRecord(
  { u32, f32, u16, bytes }: Arrays,
  at: number,
  terms: Uint32Array,
  weights?: Float32Array,
  only?: Uint8Array,
): number {
  const header = u32[at >>> 2] as number;
  const different = header >>> countBits;
  let head = (at + pagesAfter(header)) >>> 1;
  const pages = u16[head++] as number;
  let low = head + 2 * pages;
  const palette = (at >>> 2) + 1;
  let weight = different > 0 ? (palette + different) << 2 : palette;
  let next = 0;
  for (let p = 0; p < pages; p++) {
    const page = u16[head++] as number;
    const count = u16[head++] as number;
    if (only === undefined || only[page] === 1) {
      const base = page << 16;
      for (let i = 0; i < count; i++) terms[next + i] = base | (u16[low + i] as number);
      if (!weights) next += count;
      else if (different > 0)
        for (let i = 0; i < count; i++)
          weights[next++] = f32[palette + (bytes[weight + i] as number)] as number;
      else for (let i = 0; i < count; i++) weights[next++] = f32[weight + i] as number;
    }
    low += count;
    weight += count;
  }
  return next;
}

/** The vector at an address, as written. */
export function readRecord(store: Store, at: number): SparseVector {
  const n = countIn(store.u32[at >>> 2] as number);
  const [terms, weights] = [new Uint32Array(n), new Float32Array(n)];
  decodeRecord(store, at, terms, weights);
  return { terms, weights };
}
