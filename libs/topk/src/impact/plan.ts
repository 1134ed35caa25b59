import type { SparseVector } from '../face.js';
import { ofHalf } from './halves.js';
import { blockSize, type Store, shift, slot } from './layout.js';
import { BadVector } from './records.js';

const mostTerms = 512;
export const mostHits = 1024;
const bufferCapacity = 8192;
const groupSize = 4;
/** Of the greatest possible error of a bound, what is reckoned with at first; what that leaves out is proved afterwards. */
const expected = 0.25;
const slotHead = 128;
const sizes = {
  sparse: mostTerms * 16,
  denseTerms: mostTerms * 8,
  heap: mostHits * 4,
  buffer: bufferCapacity * 8,
  need: mostTerms,
  rest: mostTerms * 2,
  scores: mostHits * 4,
  numbers: mostHits * 4,
} as const;
export const slotBytes = slotHead + Object.values(sizes).reduce((sum, size) => sum + size, 0);

/** Writes what never changes in a slot: where its parts lie. */
export function layOutSlot(store: Store, at: number): void {
  let next = at + slotHead;
  for (const [name, size] of Object.entries(sizes)) {
    store.u32[(at + slot[name as keyof typeof sizes]) >>> 2] = next;
    next += size;
  }
  store.u32[(at + slot.bufferCapacity) >>> 2] = bufferCapacity;
}

/** What remains to be known of a planned query after the scan. */
export interface Plan {
  /** 'blocks': bounds, then rescoring; 'all': every document's exact score (too many terms, or hits, for a slot). */
  readonly way: 'blocks' | 'all';
  /** A score up to this may have hidden behind a bound of 0. */
  readonly hidden: number;
}

interface Bound {
  readonly term: number;
  /** Greatest possible part of a score, in units of the 16-bit accumulators. */
  readonly most: number;
  readonly column: number;
}

/** @throws BadVector where a query's terms do not ascend or a weight is not finite. */
export function checkQuery({ terms, weights }: SparseVector): void {
  if (terms.length !== weights.length)
    throw new BadVector(`${terms.length} terms but ${weights.length} weights`);
  for (let i = 0; i < terms.length; i++) {
    if (i > 0 && (terms[i] as number) <= (terms[i - 1] as number))
      throw new BadVector(`term ${terms[i]} follows ${terms[i - 1]}: terms must ascend`);
    if (!Number.isFinite(weights[i])) throw new BadVector(`weight ${weights[i]} is not finite`);
  }
}

/** Weight × greatest weight in the blocks of each of a query's terms, split by sign. */
function partsOf(store: Store, query: SparseVector) {
  const { u16 } = store;
  const known = store.get('staticDocs') > 0 ? store.get('terms') : 0;
  const maxWeight = store.get('maxWeight') >>> 1;
  const columnOf = store.get('columnOf') >>> 1;
  const parts: Bound[] = [];
  let sum = 0;
  let negative = 0;
  for (let i = 0; i < query.terms.length; i++) {
    const term = query.terms[i] as number;
    if (term >= known) break;
    const most = (query.weights[i] as number) * ofHalf(u16[maxWeight + term] as number);
    if (most > 0) {
      sum += most;
      parts.push({ term, most, column: u16[columnOf + term] as number });
    } else negative -= most;
  }
  return { parts, sum, negative };
}

/**
 * Writes a query into its slot as integers: what each of its terms may add to a document's 16-bit bound. The bound of
 * a document is never below its score by more than `upSlack` units, and never above it by more than `slack` - `upSlack`.
 */
export function plan(store: Store, at: number, query: SparseVector, k: number): Plan {
  if (k > mostHits || query.terms.length > mostTerms) return { way: 'all', hidden: 0 };
  const { parts, sum, negative } = partsOf(store, query);
  const head = at >>> 2;
  const { u32 } = store;
  for (const name of [
    'sparseCount',
    'denseCount',
    'heapSize',
    'bufferCount',
    'overflow',
    'found',
    'groups',
  ] as const)
    u32[head + (slot[name] >>> 2)] = 0;
  u32[head + (slot.k >>> 2)] = k;
  if (sum === 0) return close(store, at);
  const four = parts
    .filter((part) => part.column > 0)
    .map((part) => part.most)
    .sort((a, b) => b - a)
    .slice(0, groupSize)
    .reduce((a, b) => a + b, 0);
  for (let target = 60000; target > 1000; target /= 2) {
    // A group's factors add up to at most 257, so that its sum of bytes × factors has 16 bits before the shift.
    const scale = Math.min(
      target / sum,
      four > 0 ? (253 * 255) / 2 ** shift / four : Number.POSITIVE_INFINITY,
    );
    const done = write(store, at, { parts, scale, negative });
    if (done) return done;
  }
  return { way: 'all', hidden: 0 };
}

/** No document of the blocks can score above 0. */
function close(store: Store, at: number): Plan {
  const { u32 } = store;
  u32[(at + slot.cut) >>> 2] = 0xffff;
  new Float64Array(store.memory.buffer, at + slot.unit, 2).fill(0);
  store.u16[(u32[(at + slot.need) >>> 2] as number) >>> 1] = 0xffff;
  u32[(u32[(at + slot.rest) >>> 2] as number) >>> 2] = 0;
  return { way: 'blocks', hidden: 0 };
}

/** A query's bounds, in units of which one is `1 / scale`. */
interface Scaled {
  readonly parts: readonly Bound[];
  readonly scale: number;
  /** What terms of negative weight can take off. */
  readonly negative: number;
}

/** Undefined where sums of bounds could pass 16 bits at this scale. */
function write(store: Store, at: number, { parts, scale, negative }: Scaled): Plan | undefined {
  const { u32 } = store;
  const head = at >>> 2;
  const dense = parts.filter((part) => part.column > 0).sort((a, b) => b.most - a.most);
  let total = 0;
  let over = 0;
  let sparse = 0;
  let to = (u32[head + (slot.sparse >>> 2)] as number) >>> 2;
  for (const part of parts) {
    if (part.column > 0) continue;
    const most = Math.ceil(part.most * scale);
    total += most;
    over += (part.most * scale) / 256 + 2;
    u32[to] = part.term;
    u32[to + 1] = most;
    to += 4;
    sparse++;
  }
  to = (u32[head + (slot.denseTerms >>> 2)] as number) >>> 2;
  let hides = false;
  const factors: number[] = [];
  for (const part of dense) {
    const factor = Math.ceil(((part.most * scale) / 255) * 2 ** shift);
    if (factor < 2 ** shift) hides = true;
    factors.push(factor);
    over += (part.most * scale) / 255 + 255 / 2 ** shift;
    u32[to++] = (part.column - 1) * blockSize;
    u32[to++] = factor;
  }
  for (let i = dense.length; i % groupSize > 0; i++) {
    u32[to++] = 0;
    u32[to++] = 0;
  }
  const mosts = mostOfGroups(factors);
  total += mosts.reduce((a, b) => a + b, 0);
  if (total > 65000) return undefined;
  const rounding = 2 + parts.length * 0.01;
  const upSlack = mosts.length + rounding;
  u32[head + (slot.sparseCount >>> 2)] = sparse;
  u32[head + (slot.denseCount >>> 2)] = dense.length;
  u32[head + (slot.slack >>> 2)] = Math.min(
    65535,
    Math.ceil(expected * over + upSlack + rounding + negative * scale),
  );
  const doubles = new Float64Array(store.memory.buffer, at + slot.unit, 2);
  doubles[0] = 1 / scale;
  doubles[1] = upSlack;
  writeRests(store, at, mosts);
  return { way: 'blocks', hidden: hides ? upSlack / scale : 0 };
}

/** The most that each group of four factors can add. */
function mostOfGroups(factors: number[]): number[] {
  const mosts: number[] = [];
  for (let i = 0; i < factors.length; i += groupSize)
    mosts.push((255 * factors.slice(i, i + groupSize).reduce((a, b) => a + b, 0)) >>> shift);
  return mosts;
}

/** What all dense terms from each group on can still add, and the first cut. */
function writeRests(store: Store, at: number, mosts: number[]): void {
  const { u32 } = store;
  const rest = (u32[(at + slot.rest) >>> 2] as number) >>> 2;
  let sum = 0;
  for (let group = mosts.length; group >= 0; group--) {
    sum += mosts[group] ?? 0;
    u32[rest + group] = sum;
  }
  u32[(at + slot.groups) >>> 2] = mosts.length;
  writeCut(store, at, 1);
}

/** Bounds below `cut` are left out, and what cannot reach it is given up group by group. */
function writeCut(store: Store, at: number, cut: number): void {
  const { u32, u16 } = store;
  const groups = u32[(at + slot.groups) >>> 2] as number;
  const rest = (u32[(at + slot.rest) >>> 2] as number) >>> 2;
  const need = (u32[(at + slot.need) >>> 2] as number) >>> 1;
  for (let group = 0; group <= groups; group++)
    u16[need + group] = Math.max(0, cut - (u32[rest + group] as number));
  u32[(at + slot.cut) >>> 2] = cut;
}

/** The greatest score that a document may have which a scan has left out, in units of `unit` behind its bound by `upSlack`. */
function leftOut(store: Store, at: number) {
  const [unit = 0, upSlack = 0] = new Float64Array(store.memory.buffer, at + slot.unit, 2);
  const cut = store.u32[(at + slot.cut) >>> 2] as number;
  return { unit, upSlack, score: cut > 1 ? (cut - 1 + upSlack) * unit : 0 };
}

/** Nothing that was left out can be among the k best. @param least the k-th score, 0 where there are fewer. */
export function proven(store: Store, at: number, least: number): boolean {
  const { score } = leftOut(store, at);
  return score === 0 || score < least;
}

/** Readies the slot for a second scan, which leaves out only what cannot score `least`. */
export function planAgain(store: Store, at: number, least: number): void {
  const { unit, upSlack } = leftOut(store, at);
  const { u32 } = store;
  for (const name of ['heapSize', 'bufferCount', 'overflow', 'found'] as const)
    u32[(at + slot[name]) >>> 2] = 0;
  u32[(at + slot.slack) >>> 2] = 65535; // the cut stays
  writeCut(store, at, Math.max(1, Math.ceil(least / unit - upSlack) - 1));
}
