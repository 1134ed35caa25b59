import {
  type ExclusionCode,
  type LabelOf,
  labelOf,
  type PublishedCapability,
  type PublishedScenario,
} from '#contracts';
import type { Day } from '#kernel';
import { capabilityFeatures, dayNumber, needFeatures } from './features.js';
import { excludedBy } from './rules.js';

export interface Exclusion {
  readonly code: ExclusionCode;
  /** For a person. */
  readonly text: string;
}

/** What a sentence about a scenario needs to know of it, and likewise of a capability. */
export type ScenarioConditions = Pick<
  PublishedScenario,
  'validUntil' | 'visibility' | 'area' | 'requiredPlatforms'
>;
export type CapabilityConditions = Pick<
  PublishedCapability,
  'validUntil' | 'visibility' | 'area' | 'adaptedPlatforms'
>;

/** Why a capability cannot be proposed at all; undefined when it can. */
export function exclusion(
  scenario: PublishedScenario,
  capability: PublishedCapability,
  today: Day,
  label: LabelOf = labelOf,
): Exclusion | undefined {
  const code = excludedBy(needFeatures(scenario), capabilityFeatures(capability), dayNumber(today));
  return code && { code, text: exclusionText(code, scenario, capability, today, label) };
}

/** The sentence of a condition; where the pair has changed since it was found, in general words. */
export function exclusionText(
  code: ExclusionCode,
  scenario: ScenarioConditions,
  capability: CapabilityConditions,
  today: Day,
  label: LabelOf = labelOf,
): string {
  return sentences[code]({ scenario, capability, today, label });
}

interface Pair {
  readonly scenario: ScenarioConditions;
  readonly capability: CapabilityConditions;
  readonly today: Day;
  readonly label: LabelOf;
}

const sentences: Readonly<Record<ExclusionCode, (pair: Pair) => string>> = {
  expired: ({ scenario, capability, today }) => {
    const past = [scenario, capability].find(({ validUntil }) => validUntil !== null && validUntil < today);
    return past ? `${past === scenario ? '场景' : '企业能力'}有效期至${past.validUntil}，已过` : '有效期已过';
  },
  platforms: ({ scenario, capability, label }) => {
    const missing = scenario.requiredPlatforms.filter((of) => !capability.adaptedPlatforms.includes(of));
    const named = missing.map((of) => label('platforms', of)).join('、');
    return `未适配场景要求的平台${named && `：${named}`}`;
  },
  same_organisation: () => '供需双方为同一单位',
  local_only: ({ scenario, capability, label }) =>
    `场景仅面向${label('areas', scenario.area) || '本区域'}企业，该企业能力${
      capability.area === null ? '未注明所在区域' : `所在区域为${label('areas', capability.area)}`
    }`,
  invited_only: ({ scenario }) =>
    `${scenario.visibility === 'invited' ? '场景' : '企业能力'}仅限受邀单位对接`,
  blocked: () => '经审核人员屏蔽',
};
