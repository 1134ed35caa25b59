import { fillers } from '#text';
import type { SparseVector } from '#topk';

/** A query whose words are known by name. */
export interface NamedQuery extends SparseVector {
  readonly names: ReadonlyMap<number, string>;
  readonly unknown: readonly { readonly word: string; readonly weight: number }[];
  /** Words that the need does not say itself: synonyms, learnt ones. */
  readonly further: ReadonlySet<string>;
}

/** Whether a product holds a term. */
export type Holds = (term: number) => boolean;

/** What names a pair. */
export interface Named {
  /** As a reader sees them. */
  readonly words: readonly string[];
  /** What the pair's text counts for by them, 0–1. */
  readonly support: number;
}

/** Most that a reason names. */
const mostNamed = 6;
const mostLacking = 5;
/** Words that have to name a pair for its text to count in full, where a need says as many. */
const enough = 3;
/** The term of words that no product holds. */
const nowhere = -1;

/** A need's words of two or more characters, weightiest first; put in order once for all of its candidates. */
export class NamedWords {
  private readonly terms: Int32Array;
  private readonly words: readonly string[];
  private readonly further: ReadonlySet<string>;
  private readonly common: readonly boolean[];
  /** Of each pair of words which one holds the other, as far as anyone has asked: most pairs are asked for many times. */
  private readonly known: Uint8Array;
  /** Of each word the longest of the need's that holds it, itself where none does, as far as anyone has asked. */
  private readonly wholes: (string | undefined)[] = [];
  /** Words that a very long need is not searched by; what a word is a part of must not hang on that. */
  private readonly unsearched: readonly string[];
  /** Whether the need says so many words that could name a pair. */
  private readonly saysEnough: boolean;

  /** @param common whether so many products hold a term that it is no reason for any of them. */
  constructor({ terms, weights, names, unknown, further }: NamedQuery, common: (term: number) => boolean) {
    const found: { term: number; word: string; weight: number }[] = [];
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] as number;
      const word = names.get(term);
      if (word !== undefined) found.push({ term, word, weight: weights[i] as number });
    }
    const known = found.length;
    for (const { word, weight } of unknown) found.push({ term: nowhere, word, weight });
    const order = found
      .filter(({ word }) => isLong(word))
      .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
    this.terms = Int32Array.from(order, (of) => of.term);
    this.words = order.map((of) => of.word);
    this.common = order.map(({ term, word }) => fillers.has(word) || (term !== nowhere && common(term)));
    this.further = further;
    this.known = new Uint8Array(order.length ** 2);
    this.unsearched = known === names.size ? [] : without(names, terms);
    const own: number[] = [];
    for (let i = 0; i < this.words.length; i++)
      if (!this.common[i] && !further.has(this.words[i] as string)) own.push(i);
    this.saysEnough = this.differentAmong(own) === enough;
  }

  /** What names a pair to a reader, and what its text counts for with that. */
  named(holds: Holds): Named {
    const chosen = this.chosen(holds);
    return { words: chosen.map((i) => this.words[i] as string), support: this.support(chosen) };
  }

  /**
   * One or two words of a need that says three and more are soon shared by what does something else. Parts of one word are
   * one, unless there are as many as a reason names; a pair that nothing names is taken for one that one word names, since
   * words are cut wrongly now and then.
   */
  private support(chosen: readonly number[]): number {
    if (!this.saysEnough || chosen.length === mostNamed) return 1;
    return Math.max(1, this.differentAmong(chosen)) / enough;
  }

  /** How many words there are, those that are parts of one being one; not more than are enough. */
  private differentAmong(places: readonly number[]): number {
    const found: string[] = [];
    for (let i = 0; i < places.length && found.length < enough; i++) {
      const whole = this.wholeOf(places[i] as number);
      if (!found.includes(whole)) found.push(whole);
    }
    return found.length;
  }

  private wholeOf(place: number): string {
    const known = this.wholes[place];
    if (known !== undefined) return known;
    let whole = this.words[place] as string;
    for (let i = 0; i < this.words.length; i++) {
      const other = this.words[i] as string;
      if (other.length > whole.length && this.includes(i, place)) whole = other;
    }
    for (const other of this.unsearched)
      if (other.length > whole.length && other.includes(this.words[place] as string)) whole = other;
    this.wholes[place] = whole;
    return whole;
  }

  /**
   * The words a reader sees for a text score: words of the need, or what else they are called, that the product holds
   * too, weightiest first; words that lie inside a longer one are left out, and so are those that say nothing: what half
   * of the catalogue holds, and what needs are told with.
   */
  private chosen(holds: Holds): readonly number[] {
    const { terms } = this;
    const chosen: number[] = [];
    for (let i = 0; i < terms.length && chosen.length < mostNamed; i++) {
      const term = terms[i] as number;
      if (term === nowhere || this.common[i] || !holds(term)) continue;
      const at = this.placeOf(i, chosen);
      if (at !== undefined) chosen[at] = i;
    }
    return chosen;
  }

  /**
   * Words of the need that the product does not hold, weightiest first, those that no product holds included; without
   * those by which needs are told.
   */
  lacking(holds: Holds): string[] {
    const { terms, words } = this;
    const chosen: number[] = [];
    for (let i = 0; i < terms.length && chosen.length < mostLacking; i++) {
      const term = terms[i] as number;
      const word = words[i] as string;
      if ((term !== nowhere && holds(term)) || this.further.has(word) || fillers.has(word)) continue;
      if (!chosen.some((other) => this.includes(other, i) || this.includes(i, other))) chosen.push(i);
    }
    return chosen.map((i) => words[i] as string);
  }

  /** Where a word goes: in place of one that lies inside it, or at the end; undefined where it lies inside one itself. */
  private placeOf(word: number, chosen: readonly number[]): number | undefined {
    let place = chosen.length;
    for (let at = 0; at < chosen.length; at++) {
      const other = chosen[at] as number;
      if (this.includes(other, word)) return undefined;
      if (place === chosen.length && this.includes(word, other)) place = at;
    }
    return place;
  }

  private includes(a: number, b: number): boolean {
    const at = a * this.words.length + b;
    this.known[at] ||= (this.words[a] as string).includes(this.words[b] as string) ? 1 : 2;
    return this.known[at] === 1;
  }
}

/** Names of terms that are not among some. */
function without(names: ReadonlyMap<number, string>, terms: Uint32Array): string[] {
  const left = new Map(names);
  for (const term of terms) left.delete(term);
  return [...left.values()];
}

function isLong(word: string): boolean {
  return word.length > 2 || [...word].length > 1;
}
