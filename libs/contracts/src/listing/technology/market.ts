import { commonConditions, ladder, type MarketDefinition } from '../market.js';

/** 技术难题 and 科技成果. */
export const technology = {
  label: { zh: '技术', en: 'Technology' },
  words: { demand: '难题', supply: '成果', supplier: '成果单位', listed: '成果' },
  demand: 'technology-need',
  supply: 'technology-result',
  rules: {
    text: {
      label: '文字相近',
      about:
        '难题的文字与成果名称、简介、指标、应用情况等文字的相近程度；比对词语、相邻两字和单字，越少见的分量越重，长文字偶然相同的部分不计。难题有三个以上有含义的词语，而双方共有的只有一两个时，按三分之一、三分之二计。其余各项按本项得分的比例计入。',
      most: 65,
    },
    field: {
      label: '技术领域一致',
      about: '难题的技术领域中有一个与成果一致得一半分，全部一致得满分。',
      most: 12,
    },
    application: {
      label: '应用领域一致',
      about: '难题的应用领域中有一个与成果一致得一半分，全部一致得满分。',
      most: 4,
    },
    chain: {
      label: '产业链一致',
      about: '难题所在产业链中有一条与成果一致得一半分，全部一致得满分。',
      most: 4,
    },
    maturity: {
      label: '成熟度相符',
      about: '成果达到难题要求的阶段得满分；难题未作要求的，按成果所处阶段计分，最多得一半。',
      most: 6,
    },
    mode: { label: '合作方式相符', about: '难题希望的合作方式是成果提供的合作方式之一。', most: 4 },
    area: { label: '地区一致', about: '难题与成果同在一个统计区域。', most: 3 },
    budget: { label: '价格相符', about: '成果的合作价格不高于难题的合作价格上限。', most: 2 },
  },
  conditions: [...commonConditions, 'maturity'],
  ladder,
} as const satisfies MarketDefinition;
