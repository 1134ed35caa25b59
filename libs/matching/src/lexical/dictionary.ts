/** What another thread needs to look terms up. */
export interface DictionaryHandle {
  readonly slots: SharedArrayBuffer;
}

const words = 3;
const firstCapacity = 1 << 12;
const fullest = 0.6;

/**
 * Term numbers by view and term, in shared memory: 64 bits of hash stand for a term, so that threads share one table
 * and a million terms take tens of megabytes. Two of a million terms fall together with a probability of 3 in 10^8
 * (n² / 2^65); they would then count as one word.
 */
export class TermDictionary {
  private slots: Uint32Array;
  private count: number;

  constructor(capacity = firstCapacity) {
    this.slots = room(capacity);
    this.count = 0;
  }

  /** A reading view; terms that are added later are found as long as the table has not grown. */
  static attach({ slots }: DictionaryHandle): TermDictionary {
    const dictionary = new TermDictionary(1);
    dictionary.slots = new Uint32Array(slots);
    return dictionary;
  }

  /** From what `bytes` gave. */
  static restore(bytes: Uint8Array): TermDictionary {
    const dictionary = new TermDictionary(1);
    const slots = new Uint32Array(new SharedArrayBuffer(bytes.length));
    new Uint8Array(slots.buffer).set(bytes);
    dictionary.slots = slots;
    for (let at = 2; at < slots.length; at += words) if (slots[at] !== 0) dictionary.count++;
    return dictionary;
  }

  get handle(): DictionaryHandle {
    return { slots: this.slots.buffer as SharedArrayBuffer };
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.slots.buffer);
  }

  /** Terms known; their numbers are 0 to size − 1. */
  get size(): number {
    return this.count;
  }

  /** @returns the term's number, −1 where it is unknown. */
  find(view: number, term: string): number {
    const [low, high] = hash(view, term);
    return (this.slots[this.place(low, high) + 2] as number) - 1;
  }

  /** The same, giving an unknown term the next number. */
  intern(view: number, term: string): number {
    const [low, high] = hash(view, term);
    const at = this.place(low, high);
    const known = this.slots[at + 2] as number;
    if (known !== 0) return known - 1;
    if ((this.count + 1) * words > this.slots.length * fullest) {
      this.grow();
      return this.intern(view, term);
    }
    this.slots[at] = low;
    this.slots[at + 1] = high;
    // Last, so that a thread that reads meanwhile finds the term whole or not at all.
    Atomics.store(this.slots, at + 2, ++this.count);
    return this.count - 1;
  }

  /** Where a term stands or would stand. */
  private place(low: number, high: number): number {
    const capacity = this.slots.length / words;
    let slot = low & (capacity - 1);
    for (;;) {
      const at = slot * words;
      if (this.slots[at + 2] === 0 || (this.slots[at] === low && this.slots[at + 1] === high)) return at;
      slot = (slot + 1) & (capacity - 1);
    }
  }

  private grow(): void {
    const before = this.slots;
    this.slots = room((before.length / words) * 2);
    for (let at = 0; at < before.length; at += words) {
      if (before[at + 2] === 0) continue;
      const to = this.place(before[at] as number, before[at + 1] as number);
      this.slots.set(before.subarray(at, at + words), to);
    }
  }
}

function room(capacity: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(capacity * words * 4));
}

const pair: [number, number] = [0, 0];

/** Two lanes of multiplication and mixing; the finishing steps are those of MurmurHash3 (Appleby, public domain). */
function hash(view: number, term: string): [number, number] {
  let a = 0xdeadbeef ^ view;
  let b = 0x41c6ce57 ^ (view << 8);
  for (let i = 0; i < term.length; i++) {
    const unit = term.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = finish(a ^ (b >>> 15));
  b = finish(b ^ (a >>> 13));
  pair[0] = a;
  pair[1] = b;
  return pair;
}

function finish(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 2246822507);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 3266489909);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
