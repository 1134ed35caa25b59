import type { PublishedCapability, PublishedScenario } from '#contracts';
import { inWan } from '#kernel';
import { inBoth, type MarketRules, type Preferences, shared } from '../rules.js';
import {
  type CapabilityFeatures,
  capabilityFeatures,
  layout,
  type ScenarioFeatures,
  scenarioFeatures,
} from './features.js';

/** Scenarios and capabilities. */
export const software: MarketRules<
  PublishedScenario,
  PublishedCapability,
  ScenarioFeatures,
  CapabilityFeatures
> = {
  market: 'software',
  speaks: { demand: '需求', supply: '产品功能' },
  layout,
  demandFeatures: scenarioFeatures,
  supplyFeatures: capabilityFeatures,
  rules: [
    {
      name: 'field',
      share: (demand, { codes }) => shared(demand.fields, codes.fields),
      sentence: ({ demand, supply, label }) =>
        `领域一致：${inBoth(demand.fields, supply.fields, (code) => label('fields', code))}`,
    },
    {
      name: 'chain',
      share: (demand, { codes }) => shared(demand.chains, codes.chains),
      sentence: ({ demand, supply, label }) =>
        `产业链一致：${inBoth(demand.chains, supply.chains, (code) => label('chains', code))}`,
    },
    {
      name: 'area',
      share: (demand, supply) => (demand.area !== 0 && demand.area === supply.area ? 1 : 0),
      sentence: ({ demand, label }) => `双方同在${label('areas', demand.area)}`,
    },
    {
      name: 'budget',
      share: (demand, { numbers }) => (numbers.price <= demand.budgetMax ? 1 : 0),
      sentence: ({ demand, supply }) =>
        `参考价格 ${inWan(supply.referencePrice ?? '0')} 万元，在预算 ${inWan(demand.budgetMax ?? '0')} 万元以内`,
    },
    {
      name: 'platforms',
      share: adapted,
      sentence: ({ demand, label }) =>
        demand.requiredPlatforms.length === 0
          ? '已做信创适配'
          : `已适配场景要求的平台：${demand.requiredPlatforms.map((code) => label('platforms', code)).join('、')}`,
    },
    {
      name: 'advancement',
      share: (_demand, { numbers }) => numbers.advancement,
      sentence: ({ supply }) => `技术先进性：${standingOf(supply)}`,
    },
    {
      name: 'firstVersion',
      share: (demand, supply, preferences) => (isPreferred(demand, supply, preferences) ? 1 : 0),
      sentence: ({ supply: { firstVersion: first }, label }) =>
        first
          ? `${label('firstVersionLevels', first.level)}首版次产品（${first.year}年），有效期至${first.validTo}，按政策优先`
          : '首版次产品',
    },
  ],
  conditions: [
    {
      code: 'platforms',
      keepsApart: (demand, supply) => !isAdapted(demand, supply),
      sentence: ({ demand, supply, label }) => {
        const missing = demand.requiredPlatforms.filter((of) => !supply.adaptedPlatforms.includes(of));
        const named = missing.map((of) => label('platforms', of)).join('、');
        return `未适配场景要求的平台${named && `：${named}`}`;
      },
    },
    {
      code: 'local_only',
      keepsApart: (demand, supply) => demand.localOnly && demand.area !== supply.area,
      sentence: ({ demand, supply, label }) =>
        `场景仅面向${label('areas', demand.area) || '本区域'}企业，该企业能力${
          supply.area === null ? '未注明所在区域' : `所在区域为${label('areas', supply.area)}`
        }`,
    },
  ],
};

/** To every platform that the scenario requires. */
function isAdapted({ platforms }: ScenarioFeatures, { codes }: CapabilityFeatures): boolean {
  for (const platform of platforms) if (!codes.platforms.includes(platform)) return false;
  return true;
}

function adapted(demand: ScenarioFeatures, supply: CapabilityFeatures): number {
  if (demand.platforms.length === 0) return supply.codes.platforms.length > 0 ? 0.25 : 0;
  return isAdapted(demand, supply) ? 1 : 0;
}

function isPreferred(
  { prefersFirstVersion }: ScenarioFeatures,
  { numbers: { firstFrom, firstTo } }: CapabilityFeatures,
  { firstVersion, today }: Preferences,
): boolean {
  return firstVersion && prefersFirstVersion && firstFrom > 0 && today >= firstFrom && today <= firstTo;
}

function standingOf({ patents, standards, awards }: PublishedCapability): string {
  return [
    patents > 0 && `专利${patents}项`,
    standards > 0 && `标准${standards}项`,
    awards > 0 && `获奖${awards}项`,
  ]
    .filter((part) => part !== false)
    .join('、');
}
