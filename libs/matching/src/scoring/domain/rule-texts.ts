import type { RuleName } from './rules.js';

/** Names of the rules for people. */
export const ruleLabels: Readonly<Record<RuleName, string>> = {
  text: '文字相近',
  field: '领域一致',
  chain: '产业链一致',
  area: '区域一致',
  budget: '预算相符',
  platforms: '信创适配',
  advancement: '技术先进性',
  firstVersion: '首版次优先',
};

/** What each rule looks at, in a sentence for an official. */
export const ruleAbouts: Readonly<Record<RuleName, string>> = {
  text: '需求的文字与产品名称、功能、案例等文字的相近程度；比对词语、相邻两字和单字，越少见的分量越重，长文字偶然相同的部分不计。其余各项按本项得分的比例计入。',
  field: '需求所属领域中有一个与产品一致得一半分，全部一致得满分。',
  chain: '需求所在产业链中有一条与产品一致得一半分，全部一致得满分。',
  area: '场景与企业能力同在一个统计区域。',
  budget: '产品参考价格不高于场景预算上限。',
  platforms: '场景要求的平台全部适配得满分；场景未作要求而产品已做适配的，得四分之一。',
  advancement: '按专利、标准、获奖计分；不计参保人数等企业规模指标。',
  firstVersion: '首版次产品认定在有效期内、场景和平台均启用优先时计分，作为单独理由列出。',
};
