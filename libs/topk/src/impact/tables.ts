import { ofHalf, upperHalf } from './halves.js';
import { blockShift, blockSize, type Store, superShift } from './layout.js';
import { decodeRecord, oneSection, type Room, type SectionOf } from './records.js';

export interface BuildOptions {
  /** Terms in more than this share of the documents become dense columns. */
  readonly denseShare: number;
  /** Fewer documents than this are walked one by one instead. */
  readonly leastDocuments: number;
  /** Documents and terms that fit in after the build. */
  readonly spareDocuments: number;
  readonly spareTerms: number;
  /** By it a reader passes over parts of documents' vectors; of documents that come later too. */
  readonly sectionOf: SectionOf;
}

export const buildDefaults: BuildOptions = {
  denseShare: 0.12,
  leastDocuments: blockSize,
  spareDocuments: 16384,
  spareTerms: 65536,
  sectionOf: oneSection,
};

/** What tables are written over. */
export interface Laid {
  /** By document, where its record is. */
  readonly addresses: Uint32Array;
  /** By document, 1 where it is alive. */
  readonly alive: Uint8Array;
  /** Every term's number is below this. */
  readonly terms: number;
  /** Terms of the longest record. */
  readonly longest: number;
}

/** A document's vector as it was read. */
type Filled = Required<Room> & { readonly weights: Float32Array };

/** Two bytes name a column. */
const mostColumns = 65_535;

/** Documents between two yields. */
const step = 512;

/**
 * Writes the tables over records that are already in the store: which of them are alive, document frequencies, greatest
 * weights, postings of sparse terms, byte columns of dense ones. Yields between pieces of about a millisecond.
 */
export function* buildTables(
  store: Store,
  { addresses, alive, terms, longest }: Laid,
  options: BuildOptions,
): Generator<void, void> {
  const docs = addresses.length;
  const inBlocks = docs >= options.leastDocuments ? docs : 0;
  const docCapacity = docs + options.spareDocuments;
  const termCapacity = terms + options.spareTerms;
  const recordsAt = store.allocate(docCapacity * 4);
  const aliveAt = store.allocate(docCapacity);
  const dfAt = store.allocate(termCapacity * 4);
  const maxAt = store.allocate(terms * 2);
  const columnAt = store.allocate(terms * 2);
  const most = new Float32Array(terms);
  const rows = Math.ceil(inBlocks / 2 ** superShift);
  const startsAt = store.allocate(rows * (terms + 1) * 4 + 4);
  store.u32.set(addresses, recordsAt >>> 2);
  store.bytes.set(alive, aliveAt);
  const room = { terms: new Uint32Array(longest), weights: new Float32Array(longest) };
  const live = yield* countTerms(store, {
    docs,
    inBlocks,
    terms,
    recordsAt,
    aliveAt,
    dfAt,
    most,
    startsAt,
    room,
  });
  for (let term = 0; term < terms; term++) store.u16[(maxAt >>> 1) + term] = upperHalf(most[term] as number);
  const places = { terms, dfAt, columnAt, startsAt };
  const dense = inBlocks > 0 ? options.denseShare * inBlocks : Number.POSITIVE_INFINITY;
  const columns = chooseColumns(store, places, dense);
  const postings = placeLists(store, places, rows);
  const postingsAt = store.allocate(postings * 2);
  const postingWeightsAt = store.allocate(postings);
  const blocks = Math.ceil(inBlocks / blockSize);
  const denseAt = store.allocate(blocks * columns * blockSize);
  const fields = {
    docs,
    staticDocs: inBlocks,
    terms,
    live,
    docCapacity,
    termCapacity,
    starts: startsAt,
    postings: postingsAt,
    postingWeights: postingWeightsAt,
    dense: denseAt,
    columns,
    alive: aliveAt,
    records: recordsAt,
    df: dfAt,
    maxWeight: maxAt,
    columnOf: columnAt,
  };
  for (const [name, value] of Object.entries(fields)) store.set(name as keyof typeof fields, value);
  yield* fill(store, room);
  store.set('staticEnd', store.get('top'));
}

interface Counting {
  readonly docs: number;
  readonly inBlocks: number;
  readonly terms: number;
  readonly recordsAt: number;
  readonly aliveAt: number;
  readonly dfAt: number;
  readonly most: Float32Array;
  readonly startsAt: number;
  readonly room: Filled;
}

/** Fills document frequencies, greatest weights and, per 65,536 documents, the counts of each term. */
function* countTerms(store: Store, of: Counting): Generator<void, number> {
  const { u32, f32, bytes } = store;
  const arrays = { u32, f32, bytes };
  const { terms, weights } = of.room;
  let live = 0;
  for (let doc = 0; doc < of.docs; doc++) {
    if (doc % step === step - 1) yield;
    if (!bytes[of.aliveAt + doc]) continue;
    live++;
    const at = u32[(of.recordsAt >>> 2) + doc] as number;
    const n = decodeRecord(arrays, at, of.room);
    const row = (of.startsAt >>> 2) + (doc >>> superShift) * (of.terms + 1);
    for (let i = 0; i < n; i++) {
      const term = terms[i] as number;
      u32[(of.dfAt >>> 2) + term]!++;
      if (doc >= of.inBlocks) continue;
      u32[row + term]!++;
      const weight = weights[i] as number;
      if (weight > (of.most[term] as number)) of.most[term] = weight;
    }
  }
  return live;
}

/** Where the tables of terms begin. */
interface TermPlaces {
  readonly terms: number;
  readonly dfAt: number;
  readonly columnAt: number;
  readonly startsAt: number;
}

/** @param least what more documents hold becomes a column. */
function chooseColumns({ u32, u16 }: Store, { terms, dfAt, columnAt }: TermPlaces, least: number): number {
  let columns = 0;
  for (let term = 0; term < terms && columns < mostColumns; term++)
    if ((u32[(dfAt >>> 2) + term] as number) > least) u16[(columnAt >>> 1) + term] = ++columns;
  return columns;
}

/** Turns counts into starts; dense terms have no lists. Returns the number of postings. */
function placeLists({ u32, u16 }: Store, { terms, startsAt, columnAt }: TermPlaces, rows: number): number {
  let next = 0;
  let at = startsAt >>> 2;
  for (let row = 0; row < rows; row++) {
    for (let term = 0; term < terms; term++) {
      const count = u32[at] as number;
      u32[at++] = next;
      if (u16[(columnAt >>> 1) + term] === 0) next += count;
    }
    u32[at++] = next;
  }
  return next;
}

/** Writes postings and columns. Weights are rounded up, so that sums over them are upper bounds. */
function* fill(store: Store, room: Filled): Generator<void, void> {
  const { terms: buffer, weights } = room;
  const docs = store.get('staticDocs');
  const terms = store.get('terms');
  const columns = store.get('columns');
  const [records, alive, starts] = (['records', 'alive', 'starts'] as const).map((w) => store.get(w)) as [
    number,
    number,
    number,
  ];
  const [postings, postingWeights] = [store.get('postings') >>> 1, store.get('postingWeights')];
  const [maxWeight, columnOf, dense] = (['maxWeight', 'columnOf', 'dense'] as const).map((w) =>
    store.get(w),
  ) as [number, number, number];
  const { u32, f32, u16, bytes } = store;
  const arrays = { u32, f32, bytes };
  const next = u32.slice(starts >>> 2, (starts >>> 2) + Math.ceil(docs / 2 ** superShift) * (terms + 1));
  for (let doc = 0; doc < docs; doc++) {
    if (doc % step === step - 1) yield;
    if (!bytes[alive + doc]) continue;
    const at = u32[(records >>> 2) + doc] as number;
    const n = decodeRecord(arrays, at, room);
    const row = (doc >>> superShift) * (terms + 1);
    const block = dense + (doc >>> blockShift) * columns * blockSize + (doc & (blockSize - 1));
    for (let i = 0; i < n; i++) {
      const term = buffer[i] as number;
      const share = (weights[i] as number) / (ofHalf(u16[(maxWeight >>> 1) + term] as number) || 1);
      const column = u16[(columnOf >>> 1) + term] as number;
      if (column > 0) bytes[block + (column - 1) * blockSize] = Math.ceil(share * 255);
      else {
        const posting = next[row + term]!++;
        u16[postings + posting] = doc & (2 ** superShift - 1);
        bytes[postingWeights + posting] = Math.max(0, Math.min(255, Math.ceil(share * 256) - 1));
      }
    }
  }
}
