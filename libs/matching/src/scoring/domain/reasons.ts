import { type LabelOf, labelOf, type PublishedCapability, type PublishedScenario } from '#contracts';
import { inWan } from '#kernel';
import { normalise } from '#text';
import { capabilityFields, type NamedField, scenarioFields } from '../fields.js';
import type { Places } from '../matched.js';
import { type RuleName, ruleNames } from './rules.js';

export interface Reason {
  readonly rule: RuleName;
  /** One decimal. */
  readonly points: number;
  /** A sentence for an official. */
  readonly text: string;
  /** The words of the product's text that it rests on: the need's own, and what else they are called. */
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

/**
 * The reasons behind a pair's points, in the order of the rules; rules that gave nothing are left out.
 * @param most points of the text rule, of which the other rules are given the same share.
 */
export function reasonsOf(
  scenario: PublishedScenario,
  capability: PublishedCapability,
  { tenths, words, places }: Found,
  most: number,
  label: LabelOf = labelOf,
): Reason[] {
  // A phrase is matched by pairs of its characters, which now and then stand without it.
  const held = standing(capabilityFields(capability), words);
  return ruleNames.flatMap((rule, i) => {
    const points = tenths[i] ?? 0;
    if (points === 0) return [];
    const told = rule === 'text' && places ? helped(places) : '';
    const text = sentences[rule](scenario, capability, held, label) + told;
    const withheld = rule === 'text' && points < most * 10 ? hidden(points / (most * 10)) : '';
    return [{ rule, points: points / 10, text: text + withheld, words: rule === 'text' ? held : [] }];
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

type Sentence = (
  scenario: PublishedScenario,
  capability: PublishedCapability,
  words: readonly string[],
  label: LabelOf,
) => string;

const sentences: Readonly<Record<RuleName, Sentence>> = {
  text: (s, _c, words) => {
    const said = standing(scenarioFields(s), words);
    const others = words.filter((word) => !said.includes(word));
    return (
      [
        said.length > 0 && `需求与产品功能都提到：${said.join('、')}`,
        others.length > 0 && `产品功能提到需求用语的其他说法：${others.join('、')}`,
      ]
        .filter((part) => part !== false)
        .join('；') || '需求与产品功能的用字相近'
    );
  },
  field: (s, c, _words, label) => `领域一致：${both('fields', s.fields, c.fields, label)}`,
  chain: (s, c, _words, label) => `产业链一致：${both('chains', s.chains, c.chains, label)}`,
  area: (s, _c, _words, label) => `双方同在${label('areas', s.area)}`,
  budget: (s, c) =>
    `参考价格 ${inWan(c.referencePrice ?? '0')} 万元，在预算 ${inWan(s.budgetMax ?? '0')} 万元以内`,
  platforms: (s, _c, _words, label) =>
    s.requiredPlatforms.length === 0
      ? '已做信创适配'
      : `已适配场景要求的平台：${s.requiredPlatforms.map((code) => label('platforms', code)).join('、')}`,
  advancement: (_s, c) =>
    `技术先进性：${[
      c.patents > 0 && `专利${c.patents}项`,
      c.standards > 0 && `标准${c.standards}项`,
      c.awards > 0 && `获奖${c.awards}项`,
    ]
      .filter((part) => part !== false)
      .join('、')}`,
  firstVersion: (_s, { firstVersion: f }, _words, label) =>
    f
      ? `${label('firstVersionLevels', f.level)}首版次产品（${f.year}年），有效期至${f.validTo}，按政策优先`
      : '首版次产品',
};

function both(
  dictionary: 'fields' | 'chains',
  wanted: readonly string[],
  has: readonly string[],
  label: LabelOf,
): string {
  return wanted
    .filter((code) => has.includes(code))
    .map((code) => label(dictionary, code))
    .join('、');
}

/** Those of some normalised words that a listing's text holds. */
function standing(fields: readonly NamedField[], words: readonly string[]): string[] {
  const text = normalise(fields.map((field) => field.text).join('\n'));
  return words.filter((word) => text.includes(word));
}
