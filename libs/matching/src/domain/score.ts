import { labelOf, type PublishedCapability, type PublishedScenario } from '#contracts';
import { type Day, fen, inWan } from '#kernel';

/** Rules in the order in which they are shown. */
export const ruleNames = [
  'text',
  'field',
  'chain',
  'area',
  'budget',
  'platforms',
  'advancement',
  'firstVersion',
] as const;
export type RuleName = (typeof ruleNames)[number];

export interface Reason {
  readonly rule: RuleName;
  /** One decimal. */
  readonly points: number;
  /** A sentence for an official. */
  readonly text: string;
  /** The words in both texts that it rests on. */
  readonly words: readonly string[];
}

export interface Score {
  /** 0–100, one decimal; the reasons' points add up to it. */
  readonly points: number;
  readonly reasons: readonly Reason[];
}

export interface Preferences {
  /** The platform's switch; a scenario's own switch must be on as well. */
  readonly firstVersion: boolean;
  readonly today: Day;
}

/** The most that each rule gives; together 100. */
export const most: Readonly<Record<RuleName, number>> = {
  text: 65,
  field: 10,
  chain: 6,
  area: 4,
  budget: 3,
  platforms: 4,
  advancement: 3,
  firstVersion: 5,
};

export interface Lexical {
  /** Share of what the scenario's terms are worth that the capability has, 0–1. */
  readonly coverage: number;
  readonly words: readonly string[];
}

/** Why a capability cannot be proposed at all, for a person; undefined when it can. */
export function exclusion(scenario: PublishedScenario, capability: PublishedCapability): string | undefined {
  const missing = scenario.requiredPlatforms.filter((code) => !capability.adaptedPlatforms.includes(code));
  if (missing.length > 0)
    return `未适配场景要求的平台：${missing.map((code) => labelOf('platforms', code)).join('、')}`;
  if (
    scenario.organisation.id === capability.organisation.id ||
    scenario.organisation.uscc === capability.organisation.uscc
  )
    return '供需双方为同一单位';
  if (scenario.localOnly && scenario.area !== capability.area) return '场景仅面向本区域企业';
  if (scenario.visibility === 'invited' || capability.visibility === 'invited') return '公开范围为仅限邀请';
  return undefined;
}

/**
 * Points of a pair that is not excluded. Text counts by the square root of its coverage, full at 0.36: long needs share
 * few of their many words even with the best product. The square root and the limit come from docs/matching.md.
 */
export function score(
  scenario: PublishedScenario,
  capability: PublishedCapability,
  lexical: Lexical,
  preferences: Preferences,
): Score {
  const reasons = rules
    .map((rule) => rule(scenario, capability, lexical, preferences))
    .filter((reason): reason is Reason => reason !== undefined && reason.points > 0);
  return { points: Math.round(reasons.reduce((sum, reason) => sum + reason.points * 10, 0)) / 10, reasons };
}

type Rule = (
  scenario: PublishedScenario,
  capability: PublishedCapability,
  lexical: Lexical,
  preferences: Preferences,
) => Reason | undefined;

const rules: readonly Rule[] = [
  (_s, _c, lexical) =>
    reason(
      'text',
      Math.sqrt(Math.min(1, lexical.coverage / 0.36)),
      lexical.words.length > 0
        ? `需求与产品功能都提到：${lexical.words.join('、')}`
        : '需求与产品功能的用字相近',
      lexical.words,
    ),
  (s, c) => shared('field', '领域', s.fields, c.fields, (code) => labelOf('fields', code)),
  (s, c) => shared('chain', '产业链', s.chains, c.chains, (code) => labelOf('chains', code)),
  (s, c) =>
    s.area !== null && s.area === c.area
      ? reason('area', 1, `双方同在${labelOf('areas', s.area)}`)
      : undefined,
  (s, c) => {
    if (s.budgetMax === null || c.referencePrice === null || fen(c.referencePrice) > fen(s.budgetMax))
      return undefined;
    return reason(
      'budget',
      1,
      `参考价格 ${inWan(c.referencePrice)} 万元，在预算 ${inWan(s.budgetMax)} 万元以内`,
    );
  },
  (s, c) => {
    if (s.requiredPlatforms.length === 0)
      return c.adaptedPlatforms.length > 0 ? reason('platforms', 0.25, '已做信创适配') : undefined;
    return reason(
      'platforms',
      1,
      `已适配场景要求的平台：${s.requiredPlatforms.map((code) => labelOf('platforms', code)).join('、')}`,
    );
  },
  (_s, c) => {
    const parts = [
      c.patents > 0 && `专利${c.patents}项`,
      c.standards > 0 && `标准${c.standards}项`,
      c.awards > 0 && `获奖${c.awards}项`,
    ].filter((p) => p !== false);
    const proofs = Math.min(c.patents, 10) / 10 + Math.min(c.standards, 3) / 3 + Math.min(c.awards, 3) / 3;
    return parts.length > 0
      ? reason('advancement', Math.min(1, proofs), `技术先进性：${parts.join('、')}`)
      : undefined;
  },
  (s, c, _l, { firstVersion, today }) => {
    const f = c.firstVersion;
    if (!firstVersion || !s.prefersFirstVersion || !f || today < f.validFrom || today > f.validTo)
      return undefined;
    return reason(
      'firstVersion',
      1,
      `${labelOf('firstVersionLevels', f.level)}首版次产品（${f.year}年），有效期至${f.validTo}，按政策优先`,
    );
  },
];

function reason(rule: RuleName, share: number, text: string, words: readonly string[] = []): Reason {
  return { rule, points: Math.round(share * most[rule] * 10) / 10, text, words };
}

/** Full for the scenario's own codes all found, by share otherwise. */
function shared(
  rule: RuleName,
  name: string,
  wanted: readonly string[],
  has: readonly string[],
  label: (code: string) => string,
): Reason | undefined {
  const both = wanted.filter((code) => has.includes(code));
  if (both.length === 0) return undefined;
  return reason(
    rule,
    0.5 + (0.5 * both.length) / wanted.length,
    `${name}一致：${both.map(label).join('、')}`,
  );
}
