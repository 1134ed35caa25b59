/** What another thread needs to look terms up. */
export interface DictionaryHandle {
  readonly slots: SharedArrayBuffer;
  readonly pages: SharedArrayBuffer;
}

/** What a snapshot keeps. */
export interface DictionaryImage {
  readonly slots: Uint32Array;
  readonly pages: Uint8Array;
  readonly next: readonly number[];
  readonly count: number;
}

const words = 3;
const firstCapacity = 1 << 12;
/** Share of the slots that may be taken; then there is room for a quarter more. */
const fullest = 0.8;
const growth = 1.25;
/** Terms of a page. */
export const pageShift = 16;
/** More than the engine holds. */
const mostPages = 1 << 12;

/**
 * Term numbers by view and term, in shared memory: 64 bits of hash stand for a term, so that threads share one table
 * and a million terms take tens of megabytes. Two of a million terms fall together with a probability of 3 in 10^8
 * (n² / 2^65); they would then count as one word. Numbers are given page by page, each page to one view.
 */
export class TermDictionary {
  private slots: Uint32Array;
  private count = 0;
  /** By page its view, plus one; 0 from the first free page on. */
  private readonly pages: Uint8Array;
  private taken = 0;
  /** By view, the next number; at the start of a page the page is still to be taken. */
  private readonly next: number[] = [];

  constructor(
    capacity = firstCapacity,
    private readonly pageBytes = new SharedArrayBuffer(mostPages),
  ) {
    this.slots = room(capacity);
    this.pages = new Uint8Array(pageBytes);
  }

  /** A reading view; terms that are added later are found as long as the table has not grown. */
  static attach({ slots, pages }: DictionaryHandle): TermDictionary {
    const dictionary = new TermDictionary(1, pages);
    dictionary.slots = new Uint32Array(slots);
    return dictionary;
  }

  static restore({ slots, pages, next, count }: DictionaryImage): TermDictionary {
    const dictionary = new TermDictionary(slots.length / words);
    dictionary.slots.set(slots);
    dictionary.pages.set(pages);
    dictionary.taken = pages.length;
    dictionary.next.push(...next);
    dictionary.count = count;
    return dictionary;
  }

  get handle(): DictionaryHandle {
    return { slots: this.slots.buffer as SharedArrayBuffer, pages: this.pageBytes };
  }

  /** What `restore` takes. */
  get image(): DictionaryImage {
    const { slots, pages, taken, next, count } = this;
    return { slots: slots.slice(), pages: pages.slice(0, taken), next: [...next], count };
  }

  get bytes(): number {
    return this.slots.byteLength + this.pageBytes.byteLength;
  }

  /** Terms known. */
  get size(): number {
    return this.count;
  }

  /** The view that a term belongs to. */
  viewOf(number: number): number {
    return (this.pages[number >>> pageShift] as number) - 1;
  }

  /** @returns the term's number, −1 where it is unknown. */
  find(view: number, term: string): number {
    const [low, high] = hash(view, term);
    return (this.slots[this.place(low, high) + 2] as number) - 1;
  }

  /** The same, giving an unknown term the next number. */
  intern(view: number, term: string): number {
    const [low, high] = hash(view, term);
    return this.internHashed(view, low, high);
  }

  /** The same for a term of which only the hash is known. */
  internHashed(view: number, low: number, high: number): number {
    const at = this.place(low, high);
    const known = this.slots[at + 2] as number;
    if (known !== 0) return known - 1;
    if ((this.count + 1) * words > this.slots.length * fullest) {
      this.grow();
      return this.internHashed(view, low, high);
    }
    const number = this.number(view);
    this.count++;
    this.slots[at] = low;
    this.slots[at + 1] = high;
    // Last, so that a thread that reads meanwhile finds the term whole or not at all.
    Atomics.store(this.slots, at + 2, number + 1);
    return number;
  }

  /** By view, the hashes of all terms of which `value` is not 0, and the value: low, high, value, in ascending order. */
  hashed(views: number, value: (term: number) => number): Uint32Array[] {
    const found = Array.from({ length: views }, () => [] as number[]);
    const { slots } = this;
    for (let at = 0; at < slots.length; at += words) {
      const number = (slots[at + 2] as number) - 1;
      if (number >= 0 && value(number) !== 0) found[this.viewOf(number)]?.push(at);
    }
    return found.map((places) => {
      places.sort(
        (a, b) =>
          (slots[a] as number) - (slots[b] as number) || (slots[a + 1] as number) - (slots[b + 1] as number),
      );
      const rows = new Uint32Array(places.length * words);
      places.forEach((at, i) => {
        rows.set(
          [slots[at] as number, slots[at + 1] as number, value((slots[at + 2] as number) - 1)],
          i * words,
        );
      });
      return rows;
    });
  }

  /** The next one of a view. */
  private number(view: number): number {
    let number = this.next[view] ?? 0;
    if (number % (1 << pageShift) === 0) {
      if (this.taken === mostPages) throw new RangeError('no room for further terms');
      number = this.taken << pageShift;
      this.pages[this.taken++] = view + 1;
    }
    this.next[view] = number + 1;
    return number;
  }

  /** Where a term stands or would stand. */
  private place(low: number, high: number): number {
    const capacity = this.slots.length / words;
    let slot = Math.floor((low / 2 ** 32) * capacity);
    for (;;) {
      const at = slot * words;
      if (this.slots[at + 2] === 0 || (this.slots[at] === low && this.slots[at + 1] === high)) return at;
      if (++slot === capacity) slot = 0;
    }
  }

  private grow(): void {
    const before = this.slots;
    this.slots = room(Math.ceil((before.length / words) * growth));
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
