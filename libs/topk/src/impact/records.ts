import type { SparseVector } from '../face.js';
import type { Store } from './layout.js';

/** A vector that no index can hold or be asked with. */
export class BadVector extends RangeError {}

/** Parts of a vector that a reader may pass over, by number below 256; what they are is the caller's business. */
export type SectionOf = (term: number) => number;

export const oneSection: SectionOf = () => 0;

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

interface Group {
  readonly weight: number;
  readonly terms: number[];
}

/** A vector's terms by section and weight, in the order in which these first appear. */
function grouped({ terms, weights }: SparseVector, sectionOf: SectionOf): Map<number, Group[]> {
  const sections = new Map<number, Map<number, Group>>();
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i] as number;
    const weight = weights[i] as number;
    const section = sectionOf(term);
    const of = sections.get(section) ?? new Map<number, Group>();
    sections.set(section, of);
    const group = of.get(weight);
    if (group) group.terms.push(term);
    else of.set(weight, { weight, terms: [term] });
  }
  return new Map(Array.from(sections, ([section, of]) => [section, [...of.values()]]));
}

/** Bytes that grow while they are written. */
class Writer {
  private room = new Uint8Array(4096);
  length = 0;

  get bytes(): Uint8Array {
    return this.room.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  byte(value: number): void {
    if (this.length === this.room.length) {
      const room = new Uint8Array(2 * this.length);
      room.set(this.room);
      this.room = room;
    }
    this.room[this.length++] = value;
  }

  /** Seven bits a byte, the lowest first; all but the last have the eighth bit set. */
  number(value: number): void {
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.byte((rest & 127) | 128);
    this.byte(rest);
  }

  all(bytes: Uint8Array): void {
    for (const one of bytes) this.byte(one);
  }
}

const [whole, part] = [new Writer(), new Writer()];

/** More than a text has; a term and its place are sorted as one number. */
const mostTerms = 2 ** 20;

/** Where the weights of a record begin. */
const head = 8;

/**
 * Writes a document's own vector: its number of terms and of groups (32 bits each), the weight of each group (32-bit
 * floats); then by section its number, how many groups it has and how many bytes these take; then by group how many terms
 * it has, and of each term how many numbers lie between it and the one before. A text's weights go by how often it says
 * a word: there are some twenty in a section, so that a term costs a byte or two and its weight next to nothing.
 * @returns its address.
 */
export function writeRecord(store: Store, vector: SparseVector, sectionOf: SectionOf): number {
  if (vector.terms.length > mostTerms)
    throw new BadVector(`${vector.terms.length} terms are more than a record holds`);
  const weights: number[] = [];
  whole.clear();
  for (const [section, groups] of grouped(vector, sectionOf)) {
    part.clear();
    for (const { weight, terms } of groups) {
      weights.push(weight);
      part.number(terms.length);
      let next = 0;
      for (const term of terms) {
        part.number(term - next);
        next = term + 1;
      }
    }
    whole.byte(section);
    whole.number(groups.length);
    whole.number(part.length);
    whole.all(part.bytes);
  }
  const at = store.allocate(head + 4 * weights.length + whole.length);
  const { u32, f32, bytes } = store;
  u32[at >>> 2] = vector.terms.length;
  u32[(at >>> 2) + 1] = weights.length;
  f32.set(weights, (at + head) >>> 2);
  bytes.set(whole.bytes, at + head + 4 * weights.length);
  return at;
}

/** The memory as the arrays that a record is read by. */
export type Arrays = Pick<Store, 'u32' | 'f32' | 'bytes'>;

/** How many terms the record at an address holds. */
export function countIn({ u32 }: Pick<Arrays, 'u32'>, at: number): number {
  return u32[at >>> 2] as number;
}

/** A number as `Writer.number` writes it. */
function numberAt(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let next = at, shift = 0; ; shift += 7) {
    const byte = bytes[next++] as number;
    value |= (byte & 127) << shift;
    if (byte < 128) return value;
  }
}

/** How many bytes a number takes. */
function sizeOf(value: number): number {
  if (value < 1 << 7) return 1;
  if (value < 1 << 14) return 2;
  return value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
}

/** What a record is read into; `weights` may be left out. */
export interface Room {
  readonly terms: Uint32Array;
  readonly weights?: Float32Array | undefined;
}

/**
 * Reads the record at an address into arrays that have room for it, group by group: terms ascend within a group alone.
 * @param only by section, 1 where its terms are wanted; all are where it is not given.
 * @returns how many terms.
 */
export function decodeRecord(
  { u32, f32, bytes }: Arrays,
  address: number,
  { terms, weights }: Room,
  only?: Uint8Array,
): number {
  let group = (address + head) >>> 2;
  const end = group + (u32[(address >>> 2) + 1] as number);
  let at = end << 2;
  let next = 0;
  while (group < end) {
    const wanted = only === undefined || only[bytes[at] as number] === 1;
    const last = group + numberAt(bytes, ++at);
    at += sizeOf(last - group);
    const length = numberAt(bytes, at);
    at += sizeOf(length);
    if (!wanted) {
      at += length;
      group = last;
    }
    for (; group < last; group++) {
      const count = numberAt(bytes, at);
      at += sizeOf(count);
      const weight = f32[group] as number;
      let term = -1;
      for (const until = next + count; next < until; next++) {
        let gap = bytes[at++] as number;
        if (gap > 127) {
          // Most that take more than a byte take two.
          gap = (gap & 127) | ((bytes[at++] as number) << 7);
          if (gap > 0x3fff) {
            gap = numberAt(bytes, at - 2);
            at += sizeOf(gap) - 2;
          }
        }
        term += gap + 1;
        terms[next] = term;
        if (weights) weights[next] = weight;
      }
    }
  }
  return next;
}

/** The vector at an address, as written. */
export function readRecord(store: Store, at: number): SparseVector {
  const n = countIn(store, at);
  const [terms, weights] = [new Uint32Array(n), new Float32Array(n)];
  decodeRecord(store, at, { terms, weights });
  const order = Float64Array.from(terms, (term, i) => term * mostTerms + i).sort();
  return {
    terms: Uint32Array.from(order, (one) => Math.floor(one / mostTerms)),
    weights: Float32Array.from(order, (one) => weights[one % mostTerms] as number),
  };
}
