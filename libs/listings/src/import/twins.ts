import { hash } from 'node:crypto';

/**
 * What a row is beside those of the same organisation and title before it: the first, one that says the same as one of
 * them, or one that says something else, which only a person can tell apart.
 */
export type Twin = 'first' | 'repeat' | 'question';

/** Numbers of 32 bits that are kept of a hash. */
const words = 4;
/** Of every place: the identity, what the first row says, and that row's number. */
const width = 2 * words + 1;

/** Tells the rows of a file apart as they come; of each it keeps two hashes as numbers, outside the heap. */
export class Twins {
  /** Rows that came first, before one that says something else: they ask, too. */
  readonly asked: number[] = [];
  /** Places by the hash of organisation and title, each in the next slot that is free; a place counts from 1. */
  private slots = new Uint32Array(1024);
  private places = new Uint32Array(512 * width);
  private count = 0;
  /** Of the row that is told. */
  private readonly identity = new Uint32Array(words);
  private readonly says = new Uint32Array(words);
  /** By place, what others of the same organisation and title say instead. */
  private readonly others = new Map<number, Set<string>>();

  /** @param content in one form only: the same content gives the same text. */
  tell(row: number, owner: string, title: string, content: string): Twin {
    const { identity, says } = this;
    hashed(`${owner}\n${title}`, identity);
    const text = hashed(content, says);
    const slot = this.slotOf(identity);
    const place = this.slots[slot] ?? 0;
    if (place === 0) {
      this.add(slot, row);
      return 'first';
    }
    const others = this.others.get(place);
    if (this.stands(place, words, says) || others?.has(text)) return 'repeat';
    if (others) others.add(text);
    else {
      this.others.set(place, new Set([text]));
      this.asked.push(this.places[(place - 1) * width + 2 * words] ?? row);
    }
    return 'question';
  }

  /** Where the identity stands, or where it is to stand. */
  private slotOf(identity: Uint32Array): number {
    const { length } = this.slots;
    let slot = (identity[0] ?? 0) % length;
    for (let place = this.slots[slot]; place && !this.stands(place, 0, identity); place = this.slots[slot])
      slot = (slot + 1) % length;
    return slot;
  }

  private stands(place: number, from: number, hash: Uint32Array): boolean {
    const at = (place - 1) * width + from;
    for (let i = 0; i < words; i++) if (this.places[at + i] !== hash[i]) return false;
    return true;
  }

  private add(slot: number, row: number): void {
    if ((this.count + 1) * width > this.places.length) this.places = grown(this.places);
    const at = this.count * width;
    this.places.set(this.identity, at);
    this.places.set(this.says, at + words);
    this.places[at + 2 * words] = row;
    this.slots[slot] = ++this.count;
    if (this.count * 2 > this.slots.length) this.spread();
  }

  /** Twice as many slots, so that one that is free is never far. */
  private spread(): void {
    this.slots = new Uint32Array(this.slots.length * 2);
    for (let place = 1; place <= this.count; place++) {
      const at = (place - 1) * width;
      this.slots[this.slotOf(this.places.subarray(at, at + words))] = place;
    }
  }
}

function grown(before: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(before.length * 2);
  more.set(before);
  return more;
}

/** A hash as its bytes in a text, which is the quickest way to have one, and the first of them as numbers. */
function hashed(text: string, numbers: Uint32Array): string {
  const bytes = hash('sha256', text, 'binary');
  const byte = (at: number) => bytes.charCodeAt(at);
  for (let i = 0, at = 0; i < words; i++, at += 4)
    numbers[i] = byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
  return bytes;
}
