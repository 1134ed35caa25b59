import { type LabelOf, labelOf, type PublishedListing } from '#contracts';
import { normalise } from '#text';
import { demandTexts, type NamedField, supplyTexts } from '../scoring/fields.js';
import type { Places } from '../scoring/matched.js';
import { type MarketRules, ruleNames } from './rules.js';

export interface Reason {
  readonly rule: string;
  /** One decimal. */
  readonly points: number;
  /** A sentence for an official. */
  readonly text: string;
  /** The words of the supply's text that it rests on: the demand's own, and what else they are called. */
  readonly words: readonly string[];
}

/** What a matching has found of a pair. */
export interface Found {
  /** By rule. */
  readonly tenths: readonly number[];
  readonly words: readonly string[];
  /** Where servers helped the words. */
  readonly places?: Places | undefined;
}

/** What a sentence needs to know of both sides. */
export interface ReasonedPair {
  readonly demand: PublishedListing;
  readonly supply: PublishedListing;
  readonly label?: LabelOf;
}

/**
 * The reasons behind a pair's points, in the order of the rules; rules that gave nothing are left out.
 * @param most points of the text rule, of which the other rules are given the same share.
 */
export function reasonsOf(
  rules: MarketRules,
  { demand, supply, label = labelOf }: ReasonedPair,
  { tenths, words, places }: Found,
  most: number,
): Reason[] {
  // A phrase is matched by pairs of its characters, which now and then stand without it.
  const held = standing(supplyTexts(rules.market, supply), words);
  return ruleNames(rules.market).flatMap((rule, i) => {
    const points = tenths[i] ?? 0;
    if (points === 0) return [];
    if (i > 0) {
      const text = rules.rules[i - 1]?.sentence({ demand, supply, label }) ?? '';
      return [{ rule, points: points / 10, text, words: [] }];
    }
    const withheld = points < most * 10 ? hidden(points / (most * 10)) : '';
    const text = textSentence(rules, demand, held) + (places ? helped(places) : '') + withheld;
    return [{ rule, points: points / 10, text, words: held }];
  });
}

/** What servers had to do with a place, beside the words. */
function helped({ words, meaning, reranked }: Places): string {
  const parts = [
    words > 0 ? `按文字列第${words}位` : '按文字未列入候选',
    meaning > 0 && `按语义模型列第${meaning}位`,
    reranked > 0 && `重排模型列第${reranked}位`,
  ];
  return `；${parts.filter((part) => part !== false).join('，')}，本项得分按综合名次计`;
}

/** That the other rules do not count in full. */
function hidden(share: number): string {
  return `；其余各项按文字相近程度的${Math.max(1, Math.round(share * 100))}%计入`;
}

function textSentence(
  { market, speaks }: MarketRules,
  demand: PublishedListing,
  words: readonly string[],
): string {
  const said = standing(demandTexts(market, demand), words);
  const others = words.filter((word) => !said.includes(word));
  return (
    [
      said.length > 0 && `${speaks.demand}与${speaks.supply}都提到：${said.join('、')}`,
      others.length > 0 && `${speaks.supply}提到${speaks.demand}用语的其他说法：${others.join('、')}`,
    ]
      .filter((part) => part !== false)
      .join('；') || `${speaks.demand}与${speaks.supply}的用字相近`
  );
}

/** Those of some normalised words that a listing's text holds. */
function standing(fields: readonly NamedField[], words: readonly string[]): string[] {
  const text = normalise(fields.map((field) => field.text).join('\n'));
  return words.filter((word) => text.includes(word));
}
