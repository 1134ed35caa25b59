/** What another thread needs to look terms up. */
export interface DictionaryHandle {
  readonly slots: SharedArrayBuffer;
  readonly views: SharedArrayBuffer;
}

const words = 3;
const firstCapacity = 1 << 12;
const fullest = 0.6;
/** Bytes that the views may grow to: more terms than the engine holds. */
const mostTerms = 1 << 28;

/**
 * Term numbers by view and term, in shared memory: 64 bits of hash stand for a term, so that threads share one table
 * and a million terms take tens of megabytes. Two of a million terms fall together with a probability of 3 in 10^8
 * (n² / 2^65); they would then count as one word.
 */
export class TermDictionary {
  private slots: Uint32Array;
  private count = 0;
  /** By term number. */
  private readonly views: Uint8Array;

  constructor(
    capacity = firstCapacity,
    private readonly viewBytes = new SharedArrayBuffer(1024, { maxByteLength: mostTerms }),
  ) {
    this.slots = room(capacity);
    this.views = new Uint8Array(viewBytes);
  }

  /** A reading view; terms that are added later are found as long as the table has not grown. */
  static attach({ slots, views }: DictionaryHandle): TermDictionary {
    const dictionary = new TermDictionary(1, views);
    dictionary.slots = new Uint32Array(slots);
    return dictionary;
  }

  static restore({ slots, views }: { slots: Uint32Array; views: Uint8Array }): TermDictionary {
    const dictionary = new TermDictionary(slots.length / words);
    dictionary.slots.set(slots);
    dictionary.viewBytes.grow(Math.max(views.length, dictionary.viewBytes.byteLength));
    dictionary.views.set(views);
    dictionary.count = views.length;
    return dictionary;
  }

  get handle(): DictionaryHandle {
    return { slots: this.slots.buffer as SharedArrayBuffer, views: this.viewBytes };
  }

  /** What `restore` takes. */
  get image(): { readonly slots: Uint32Array; readonly views: Uint8Array } {
    return { slots: this.slots.slice(), views: this.views.slice(0, this.count) };
  }

  get bytes(): number {
    return this.slots.byteLength + this.viewBytes.byteLength;
  }

  /** Terms known; their numbers are 0 to size − 1. */
  get size(): number {
    return this.count;
  }

  /** The view that a term belongs to. */
  viewOf(number: number): number {
    return this.views[number] as number;
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
    if (this.count >= this.viewBytes.byteLength) this.viewBytes.grow(this.viewBytes.byteLength * 2);
    this.views[this.count] = view;
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
