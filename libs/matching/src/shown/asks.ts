import type { AskView } from '#contracts';
import { fillers, normalise, type SynonymFinder, synonymFinder, words } from '#text';

/** A text of a listing, as far as asks and evidence are looked for in it. */
export interface Passage {
  readonly field: string;
  readonly label: string;
  readonly text: string;
}

/** One of the things that a need asks for: a sentence or clause of it. */
export interface Ask {
  readonly field: string;
  readonly text: string;
}

export type AskState = 'met' | 'partly' | 'unmet';

export interface JudgedAsk extends Ask {
  readonly state: AskState;
  /** Of what the ask says, what the product says too, 0–1, rare words counting for more. */
  readonly share: number;
  /** The product's words that it rests on. */
  readonly words: readonly string[];
  readonly lacking: readonly string[];
  /** The clause of the product's texts that says most of it; null where none says anything. */
  readonly evidence: Passage | null;
}

/** As it goes out. */
export function askView({ share: _, ...ask }: JudgedAsk): AskView {
  return { ...ask, words: [...ask.words], lacking: [...ask.lacking] };
}

/** How telling a word is: rarer is more. */
export type Rarity = (word: string) => number;

/** Line breaks that some system has written out as two characters part sentences too. */
const sentenceEnd = /(?:[。；;！!？?\n\r]|\\[nrt])+/u;
/** Where an item of a list begins: after a blank by figures, at a sentence's beginning by any number. */
const itemWithin = /(?<=\s)(?:\d{1,2}[、.．)）]|[（(]\d{1,2}[)）]|[①-⑳])/gu;
const numbering =
  /^(?:[一二三四五六七八九十]{1,2}[、.]|\d{1,2}[、.．)）](?!\d)|[（(][一二三四五六七八九十\d]{1,2}[)）]|[①-⑳])\s*/u;
/** Blanks between Chinese characters part what a page has had line by line. */
const clauseEnd = /[，,：:]|(?<=[\p{Script=Han}）])\s+(?=\p{Script=Han})/u;
/** A sentence longer than this is taken clause by clause. */
const longest = 40;
/** A clause shorter than this goes with its neighbour. */
const shortest = 8;
const wanted =
  /需|要求|希望|期望|拟|寻求|征集|实现|支持|具备|能够|提供|建设|研发|开发|研制|设计|解决|采用|满足|达到|使用|利用|研究|升级|改造/u;
const complaint =
  /目前|现有|当前|现阶段|依赖|依靠|不足|不能|难以|无法|缺乏|问题|困难|痛点|瓶颈|落后|低下|受限|尚未/u;
/** Items of lists that tell of the one who asks, or of the world around. */
const setting = /公司|我司|我们|本单位|已|概况|趋势|现状|背景|基础/u;
/** What only names what follows asks for nothing itself. */
const heading = /[：:]$/;
/** Of an ask's weight of words. */
const enough = 0.5;
const some = 0.15;
const alone = 0.6;
const mostWords = 5;
/** More than this is read by nobody; the most telling asks stay. */
const mostAsks = 12;
/** A word in an eighth of the catalogue and more, ln(1 + 1 / 0.14), is no evidence for anything. */
const nothing = 2;
/** In a catalogue of so few that an eighth is nobody, words that two hold are the common ones. */
const fewest = 1.5;

/**
 * How telling a word is by how many of the supplies hold it; where there are few, no word would be telling by its own rarity.
 * @param size of the catalogue. @param idf of a word by how many hold it
 */
export function rarityAmong(size: number, idf: (holding: number) => number): (holding: number) => number {
  const raised = Math.max(0, nothing - idf(Math.max(size / 8, fewest)));
  return (holding) => idf(holding) + raised;
}

/**
 * What a need asks for, in its order: the sentences and clauses that say what is wanted, and the items of its lists, where
 * there are such; otherwise all but those that only tell how things are now.
 */
export function asksOf(passages: readonly Passage[], rarity: Rarity): Ask[] {
  const all = passages
    .flatMap(({ field, text }) => partsOf(text).map((part) => ({ field, ...part })))
    .filter(({ text }) => contentOf(text).length > 0 && !heading.test(text));
  const wants = all.filter(({ text, item }) => wanted.test(text) || (item && !setting.test(text)));
  const asked =
    wants.length > 1 ? wants : all.filter(({ text }) => wanted.test(text) || !complaint.test(text));
  const chosen = asked.length > 0 ? asked : all;
  const telling = ({ text }: Ask) => contentOf(text).reduce((sum, word) => sum + weightOf(word, rarity), 0);
  const kept = new Set([...chosen].sort((a, b) => telling(b) - telling(a)).slice(0, mostAsks));
  return chosen.filter((ask) => kept.has(ask)).map(({ field, text }) => ({ field, text }));
}

function weightOf(word: string, rarity: Rarity): number {
  return Math.max(0, rarity(word) - nothing);
}

/** Which asks a product meets, by its own words; synonyms count as the words themselves. */
export function judgedAsks(
  asks: readonly Ask[],
  product: readonly Passage[],
  rarity: Rarity,
  find: SynonymFinder = builtIn,
): JudgedAsk[] {
  const clauses = product.flatMap(({ field, label, text }) =>
    clausesOf(text).map((clause) => ({ field, label, text: clause, normal: normalise(clause) })),
  );
  const whole = clauses.map((clause) => clause.normal).join('\n');
  return asks.map((ask) => {
    const content = contentOf(ask.text);
    const synonyms = find(normalise(ask.text)).map(({ word }) => word);
    const says = (word: string) => whole.includes(word) && weightOf(word, rarity) > 0;
    const held = content.filter(says);
    const others = synonyms.filter(says);
    const weigh = (of: readonly string[]) => of.reduce((sum, word) => sum + weightOf(word, rarity), 0);
    const share = Math.min(1, (weigh(held) + weigh(others)) / Math.max(1e-9, weigh(content)));
    const telling = [...held, ...others].sort((a, b) => rarity(b) - rarity(a));
    const lacking = content.filter((word) => !whole.includes(word)).sort((a, b) => rarity(b) - rarity(a));
    // Of 机械手 the word 机械 alone says little.
    const full = telling.filter((word) => !lacking.some((other) => other.includes(word)));
    const evidence = bestOf(clauses, telling, rarity);
    return {
      ...ask,
      state:
        evidence === null
          ? 'unmet'
          : stateOf(share, withoutParts(full).length, isPhraseIn(ask.text, whole, held)),
      share,
      words: withoutParts(telling).slice(0, mostWords),
      lacking: withoutParts(lacking).slice(0, mostWords),
      evidence,
    };
  });
}

/** One word alone may stand for the whole of an ask only where the ask says little else. */
function stateOf(share: number, words: number, phrase: boolean): AskState {
  if (share >= enough && (words > 1 || share >= alone)) return 'met';
  return share >= some || phrase ? 'partly' : 'unmet';
}

/** Two telling words side by side in both, as 远程监控: a part of the ask, however much else it says. */
function isPhraseIn(ask: string, product: string, held: readonly string[]): boolean {
  const text = normalise(ask);
  return held.some((first) =>
    held.some((second) => text.includes(first + second) && product.includes(first + second)),
  );
}

const builtIn = synonymFinder();

function bestOf(
  clauses: readonly (Passage & { readonly normal: string })[],
  telling: readonly string[],
  rarity: Rarity,
): Passage | null {
  let best: Passage | null = null;
  let most = 0;
  for (const { normal, ...clause } of clauses) {
    const sum = telling.reduce((all, word) => all + (normal.includes(word) ? weightOf(word, rarity) : 0), 0);
    if (sum > most) [best, most] = [clause, sum];
  }
  return best;
}

interface Part {
  readonly text: string;
  /** Stands, or begins, behind a number of a list. */
  readonly item: boolean;
}

/** Sentences, and of long ones the clauses, none of them too short to mean anything. */
export function clausesOf(text: string): string[] {
  return partsOf(text).map((part) => part.text);
}

function partsOf(text: string): Part[] {
  return text
    .replace(itemWithin, (number) => `\n${number}`)
    .split(sentenceEnd)
    .map((sentence) => sentence.trim())
    .map((sentence) => ({ text: sentence.replace(numbering, '').trim(), item: numbering.test(sentence) }))
    .filter((sentence) => sentence.text !== '')
    .flatMap(({ text: sentence, item }) => {
      if ([...sentence].length <= longest) return [{ text: sentence, item }];
      return joined(sentence.split(clauseEnd)).map((clause, i) => ({ text: clause, item: item && i === 0 }));
    });
}

function joined(parts: readonly string[]): string[] {
  const whole: string[] = [];
  for (const part of parts.map((one) => one.trim()).filter((one) => one !== '')) {
    const last = whole.at(-1);
    const short = [...part].length < shortest || (last !== undefined && [...last].length < shortest);
    if (last !== undefined && short) whole[whole.length - 1] = `${last}，${part}`;
    else whole.push(part);
  }
  return whole;
}

/** Words that say what is asked: neither single characters nor what needs are told with. */
function contentOf(text: string): string[] {
  return [...new Set(words(text))].filter((word) => [...word].length > 1 && !fillers.has(word));
}

function withoutParts(of: readonly string[]): string[] {
  return of.filter((word) => !of.some((other) => other !== word && other.includes(word)));
}
