// AssemblyScript: the inner loops of the matching engine, over one shared memory. See docs/matching-engine.md.
// `node scripts/kernel.mjs` compiles it into kernel.generated.ts. BLOCK, SHIFT, HEADER_…, SLOT_…, QUERY_… and ROOM_…
// come from ../impact/layout.ts: compile.ts writes them above this text.

/** A block is 4096 documents: their accumulators of 16 bits and the block's dense columns stay in the nearest caches. */
const BLOCK: u32 = 1 << BLOCK_SHIFT;
/** Sum of one group's four dense terms for 8 documents, in units; the plan sees to it that 16 bits hold it. */
// @ts-ignore: decorator
@inline
function four(c0: usize, c1: usize, c2: usize, c3: usize, m0: v128, m1: v128, m2: v128, m3: v128): v128 {
  return i16x8.shr_u(
    i16x8.add(
      i16x8.add(i16x8.mul(v128.load_ext<u8>(c0), m0), i16x8.mul(v128.load_ext<u8>(c1), m1)),
      i16x8.add(i16x8.mul(v128.load_ext<u8>(c2), m2), i16x8.mul(v128.load_ext<u8>(c3), m3)),
    ),
    SHIFT,
  );
}

/** Bytes of a number as a record holds it: seven bits a byte, the lowest first, the last below 128. */
// @ts-ignore: decorator
@inline
function sizeOf(value: u32): usize {
  return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
}

// @ts-ignore: decorator
@inline
function numberAt(at: usize): u32 {
  const byte = <u32>load<u8>(at);
  return byte < 128 ? byte : longNumberAt(at);
}

function longNumberAt(at: usize): u32 {
  let byte = <u32>load<u8>(at);
  let value = byte & 127;
  for (let shift: u32 = 7; byte > 127; shift += 7) {
    byte = <u32>load<u8>(++at);
    value |= (byte & 127) << shift;
  }
  return value;
}

/**
 * Exact score of one record, rounded to 32 bits at the end. A record is laid out in ../impact/records.ts. Of its terms a
 * query asks for one in five: a bit a term says which, in a room that stays in a near cache, so that the weights by term,
 * which do not, are read for those alone. Their products in 64 bits are summed with what each addition rounds away
 * (Neumaier 1974), so that their order does not show.
 */
function exact(record: usize, query: usize): f32 {
  const marks = <usize>load<u32>(query, QUERY_MARKS);
  const met = <usize>load<u32>(query, QUERY_MET);
  let weight = record + 8;
  let at = weight + ((<usize>load<u32>(record, 4)) << 2);
  const end = at;
  let to = met;
  while (weight < end) {
    at++; // the section, which a score does not ask for
    const groups = numberAt(at);
    at += sizeOf(groups);
    at += sizeOf(numberAt(at));
    const last = weight + ((<usize>groups) << 2);
    for (; weight < last; weight += 4) {
      const w = (<u64>load<u32>(weight)) << 32;
      let count = numberAt(at);
      at += sizeOf(count);
      let term: u32 = -1;
      for (; count > 0; count--) {
        let gap = <u32>load<u8>(at++);
        if (gap > 127) {
          gap = (gap & 127) | ((<u32>load<u8>(at++)) << 7);
          if (gap > 0x3fff) {
            gap = numberAt(at - 2);
            at += sizeOf(gap) - 2;
          }
        }
        term += gap + 1;
        // The next one is written over it where the query does not ask for it.
        store<u64>(to, w | <u64>term);
        to += (<usize>((<u32>load<u8>(marks + <usize>(term >>> 3)) >>> (term & 7)) & 1)) << 3;
      }
    }
  }
  const table = <usize>load<u32>(query, QUERY_TABLE);
  let sum: f64 = 0;
  let lost: f64 = 0;
  for (let x = met; x < to; x += 8) {
    const value = <f64>load<f32>(table + ((<usize>load<u32>(x)) << 2)) * <f64>load<f32>(x, 4);
    const next = sum + value;
    lost += abs(sum) >= abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return <f32>(sum + lost);
}

export function scoreOne(record: usize, query: usize): f32 {
  return exact(record, query);
}

/** Scores of all documents, 0 for the dead. */
export function scoreAll(query: usize, out: usize): void {
  const docs = load<u32>(HEADER_DOCS);
  const alive = <usize>load<u32>(HEADER_ALIVE);
  const records = <usize>load<u32>(HEADER_RECORDS);
  for (let d: u32 = 0; d < docs; d++) {
    const score = load<u8>(alive + d) ? exact(load<u32>(records + ((<usize>d) << 2)), query) : <f32>0;
    store<f32>(out + ((<usize>d) << 2), score);
  }
}

function setCut(slot: usize, cut: u32): void {
  store<u32>(slot, cut, SLOT_CUT);
  const groups = load<u32>(slot, SLOT_GROUPS);
  const rest = <usize>load<u32>(slot, SLOT_REST);
  const need = <usize>load<u32>(slot, SLOT_NEED);
  for (let g: u32 = 0; g <= groups; g++) {
    const r = load<u32>(rest + ((<usize>g) << 2));
    store<u16>(need + ((<usize>g) << 1), <u16>(cut > r ? cut - r : 0));
  }
}

/** Keeps the k greatest 16-bit bounds seen; the least of them, less the greatest possible error, is the cut. */
function heapOffer(slot: usize, value: u32): void {
  const heap = <usize>load<u32>(slot, SLOT_HEAP);
  const k = load<u32>(slot, SLOT_K);
  let size = load<u32>(slot, SLOT_HEAP_SIZE);
  if (size < k) {
    let c = size++;
    store<u32>(slot, size, SLOT_HEAP_SIZE);
    while (c > 0) {
      const parent = (c - 1) >> 1;
      const v = load<u32>(heap + ((<usize>parent) << 2));
      if (v <= value) break;
      store<u32>(heap + ((<usize>c) << 2), v);
      c = parent;
    }
    store<u32>(heap + ((<usize>c) << 2), value);
  } else {
    if (value <= load<u32>(heap)) return;
    let c: u32 = 0;
    for (;;) {
      let child: u32 = 2 * c + 1;
      if (child >= k) break;
      let v = load<u32>(heap + ((<usize>child) << 2));
      if (child + 1 < k) {
        const w = load<u32>(heap + ((<usize>child) << 2) + 4);
        if (w < v) {
          v = w;
          child++;
        }
      }
      if (v >= value) break;
      store<u32>(heap + ((<usize>c) << 2), v);
      c = child;
    }
    store<u32>(heap + ((<usize>c) << 2), value);
  }
  if (size == k) {
    const least = load<u32>(heap);
    const slack = load<u32>(slot, SLOT_SLACK);
    const cut: u32 = least > slack + 1 ? least - slack : 1;
    if (cut > load<u32>(slot, SLOT_CUT)) setCut(slot, cut);
  }
}

/** Drops collected documents that the risen cut excludes; where that does not help, gives the query up as overflown. */
function compactBuffer(slot: usize): void {
  const cut = load<u32>(slot, SLOT_CUT);
  const buf = <usize>load<u32>(slot, SLOT_BUFFER);
  const count = load<u32>(slot, SLOT_BUFFER_COUNT);
  let to: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const entry = load<u64>(buf + ((<usize>i) << 3));
    if (<u32>(entry >> 32) < cut) continue;
    store<u64>(buf + ((<usize>to) << 3), entry);
    to++;
  }
  store<u32>(slot, to, SLOT_BUFFER_COUNT);
  if (to * 4 > load<u32>(slot, SLOT_BUFFER_CAPACITY) * 3) {
    store<u32>(slot, 1, SLOT_OVERFLOW);
    const groups = load<u32>(slot, SLOT_GROUPS);
    const need = <usize>load<u32>(slot, SLOT_NEED);
    for (let g: u32 = 0; g <= groups; g++) store<u16>(need + ((<usize>g) << 1), 0xffff);
    store<u32>(slot, 0xffff, SLOT_CUT);
  }
}

function collect(slot: usize, values: usize, doc: u32): void {
  const alive = <usize>load<u32>(HEADER_ALIVE);
  for (let i: u32 = 0; i < 32; i++) {
    const value = <u32>load<u16>(values + ((<usize>i) << 1));
    if (value < load<u32>(slot, SLOT_CUT)) continue;
    if (!load<u8>(alive + doc + i)) continue;
    let count = load<u32>(slot, SLOT_BUFFER_COUNT);
    if (count == load<u32>(slot, SLOT_BUFFER_CAPACITY)) {
      compactBuffer(slot);
      if (load<u32>(slot, SLOT_OVERFLOW)) return;
      count = load<u32>(slot, SLOT_BUFFER_COUNT);
    }
    store<u64>(<usize>load<u32>(slot, SLOT_BUFFER) + ((<usize>count) << 3), (<u64>value << 32) | <u64>(doc + i));
    store<u32>(slot, count + 1, SLOT_BUFFER_COUNT);
    heapOffer(slot, value);
  }
}

// @ts-ignore: decorator
@inline
function addOne(base: usize, doc: usize, weight: usize, u: u32): void {
  const a = base + ((<usize>load<u16>(doc)) << 1);
  store<u16>(a, load<u16>(a) + ((((<u32>load<u8>(weight) + 1) * u) + 255) >>> 8));
}

/** Adds the sparse lists' part of one block. Documents count from the start of their 65,536. */
function scatter(slot: usize, acc: usize, low: u32): void {
  const n = load<u32>(slot, SLOT_SPARSE_COUNT);
  let entry = <usize>load<u32>(slot, SLOT_SPARSE);
  const last = entry + ((<usize>n) << 4);
  const high = low + BLOCK;
  const base = acc - ((<usize>low) << 1);
  const docs = <usize>load<u32>(HEADER_POSTINGS);
  const weights = <usize>load<u32>(HEADER_POSTING_WEIGHTS);
  for (; entry < last; entry += 16) {
    const from = <usize>load<u32>(entry, 8);
    const to = <usize>load<u32>(entry, 12);
    if (from >= to) continue;
    const u = load<u32>(entry, 4);
    let p = docs + (from << 1);
    let w = weights + from;
    const end = docs + (to << 1);
    // Documents ascend: where the fourth lies in this block, so do the three before it.
    while (p + 8 <= end && <u32>load<u16>(p, 6) < high) {
      addOne(base, p, w, u);
      addOne(base, p + 2, w + 1, u);
      addOne(base, p + 4, w + 2, u);
      addOne(base, p + 6, w + 3, u);
      p += 8;
      w += 4;
    }
    while (p < end && <u32>load<u16>(p) < high) {
      addOne(base, p, w, u);
      p += 2;
      w++;
    }
    store<u32>(entry, <u32>(w - weights), 8);
  }
}

/** Adds the dense columns, 32 documents at a time, and stops for a 32 as soon as none of them can reach the cut. */
function dense(slot: usize, acc: usize, columns: usize, doc: u32, values: usize): void {
  const groups = load<u32>(slot, SLOT_GROUPS);
  const first = <usize>load<u32>(slot, SLOT_DENSE_TERMS);
  const lastTerm = first + ((<usize>groups) << 5);
  const need = <usize>load<u32>(slot, SLOT_NEED);
  const zero = i32x4.splat(0);
  for (let d: u32 = 0; d < BLOCK; d += 32) {
    const a = acc + ((<usize>d) << 1);
    let a0 = v128.load(a);
    let a1 = v128.load(a, 16);
    let a2 = v128.load(a, 32);
    let a3 = v128.load(a, 48);
    v128.store(a, zero);
    v128.store(a, zero, 16);
    v128.store(a, zero, 32);
    v128.store(a, zero, 48);
    let bound = need;
    let term = first;
    const column = columns + d;
    for (;;) {
      const most = i16x8.max_u(i16x8.max_u(a0, a1), i16x8.max_u(a2, a3));
      if (!v128.any_true(i16x8.ge_u(most, v128.load_splat<u16>(bound)))) break;
      if (term == lastTerm) {
        v128.store(values, a0);
        v128.store(values, a1, 16);
        v128.store(values, a2, 32);
        v128.store(values, a3, 48);
        collect(slot, values, doc + d);
        break;
      }
      bound += 2;
      const c0 = column + load<u32>(term);
      const c1 = column + load<u32>(term, 8);
      const c2 = column + load<u32>(term, 16);
      const c3 = column + load<u32>(term, 24);
      const m0 = v128.load_splat<u16>(term, 4);
      const m1 = v128.load_splat<u16>(term, 12);
      const m2 = v128.load_splat<u16>(term, 20);
      const m3 = v128.load_splat<u16>(term, 28);
      a0 = i16x8.add(a0, four(c0, c1, c2, c3, m0, m1, m2, m3));
      a1 = i16x8.add(a1, four(c0 + 8, c1 + 8, c2 + 8, c3 + 8, m0, m1, m2, m3));
      a2 = i16x8.add(a2, four(c0 + 16, c1 + 16, c2 + 16, c3 + 16, m0, m1, m2, m3));
      a3 = i16x8.add(a3, four(c0 + 24, c1 + 24, c2 + 24, c3 + 24, m0, m1, m2, m3));
      term += 32;
    }
  }
}

/** The bounds of all blocks for several queries: a block's columns are fetched once for all of them. */
export function scan(slots: usize, stride: usize, count: u32, acc: usize, values: usize): void {
  const docs = load<u32>(HEADER_STATIC_DOCS);
  const terms = load<u32>(HEADER_TERMS);
  const columns = load<u32>(HEADER_COLUMNS);
  const denseBase = <usize>load<u32>(HEADER_DENSE);
  for (let start: u32 = 0; start < docs; start += BLOCK) {
    if ((start & 0xffff) == 0) {
      const table = <usize>load<u32>(HEADER_STARTS) + (<usize>(start >>> 16) * <usize>(terms + 1)) * 4;
      for (let q: u32 = 0; q < count; q++) {
        const slot = slots + <usize>q * stride;
        const n = load<u32>(slot, SLOT_SPARSE_COUNT);
        let entry = <usize>load<u32>(slot, SLOT_SPARSE);
        for (let i: u32 = 0; i < n; i++) {
          const at = table + ((<usize>load<u32>(entry)) << 2);
          store<u32>(entry, load<u32>(at), 8);
          store<u32>(entry, load<u32>(at, 4), 12);
          entry += 16;
        }
      }
    }
    const block = denseBase + (<usize>(start >>> BLOCK_SHIFT) * <usize>columns << <usize>BLOCK_SHIFT);
    for (let q: u32 = 0; q < count; q++) {
      const slot = slots + <usize>q * stride;
      scatter(slot, acc, start & 0xffff);
      dense(slot, acc, block, start, values);
    }
  }
}

function weaker(s1: f32, d1: u32, s2: f32, d2: u32): bool {
  return s1 < s2 || (s1 == s2 && d1 > d2);
}

/** The k best exact scores as a heap with the weakest on top; among equals the greater number is weaker. */
function offer(slot: usize, score: f32, doc: u32): void {
  if (!(score > 0)) return;
  const scores = <usize>load<u32>(slot, SLOT_SCORES);
  const numbers = <usize>load<u32>(slot, SLOT_NUMBERS);
  const k = load<u32>(slot, SLOT_K);
  const size = load<u32>(slot, SLOT_FOUND);
  let c: u32 = 0;
  if (size < k) {
    c = size;
    store<u32>(slot, size + 1, SLOT_FOUND);
    while (c > 0) {
      const parent = <usize>((c - 1) >> 1) << 2;
      const s = load<f32>(scores + parent);
      const d = load<u32>(numbers + parent);
      if (!weaker(score, doc, s, d)) break;
      store<f32>(scores + ((<usize>c) << 2), s);
      store<u32>(numbers + ((<usize>c) << 2), d);
      c = (c - 1) >> 1;
    }
  } else {
    if (!weaker(load<f32>(scores), load<u32>(numbers), score, doc)) return;
    c = sift(scores, numbers, k, score, doc);
  }
  store<f32>(scores + ((<usize>c) << 2), score);
  store<u32>(numbers + ((<usize>c) << 2), doc);
}

/** Moves weaker children up from the top; returns where (score, doc) belongs. */
function sift(scores: usize, numbers: usize, size: u32, score: f32, doc: u32): u32 {
  let c: u32 = 0;
  for (;;) {
    let child: u32 = 2 * c + 1;
    if (child >= size) break;
    let s = load<f32>(scores + ((<usize>child) << 2));
    let d = load<u32>(numbers + ((<usize>child) << 2));
    if (child + 1 < size) {
      const s2 = load<f32>(scores + ((<usize>child) << 2) + 4);
      const d2 = load<u32>(numbers + ((<usize>child) << 2) + 4);
      if (weaker(s2, d2, s, d)) {
        s = s2;
        d = d2;
        child++;
      }
    }
    if (!weaker(s, d, score, doc)) break;
    store<f32>(scores + ((<usize>c) << 2), s);
    store<u32>(numbers + ((<usize>c) << 2), d);
    c = child;
  }
  return c;
}

/** Exact scores of what the bounds left over; the k best, in no order yet. Returns rescored. */
export function finish(slot: usize, query: usize): u32 {
  const records = <usize>load<u32>(HEADER_RECORDS);
  const buf = <usize>load<u32>(slot, SLOT_BUFFER);
  const end = buf + ((<usize>load<u32>(slot, SLOT_BUFFER_COUNT)) << 3);
  const k = load<u32>(slot, SLOT_K);
  const least: u32 = load<u32>(slot, SLOT_HEAP_SIZE) == k ? load<u32>(<usize>load<u32>(slot, SLOT_HEAP)) : 0;
  const cut = load<u32>(slot, SLOT_CUT);
  const unit = load<f64>(slot, SLOT_UNIT);
  const slack = load<f64>(slot, SLOT_UP_SLACK);
  const scores = <usize>load<u32>(slot, SLOT_SCORES);
  const numbers = <usize>load<u32>(slot, SLOT_NUMBERS);
  let rescored: u32 = 0;
  for (let e = buf; e < end; e += 8) {
    if (load<u32>(e, 4) < least) continue;
    const doc = load<u32>(e);
    rescored++;
    offer(slot, exact(load<u32>(records + ((<usize>doc) << 2)), query), doc);
  }
  for (let e = buf; e < end; e += 8) {
    const value = load<u32>(e, 4);
    if (value >= least || value < cut) continue;
    if (load<u32>(slot, SLOT_FOUND) == k && (<f64>value + slack) * unit < <f64>load<f32>(scores)) continue;
    const doc = load<u32>(e);
    rescored++;
    offer(slot, exact(load<u32>(records + ((<usize>doc) << 2)), query), doc);
  }
  return rescored;
}

/** One document that no block holds, by its exact score. */
export function offerOne(slot: usize, doc: u32, query: usize): void {
  const records = <usize>load<u32>(HEADER_RECORDS);
  offer(slot, exact(load<u32>(records + ((<usize>doc) << 2)), query), doc);
}

/** Puts what was found in order, best first. */
export function order(slot: usize): void {
  const scores = <usize>load<u32>(slot, SLOT_SCORES);
  const numbers = <usize>load<u32>(slot, SLOT_NUMBERS);
  for (let size = load<u32>(slot, SLOT_FOUND); size > 1; size--) {
    const last = (<usize>(size - 1)) << 2;
    const s = load<f32>(scores + last);
    const d = load<u32>(numbers + last);
    store<f32>(scores + last, load<f32>(scores));
    store<u32>(numbers + last, load<u32>(numbers));
    const c = sift(scores, numbers, size - 1, s, d);
    store<f32>(scores + ((<usize>c) << 2), s);
    store<u32>(numbers + ((<usize>c) << 2), d);
  }
}

/** The groups of a section of a record: where their weights begin and end, their bytes, and how many these are. */
let weightsFrom: usize = 0;
let weightsTo: usize = 0;
let groupsAt: usize = 0;
let groupsLength: u32 = 0;

/** Finds one section of a document; false where it has none, or is gone. */
function enter(doc: u32, section: u32): bool {
  if (doc >= load<u32>(HEADER_DOCS) || load<u8>(<usize>load<u32>(HEADER_ALIVE) + doc) != 1) return false;
  const record = <usize>load<u32>(<usize>load<u32>(HEADER_RECORDS) + ((<usize>doc) << 2));
  let weight = record + 8;
  let at = weight + ((<usize>load<u32>(record, 4)) << 2);
  const end = at;
  while (weight < end) {
    const here = <u32>load<u8>(at++);
    const groups = numberAt(at);
    at += sizeOf(groups);
    const length = numberAt(at);
    at += sizeOf(length);
    const last = weight + ((<usize>groups) << 2);
    if (here == section) {
      weightsFrom = weight;
      weightsTo = last;
      groupsAt = at;
      groupsLength = length;
      return true;
    }
    weight = last;
    at += length;
  }
  return false;
}

/** No fewer than the terms that a section of a document has. */
export function mostTerms(doc: u32, section: u32): u32 {
  return enter(doc, section) ? groupsLength : 0;
}

/** Reads a document's section into the room. Returns how many terms. */
function read(room: usize, doc: u32): u32 {
  if (!enter(doc, load<u32>(room, ROOM_SECTION))) return 0;
  const terms = <usize>load<u32>(room, ROOM_TERMS);
  const weights = <usize>load<u32>(room, ROOM_WEIGHTS) - terms;
  let at = groupsAt;
  let to = terms;
  for (let weight = weightsFrom; weight < weightsTo; weight += 4) {
    const w = load<f32>(weight);
    let count = numberAt(at);
    at += sizeOf(count);
    let term: u32 = -1;
    for (; count > 0; count--) {
      let gap = <u32>load<u8>(at++);
      if (gap > 127) {
        gap = (gap & 127) | ((<u32>load<u8>(at++)) << 7);
        if (gap > 0x3fff) {
          gap = numberAt(at - 2);
          at += sizeOf(gap) - 2;
        }
      }
      term += gap + 1;
      store<u32>(to, term);
      store<f32>(to + weights, w);
      to += 4;
    }
  }
  return <u32>((to - terms) >> 2);
}

/** Adds a share of a document to the table; its terms that were not there before are written down. */
export function blend(room: usize, doc: u32, share: f64): void {
  const end = (<usize>read(room, doc)) << 2;
  const terms = <usize>load<u32>(room, ROOM_TERMS);
  const weights = <usize>load<u32>(room, ROOM_WEIGHTS);
  const table = <usize>load<u32>(room, ROOM_TABLE);
  const words = <usize>load<u32>(room, ROOM_WORDS);
  let count = load<u32>(room, ROOM_WORD_COUNT);
  for (let i: usize = 0; i < end; i += 4) {
    const term = load<u32>(terms + i);
    const at = table + ((<usize>term) << 2);
    const there = load<f32>(at);
    if (there == 0) {
      store<u32>(words + ((<usize>count) << 2), term);
      count++;
    }
    store<f32>(at, <f32>(<f64>there + share * <f64>load<f32>(weights + i)));
  }
  store<u32>(room, count, ROOM_WORD_COUNT);
}

/** What a document's weights and those in the table give, multiplied and summed. */
export function product(room: usize, doc: u32): f64 {
  const end = (<usize>read(room, doc)) << 2;
  const terms = <usize>load<u32>(room, ROOM_TERMS);
  const weights = <usize>load<u32>(room, ROOM_WEIGHTS);
  const table = <usize>load<u32>(room, ROOM_TABLE);
  let sum: f64 = 0;
  for (let i: usize = 0; i < end; i += 4)
    sum += <f64>load<f32>(table + ((<usize>load<u32>(terms + i)) << 2)) * <f64>load<f32>(weights + i);
  return sum;
}

/** Numbers the terms of documents in the order in which they first appear, in the table plus one, and counts their holders. */
export function number(room: usize, docs: usize, n: u32): void {
  const terms = <usize>load<u32>(room, ROOM_TERMS);
  const weights = <usize>load<u32>(room, ROOM_WEIGHTS);
  const table = <usize>load<u32>(room, ROOM_TABLE);
  const words = <usize>load<u32>(room, ROOM_WORDS);
  const listEnds = <usize>load<u32>(room, ROOM_LIST_ENDS);
  const numbers = <usize>load<u32>(room, ROOM_NUMBERS);
  const parts = <usize>load<u32>(room, ROOM_PARTS);
  const documentEnds = <usize>load<u32>(room, ROOM_DOCUMENT_ENDS);
  let count: u32 = 0;
  let next: usize = 0;
  for (let d: usize = 0; d < <usize>n; d++) {
    const end = (<usize>read(room, load<u32>(docs + (d << 2)))) << 2;
    for (let i: usize = 0; i < end; i += 4) {
      const term = load<u32>(terms + i);
      const at = table + ((<usize>term) << 2);
      let number = load<u32>(at);
      if (number == 0) {
        const to = (<usize>count) << 2;
        store<u32>(words + to, term);
        store<u32>(listEnds + to, 0);
        number = ++count;
        store<u32>(at, number);
      }
      const list = listEnds + ((<usize>(number - 1)) << 2);
      store<u32>(list, load<u32>(list) + 1);
      store<u32>(numbers + (next << 2), number - 1);
      store<f64>(parts + (next << 3), <f64>load<f32>(weights + i));
      next++;
    }
    store<u32>(documentEnds + (d << 2), <u32>next);
  }
  store<u32>(room, count, ROOM_WORD_COUNT);
}

/** Who holds which term and with what part of a unit vector, term by term; the table is 0 again. */
function list(room: usize, n: u32): void {
  const table = <usize>load<u32>(room, ROOM_TABLE);
  const words = <usize>load<u32>(room, ROOM_WORDS);
  const factors = <usize>load<u32>(room, ROOM_FACTORS);
  const listEnds = <usize>load<u32>(room, ROOM_LIST_ENDS);
  const numbers = <usize>load<u32>(room, ROOM_NUMBERS);
  const parts = <usize>load<u32>(room, ROOM_PARTS);
  const documentEnds = <usize>load<u32>(room, ROOM_DOCUMENT_ENDS);
  const holders = <usize>load<u32>(room, ROOM_HOLDERS);
  const shares = <usize>load<u32>(room, ROOM_SHARES);
  const count = <usize>load<u32>(room, ROOM_WORD_COUNT);
  let start: u32 = 0;
  // Counts become starts, and starts, as the lists fill, ends.
  for (let word: usize = 0; word < count; word++) {
    const at = listEnds + (word << 2);
    const held = load<u32>(at);
    store<u32>(at, start);
    start += held;
    store<u32>(table + ((<usize>load<u32>(words + (word << 2))) << 2), 0);
  }
  let from: usize = 0;
  for (let d: usize = 0; d < <usize>n; d++) {
    const end = <usize>load<u32>(documentEnds + (d << 2));
    let square: f64 = 0;
    for (let i = from; i < end; i++) {
      const part = parts + (i << 3);
      const value = load<f64>(part) * load<f64>(factors + ((<usize>load<u32>(numbers + (i << 2))) << 3));
      store<f64>(part, value);
      square += value * value;
    }
    const scale: f64 = square > 0 ? 1 / sqrt(square) : 0;
    for (let i = from; i < end; i++) {
      const at = listEnds + ((<usize>load<u32>(numbers + (i << 2))) << 2);
      const to = <usize>load<u32>(at);
      store<u32>(at, <u32>to + 1);
      store<u8>(holders + to, <u32>d);
      store<f64>(shares + (to << 3), load<f64>(parts + (i << 3)) * scale);
    }
    from = end;
  }
}

/** Cosines of all pairs of the numbered documents, row by row, each with itself 0; a term of factor 0 makes nothing alike. */
export function alike(room: usize, n: u32): void {
  list(room, n);
  const factors = <usize>load<u32>(room, ROOM_FACTORS);
  const listEnds = <usize>load<u32>(room, ROOM_LIST_ENDS);
  const holders = <usize>load<u32>(room, ROOM_HOLDERS);
  const shares = <usize>load<u32>(room, ROOM_SHARES);
  const rows = <usize>load<u32>(room, ROOM_ALIKE);
  const width = (<usize>n) << 2;
  memory.fill(rows, 0, width * <usize>n);
  const count = <usize>load<u32>(room, ROOM_WORD_COUNT);
  let from: usize = 0;
  for (let word: usize = 0; word < count; word++) {
    const end = <usize>load<u32>(listEnds + (word << 2));
    if (load<f64>(factors + (word << 3)) != 0)
      for (let i = from + 1; i < end; i++) {
        const row = rows + <usize>load<u8>(holders + i) * width;
        const mine = load<f64>(shares + (i << 3));
        for (let j = from; j < i; j++) {
          const at = row + ((<usize>load<u8>(holders + j)) << 2);
          store<f32>(at, <f32>(<f64>load<f32>(at) + mine * load<f64>(shares + (j << 3))));
        }
      }
    from = end;
  }
  for (let a: usize = 1; a < <usize>n; a++)
    for (let b: usize = 0; b < a; b++)
      store<f32>(rows + b * width + (a << 2), load<f32>(rows + a * width + (b << 2)));
}

/** Of each document the mean value of its `most` likest, weighed by likeness; 0 where nothing is like it. */
export function around(room: usize, n: u32, most: u32): void {
  const rows = <usize>load<u32>(room, ROOM_ALIKE);
  const values = <usize>load<u32>(room, ROOM_VALUES);
  const means = <usize>load<u32>(room, ROOM_MEANS);
  const nearest = <usize>load<u32>(room, ROOM_NEAREST);
  const width = (<usize>n) << 2;
  for (let d: usize = 0; d < <usize>n; d++) {
    const row = rows + d * width;
    const least = kth(row, width, nearest, most);
    const all = f32x4.splat(least);
    let sum: f64 = 0;
    let likeness: f64 = 0;
    for (let i: usize = 0; i < width; i += 4) {
      if ((i & 15) == 0 && i + 16 <= width && !v128.any_true(f32x4.ge(v128.load(row + i), all))) {
        i += 12;
        continue;
      }
      const value = load<f32>(row + i);
      if (value < least || value == 0) continue;
      likeness += <f64>value;
      sum += <f64>value * <f64>load<f32>(values + i);
    }
    store<f64>(means + (d << 3), likeness > 0 ? sum / likeness : 0);
  }
}

/** The `most`-th greatest value of a row; 0 where fewer are above it. */
function kth(row: usize, width: usize, nearest: usize, most: u32): f32 {
  const last = (<usize>most) << 2;
  memory.fill(nearest, 0, last);
  let least: f32 = 0;
  for (let i: usize = 0; i < width; i += 4) {
    if ((i & 15) == 0 && i + 16 <= width && !v128.any_true(f32x4.gt(v128.load(row + i), f32x4.splat(least)))) {
      i += 12;
      continue;
    }
    const value = load<f32>(row + i);
    if (value <= least) continue;
    let at: usize = 4;
    for (; at < last; at += 4) {
      const next = load<f32>(nearest + at);
      if (next >= value) break;
      store<f32>(nearest + at - 4, next);
    }
    store<f32>(nearest + at - 4, value);
    least = load<f32>(nearest);
  }
  return least;
}
