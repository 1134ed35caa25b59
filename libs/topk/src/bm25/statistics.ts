import type { FastIndex } from '../impact/fast-index.js';
import type { Expectation } from './chance.js';
import type { TermDictionary } from './dictionary.js';
import type { Reweigh } from './lengths.js';
import type { ViewSetting } from './view.js';

/**
 * What scores rest on beside the two texts: taken from all documents at one moment, and in force until others are adopted.
 * A score is a function of need, product and statistics alone, so that whoever computes it, and whenever, finds the same.
 */
export interface Statistics {
  /** 0 before any were taken. */
  readonly version: number;
  /** Documents counted. */
  readonly size: number;
  /** By view, the mean length that weights refer to. */
  readonly means: readonly number[];
  /** By view, what columns of chance are measured down from. */
  readonly tops: readonly number[];
  /** By view, document frequencies by the terms' hashes: low half, high half, frequency, in turn, ascending. */
  readonly rows: readonly Uint32Array[];
}

const rowWords = 3;

/**
 * As if every view held so many more terms, each once: a catalogue of a few products does not know what is said by chance.
 * One of some thousand does, and these no longer count.
 */
export const unseen = 20_000;

/** ln(1 + (N − df + ½) / (df + ½)). */
export function idf(size: number, df: number): number {
  return Math.log(1 + (size - df + 0.5) / (df + 0.5));
}

/** Document frequencies by term number in memory that threads share; of terms beyond the end, and of new ones, 0. */
export class Frequencies {
  constructor(
    readonly size = 0,
    readonly of: Uint32Array = new Uint32Array(new SharedArrayBuffer(0)),
  ) {}

  get bytes(): number {
    return this.of.byteLength;
  }
}

export function sharedCopy(from: Uint32Array): Uint32Array {
  const room = new Uint32Array(new SharedArrayBuffer(from.byteLength));
  room.set(from);
  return room;
}

/** Frequencies by the numbers of a dictionary; terms that it has not met yet get one. */
export function frequenciesOf({ rows }: Statistics, dictionary: TermDictionary): Uint32Array {
  const numbers = rows.map((of, view) => {
    const found = new Uint32Array(of.length / rowWords);
    for (let i = 0; i < found.length; i++)
      found[i] = dictionary.internHashed(view, of[i * rowWords] as number, of[i * rowWords + 1] as number);
    return found;
  });
  const most = numbers.reduce((top, of) => of.reduce((max, one) => Math.max(max, one), top), -1);
  const counted = new Uint32Array(new SharedArrayBuffer((most + 1) * 4));
  numbers.forEach((of, view) => {
    of.forEach((number, i) => {
      counted[number] = rows[view]?.[i * rowWords + 2] as number;
    });
  });
  return counted;
}

/** Terms or documents between two pauses. */
const step = 65_536;
const documentsAtOnce = 512;
/** How much further than any document's chance its column reaches, for documents that come later. */
const headroom = 1.25;

/** What statistics are taken from. */
export interface Taken {
  readonly views: readonly ViewSetting[];
  readonly fast: FastIndex;
  readonly dictionary: TermDictionary;
  readonly reweigh: Reweigh;
  readonly isColumn: (term: number) => boolean;
}

/** Document frequencies of which idf is worked out once: nearly all. */
const oftenMet = 4096;

/** P(t) × idf(t)^p; P(t) = df(t) / (sum of all df of the view + unseen). In pieces of about a millisecond. */
export function* expectations(
  { views, dictionary, isColumn }: Pick<Taken, 'views' | 'dictionary' | 'isColumn'>,
  { size, of }: Frequencies,
): Generator<void, Expectation> {
  const sums = views.map(() => unseen);
  for (let term = 0; term < of.length; term++) {
    if (term % step === step - 1) yield;
    const df = of[term] as number;
    if (df > 0 && !isColumn(term)) sums[dictionary.viewOf(term)]! += df;
  }
  const worked = (view: number, df: number) =>
    Math.fround((df / (sums[view] as number)) * idf(size, df) ** (views[view] as ViewSetting).idfPower);
  const known = views.map((_, view) =>
    Float32Array.from({ length: oftenMet }, (_, df) => df && worked(view, df)),
  );
  return (view, term) => {
    const df = of[term] ?? 0;
    if (isColumn(term)) return 0;
    return df < oftenMet ? (known[view]?.[df] as number) : worked(view, df);
  };
}

/** The statistics of the documents as they are, in pieces of about a millisecond; they get the next version. */
export function* measured(from: Taken, version: number): Generator<void, Statistics> {
  const { views, fast, dictionary, reweigh, isColumn } = from;
  const frequencies = new Frequencies(fast.size, Uint32Array.from(fast.frequencies));
  const expectation = yield* expectations(from, frequencies);
  const tops = views.map(() => 0);
  let forward = fast.forward();
  for (let doc = 0; doc < fast.documents; doc++) {
    if (doc % documentsAtOnce === documentsAtOnce - 1) {
      yield;
      forward = fast.forward();
    }
    const n = forward.read(doc);
    reweigh.open(doc);
    const sums = views.map(() => 0);
    for (let i = 0; i < n; i++) {
      const term = forward.terms[i] as number;
      const view = dictionary.viewOf(term);
      const share = expectation(view, term);
      if (share === 0) continue;
      sums[view] = (sums[view] as number) + share * reweigh.weight(view, forward.weights[i] as number);
    }
    sums.forEach((sum, view) => {
      tops[view] = Math.max(tops[view] as number, sum * headroom);
    });
  }
  return {
    version,
    size: frequencies.size,
    means: reweigh.means,
    tops,
    rows: dictionary.hashed(views.length, (term) => (isColumn(term) ? 0 : (frequencies.of[term] ?? 0))),
  };
}
