import { inWan } from '#kernel';
import { inBoth, type MarketRules, shared } from '../rules.js';
import {
  layout,
  type NeedFeatures,
  needFeatures,
  type PublishedNeed,
  type PublishedResult,
  type ResultFeatures,
  resultFeatures,
  stageOf,
  stagesInAll,
} from './features.js';

/** Technology needs and results. */
export const technology: MarketRules<PublishedNeed, PublishedResult, NeedFeatures, ResultFeatures> = {
  market: 'technology',
  speaks: { demand: '难题', supply: '成果' },
  layout,
  demandFeatures: needFeatures,
  supplyFeatures: resultFeatures,
  rules: [
    {
      name: 'field',
      share: (need, { codes }) => shared(need.technologies, codes.technologies),
      sentence: ({ demand, supply, label }) =>
        `技术领域一致：${inBoth(demand.technologyFields, supply.technologyFields, (code) => label('technologyFields', code))}`,
    },
    {
      name: 'application',
      share: (need, { codes }) => shared(need.applications, codes.applications),
      sentence: ({ demand, supply, label }) =>
        `应用领域一致：${inBoth(demand.fields, supply.fields, (code) => label('fields', code))}`,
    },
    {
      name: 'chain',
      share: (need, { codes }) => shared(need.chains, codes.chains),
      sentence: ({ demand, supply, label }) =>
        `产业链一致：${inBoth(demand.chains, supply.chains, (code) => label('chains', code))}`,
    },
    {
      name: 'maturity',
      share: ({ stage }, { numbers }) => {
        if (stage === 0) return (0.5 * numbers.stage) / stagesInAll;
        return numbers.stage >= stage ? 1 : 0;
      },
      sentence: ({ demand, supply, label }) => {
        const reached = label('maturities', supply.maturity);
        return stageOf(demand.maturity) === 0
          ? `成果已到“${reached}”阶段`
          : `成果已到“${reached}”阶段，达到难题要求的“${label('maturities', demand.maturity)}”`;
      },
    },
    {
      name: 'mode',
      share: ({ mode }, { codes }) => (mode !== 0 && codes.modes.includes(mode) ? 1 : 0),
      sentence: ({ demand, label }) => `双方都愿以${label('modes', demand.mode)}方式合作`,
    },
    {
      name: 'area',
      share: (need, result) => (need.area !== 0 && need.area === result.area ? 1 : 0),
      sentence: ({ demand, label }) => `双方同在${label('areas', demand.area)}`,
    },
    {
      name: 'budget',
      share: (need, { numbers }) => (numbers.price <= need.budgetMax ? 1 : 0),
      sentence: ({ demand, supply }) =>
        `合作价格 ${inWan(supply.price ?? '0')} 万元，不高于难题的合作价格上限 ${inWan(demand.budgetMax ?? '0')} 万元`,
    },
  ],
  conditions: [
    {
      code: 'maturity',
      // A result that does not say how far it has come is asked, not left out.
      keepsApart: ({ stage }, { numbers }) => stage > 0 && numbers.stage > 0 && numbers.stage < stage,
      sentence: ({ demand, supply, label }) =>
        stageOf(supply.maturity) > 0 && stageOf(supply.maturity) < stageOf(demand.maturity)
          ? `成果处于“${label('maturities', supply.maturity)}”阶段，未达到难题要求的“${label('maturities', demand.maturity)}”`
          : '成果的成熟度未达到难题的要求',
    },
  ],
};
