import { type ExclusionCode, labelOf, type PublishedCapability, type PublishedScenario } from '#contracts';
import { capabilityFeatures, needFeatures } from './features.js';
import { excludedBy } from './rules.js';

export interface Exclusion {
  readonly code: ExclusionCode;
  /** For a person. */
  readonly text: string;
}

/** What a code says where the pair itself is not at hand. */
export const exclusionTexts: Readonly<Record<ExclusionCode, string>> = {
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
): Exclusion | undefined {
  const code = excludedBy(needFeatures(scenario), capabilityFeatures(capability));
  return code && { code, text: exclusionText(code, scenario, capability) };
}

export function exclusionText(
  code: ExclusionCode,
  scenario: PublishedScenario,
  capability: PublishedCapability,
): string {
  if (code !== 'platforms') return exclusionTexts[code];
  const missing = scenario.requiredPlatforms.filter((of) => !capability.adaptedPlatforms.includes(of));
  return `${exclusionTexts.platforms}：${missing.map((of) => labelOf('platforms', of)).join('、')}`;
}
