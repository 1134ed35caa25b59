/**
 * Where everything lies in the shared memory. The kernel's constants are made from these tables (kernel/compile.ts), so
 * that an offset is said once. Header words stand from this byte on, 32 bits each.
 */
export const headerAt = 1024;
export const dataAt = 4096;
export const blockShift = 12;
export const blockSize = 1 << blockShift;
export const superShift = 16;
/** Dense products count 1/32 units. A constant, for a shift by a variable takes four instructions. */
export const shift = 5;

export const word = {
  magic: 0,
  version: 1,
  /** Documents, those added since the build included; the dead keep their numbers. */
  docs: 2,
  /** Documents in the blocks. */
  staticDocs: 3,
  /** Terms of the blocks. */
  terms: 4,
  /** First free byte. */
  top: 5,
  live: 6,
  docCapacity: 7,
  termCapacity: 8,
  /** End of what the build wrote; later records and threads' scratch lie above. */
  staticEnd: 9,
  starts: 10,
  postings: 11,
  dense: 12,
  columns: 13,
  alive: 14,
  records: 15,
  df: 16,
  /** Of each term the upper half of its greatest weight in the blocks, rounded up. */
  maxWeight: 17,
  /** Of each term the number of its dense column plus one, or 0: two bytes. */
  columnOf: 18,
  /** Of each posting its weight, one byte; `postings` holds the documents, two bytes each. */
  postingWeights: 19,
} as const;

/** Addresses within a query's slot, in bytes. */
export const slot = {
  sparseCount: 0,
  denseCount: 4,
  sparse: 8,
  denseTerms: 12,
  cut: 16,
  slack: 20,
  k: 24,
  heapSize: 28,
  heap: 32,
  bufferCount: 36,
  buffer: 40,
  bufferCapacity: 44,
  overflow: 48,
  need: 56,
  rest: 60,
  groups: 64,
  unit: 72,
  upSlack: 80,
  found: 88,
  scores: 92,
  numbers: 96,
} as const;

/** Addresses within the room of the query whose exact scores are wanted, in bytes. */
export const query = {
  /** Its weights by term. */
  table: 0,
  /** A bit a term, 1 where its weight is not 0. */
  marks: 4,
  /** The terms and weights of a document that it asks for, as one is scored. */
  met: 8,
} as const;

/** Addresses within the room where few documents are compared, in bytes. */
export const room = {
  section: 0,
  table: 4,
  terms: 8,
  weights: 12,
  words: 16,
  wordCount: 20,
  factors: 24,
  listEnds: 28,
  numbers: 32,
  parts: 36,
  documentEnds: 40,
  holders: 44,
  shares: 48,
  alike: 52,
  values: 56,
  means: 60,
  nearest: 64,
} as const;

export type Word = keyof typeof word;

export const layoutMagic = 0x444a4958;
export const layoutVersion = 5;

/** 4 GiB: shared memory needs its bound beforehand; pages are only taken when used. */
const maximumPages = 65536;
const page = 65536;

function newMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared: true });
}

/** The shared memory with its header, and views that follow its growth. */
export class Store {
  private buffer: ArrayBufferLike;
  private byteView: Uint8Array;
  private wordView: Uint32Array;
  private floatView: Float32Array;
  private halfView: Uint16Array;

  constructor(readonly memory: WebAssembly.Memory) {
    this.buffer = memory.buffer;
    this.byteView = new Uint8Array(this.buffer);
    this.wordView = new Uint32Array(this.buffer);
    this.floatView = new Float32Array(this.buffer);
    this.halfView = new Uint16Array(this.buffer);
  }

  get bytes(): Uint8Array {
    this.refresh();
    return this.byteView;
  }

  /** Indexed by address / 4. */
  get u32(): Uint32Array {
    this.refresh();
    return this.wordView;
  }

  get f32(): Float32Array {
    this.refresh();
    return this.floatView;
  }

  get u16(): Uint16Array {
    this.refresh();
    return this.halfView;
  }

  get(name: Word): number {
    return Atomics.load(this.u32, (headerAt >> 2) + word[name]);
  }

  set(name: Word, value: number): void {
    Atomics.store(this.u32, (headerAt >> 2) + word[name], value);
  }

  /** Takes bytes from the top, aligned to 8; safe among threads. @throws RangeError beyond 4 GiB. */
  allocate(bytes: number): number {
    const size = Math.ceil(bytes / 8) * 8;
    const at = Atomics.add(this.u32, (headerAt >> 2) + word.top, size);
    const missing = at + size - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / page));
    return at;
  }

  private refresh(): void {
    if (this.memory.buffer === this.buffer) return;
    this.buffer = this.memory.buffer;
    this.byteView = new Uint8Array(this.buffer);
    this.wordView = new Uint32Array(this.buffer);
    this.floatView = new Float32Array(this.buffer);
    this.halfView = new Uint16Array(this.buffer);
  }
}

export function newStore(): Store {
  const store = new Store(newMemory());
  store.set('magic', layoutMagic);
  store.set('version', layoutVersion);
  store.set('top', dataAt);
  return store;
}
