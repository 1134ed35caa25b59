import { createRequire } from 'node:module';
import { Jieba } from '@node-rs/jieba';
import { codesOf, joinedCodes } from './codes.js';
import { normalise } from './normalise.js';

let made: Jieba | undefined;

/** Made when first wanted: its dictionary takes longer to read than most of what a process loads. */
function jieba(): Jieba {
  if (made) return made;
  // The package ships no types for its dictionary.
  const { dict } = createRequire(import.meta.url)('@node-rs/jieba/dict') as { dict: Uint8Array };
  made = Jieba.withDict(dict);
  return made;
}

const meaningful = /[\p{L}\p{N}]/u;
const hanRun = /[\p{Script=Han}]+/gu;
const plainCode = /^[a-z0-9]+$/;

/** Words of a text in search mode: 人工智能 gives 人工, 智能 and 人工智能. Normalised; signs and blanks left out. */
export function words(text: string): string[] {
  return wordsOfNormal(normalise(text));
}

function wordsOfNormal(normal: string): string[] {
  return jieba()
    .cutForSearch(normal, true)
    .filter((word) => meaningful.test(word));
}

/** Latin and digit runs stand in all three, with the parts and other spellings of codes: see `codesOf`. */
export interface Terms {
  readonly words: readonly string[];
  /** Pairs of neighbouring Han characters. */
  readonly bigrams: readonly string[];
  /** Single Han characters. */
  readonly characters: readonly string[];
}

/**
 * The three views of one text that ranking sums up. A Chinese word counts in each of them; so does a Latin or digit run,
 * or ERP and 5G would count a third of what 平台 does.
 */
export function terms(text: string): Terms {
  const normal = normalise(text);
  const bigrams: string[] = [];
  const characters: string[] = [];
  for (const [run] of normal.matchAll(hanRun)) {
    const all = [...run];
    for (let i = 0; i < all.length; i++) {
      characters.push(all[i] as string);
      if (i > 0) bigrams.push(`${all[i - 1]}${all[i]}`);
    }
  }
  const codes = codesOf(normal);
  return {
    words: [...wordsOfNormal(normal).filter((word) => !plainCode.test(word)), ...codes],
    bigrams: [...bigrams, ...codes],
    characters: [...characters, ...codes],
  };
}

/** What a text that says a word holds of it for certain, and other texts hardly. */
export interface Forms {
  readonly words: readonly string[];
  /** Pairs of neighbouring Han characters. */
  readonly pairs: readonly string[];
}

/**
 * A word of the dictionary is cut out of every text as itself. A phrase is not: it is known by the pairs that reach from
 * one of its parts into the next (级保 of 等级保护), or by its parts where there is no such pair.
 */
export function formsOf(normal: string): Forms {
  const parts = jieba().cut(normal, false);
  if (parts.length === 1) return { words: parts, pairs: [] };
  const pairs = parts
    .slice(1)
    .map((part, i) => `${[...(parts[i] as string)].at(-1)}${[...part][0]}`)
    .filter((pair) => /^\p{Script=Han}{2}$/u.test(pair));
  return pairs.length > 0 ? { words: [], pairs: [...new Set(pairs)] } : { words: queryWords(normal), pairs };
}

export interface Token {
  readonly word: string;
  /** From 1, in words. */
  readonly position: number;
}

/** Words with their positions, and the parts of long words beside them: what a search index stores. */
export function searchTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const normal = normalise(text);
  let position = 0;
  for (const word of jieba().cut(normal, true)) {
    const found = partsOf(word);
    if (found.length === 0) continue;
    position++;
    for (const part of found) tokens.push({ word: part, position });
  }
  for (const token of codeTokens(normal, tokens)) tokens.push(token);
  return tokens;
}

/** Other spellings of a text's codes, each where the code begins. */
function codeTokens(normal: string, tokens: readonly Token[]): Token[] {
  const codes = codesOf(normal);
  if (codes.length === 0) return [];
  const known = new Set(tokens.map(({ word }) => word));
  return codes
    .filter((code) => !known.has(code))
    .map((code) => ({
      word: code,
      position: tokens.find(({ word }) => code.startsWith(word) || word.includes(code))?.position ?? 1,
    }));
}

/** A query as texts are searched by it: normalised, every code in one piece. */
export function searchQuery(text: string): string {
  return joinedCodes(normalise(text));
}

/** What must all be found for a query: its words, without the parts of long ones. */
export function queryWords(text: string): string[] {
  return [
    ...new Set(
      jieba()
        .cut(normalise(text), true)
        .filter((word) => meaningful.test(word)),
    ),
  ];
}

/** Parts of the words that came last: a few thousand words make most of all texts. */
const partsKnown = new Map<string, readonly string[]>();
const mostKnown = 50_000;

/** What a word is found by; nothing where it is but signs and blanks. */
function partsOf(word: string): readonly string[] {
  const known = partsKnown.get(word);
  if (known) return known;
  const found = meaningful.test(word) ? [...parts(word)] : [];
  if (partsKnown.size >= mostKnown) partsKnown.clear();
  partsKnown.set(word, found);
  return found;
}

/** A word of three or more Han characters is also found by any run of two or more of them: 处理 in 待处理. */
function parts(word: string): Set<string> {
  const found = new Set([word]);
  const all = [...word];
  if (all.length < 3 || all.length > 12 || !/^\p{Script=Han}+$/u.test(word)) {
    if (all.length === 2 && /^\p{Script=Han}+$/u.test(word)) for (const c of all) found.add(c);
    return found;
  }
  for (let size = 1; size < all.length && size <= 4; size++) {
    for (let start = 0; start + size <= all.length; start++)
      found.add(all.slice(start, start + size).join(''));
  }
  return found;
}
