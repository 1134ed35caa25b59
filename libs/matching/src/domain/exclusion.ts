import { type ExclusionCode, labelOf, type PublishedCapability, type PublishedScenario } from '#contracts';
import type { Day } from '#kernel';
import { capabilityFeatures, dayNumber, needFeatures } from './features.js';
import { excludedBy } from './rules.js';

export interface Exclusion {
  readonly code: ExclusionCode;
  /** For a person. */
  readonly text: string;
}

/** What a code says where the pair itself is not at hand. */
export const exclusionTexts: Readonly<Record<ExclusionCode, string>> = {
  expired: '有效期已过',
  platforms: '未适配场景要求的平台',
  same_organisation: '供需双方为同一单位',
  local_only: '场景仅面向本区域企业',
  invited_only: '公开范围为仅限邀请',
  blocked: '经审核人员屏蔽',
};

/** Why a capability cannot be proposed at all; undefined when it can. */
export function exclusion(
  scenario: PublishedScenario,
  capability: PublishedCapability,
  today: Day,
): Exclusion | undefined {
  const code = excludedBy(needFeatures(scenario), capabilityFeatures(capability), dayNumber(today));
  return code && { code, text: exclusionText(code, scenario, capability, today) };
}

export function exclusionText(
  code: ExclusionCode,
  scenario: PublishedScenario,
  capability: PublishedCapability,
  today: Day,
): string {
  if (code === 'expired') {
    const past = [scenario, capability].find(({ validUntil }) => validUntil !== null && validUntil < today);
    return `${past === scenario ? '场景' : '企业能力'}有效期至${past?.validUntil}，已过`;
  }
  if (code !== 'platforms') return exclusionTexts[code];
  const missing = scenario.requiredPlatforms.filter((of) => !capability.adaptedPlatforms.includes(of));
  return `${exclusionTexts.platforms}：${missing.map((of) => labelOf('platforms', of)).join('、')}`;
}
