import { commonConditions, ladder, type MarketDefinition } from '../market.js';

/** 应用场景 and 企业能力: the platform's centre. */
export const software = {
  label: { zh: '软件', en: 'Software' },
  words: { demand: '场景', supply: '产品', supplier: '企业', listed: '能力' },
  demand: 'scenario',
  supply: 'capability',
  rules: {
    text: {
      label: '文字相近',
      about:
        '需求的文字与产品名称、功能、案例等文字的相近程度；比对词语、相邻两字和单字，越少见的分量越重，长文字偶然相同的部分不计。需求有三个以上有含义的词语，而双方共有的只有一两个时，按三分之一、三分之二计。其余各项按本项得分的比例计入。',
      most: 65,
    },
    field: {
      label: '领域一致',
      about: '需求所属领域中有一个与产品一致得一半分，全部一致得满分。',
      most: 10,
    },
    chain: {
      label: '产业链一致',
      about: '需求所在产业链中有一条与产品一致得一半分，全部一致得满分。',
      most: 6,
    },
    area: { label: '区域一致', about: '场景与企业能力同在一个统计区域。', most: 4 },
    budget: { label: '预算相符', about: '产品参考价格不高于场景预算上限。', most: 3 },
    platforms: {
      label: '信创适配',
      about: '场景要求的平台全部适配得满分；场景未作要求而产品已做适配的，得四分之一。',
      most: 4,
    },
    advancement: {
      label: '技术先进性',
      about: '按专利、标准、获奖计分；不计参保人数等企业规模指标。',
      most: 3,
    },
    firstVersion: {
      label: '首版次优先',
      about: '首版次产品认定在有效期内、场景和平台均启用优先时计分，作为单独理由列出。',
      most: 5,
    },
  },
  conditions: [...commonConditions, 'platforms', 'local_only'],
  ladder,
} as const satisfies MarketDefinition;
