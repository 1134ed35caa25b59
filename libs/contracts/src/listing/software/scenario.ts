import {
  areaHeaders,
  chains,
  department,
  fieldHeaders,
  owner,
  ownerKind,
  publication,
  technicalIndicators,
  uscc,
  validUntil,
} from '../common.js';
import { code, codes, day, longText, money, span, text, toggle } from '../fields.js';
import { type ContentOf, listingKind, section } from '../kind.js';

/** 应用场景: a need for software, posted by a user organisation. */
export const scenario = listingKind({
  code: 'scenario',
  prefix: 'CJ',
  path: 'scenarios',
  side: 'demand',
  postedBy: ['user'],
  label: { zh: '应用场景', en: 'Scenario' },
  listLabel: { zh: '应用场景清单', en: 'Scenario list' },
  title: 'title',
  body: 'needs',
  sections: [
    section(
      { zh: '场景', en: 'Scenario' },
      {
        title: text({ zh: '场景名称', en: 'Title' })
          .required()
          .inLists()
          .weighs(2)
          .example('门诊病历智能质控')
          .calledInSheets(
            '技术需求名称',
            '需求名称',
            '需求主题',
            '应用场景名称',
            '应用场景',
            '难题名称',
            '项目名称',
            '标题',
            '名称',
          ),
        organisation: owner(
          { zh: '需求单位', en: 'Organisation' },
          '企业名称',
          '建设单位',
          '采购单位',
        ).exampled('示例市第一人民医院'),
        uscc: uscc(),
        ownerKind: ownerKind(),
        fields: codes({ zh: '领域', en: 'Fields' }, 'fields')
          .max(5)
          .inLists()
          .searched()
          .help(
            '一个或多个；第一项为主领域，统计时以其为准',
            'The first is the primary one, under which a match is counted',
          )
          .example('人工智能、大数据')
          .calledInSheets(...fieldHeaders, '需求领域', '技术需求类别', '所属行业'),
        chains: chains().max(5),
      },
    ),
    section(
      { zh: '需求', en: 'Needs' },
      {
        needs: longText({ zh: '痛点与需求', en: 'Needs' })
          .required()
          .weighs(1)
          .example('门诊病历质控依赖人工抽查，覆盖率低……')
          .calledInSheets(
            '技术需求详情',
            '需求简介',
            '需求内容',
            '需求描述',
            '需求描述（痛点、难点）',
            '需求详情',
            '场景描述',
            '难题描述',
            '建设内容',
            '痛点',
            '痛点需求',
            '详细描述',
            '内容',
          ),
        technicalIndicators: technicalIndicators()
          .example('质控规则不少于200条')
          .calledInSheets('技术要求', '指标'),
        requiredPlatforms: codes({ zh: '信创要求', en: 'Required platforms' }, 'platforms')
          .help('产品必须适配的平台', 'Platforms that a product must be adapted to')
          .example('鲲鹏、麒麟')
          .calledInSheets('信创平台', '国产化要求', '适配平台要求'),
        prefersFirstVersion: toggle({ zh: '优先首版次', en: 'Prefers first versions' })
          .example('是')
          .calledInSheets('优先首版次产品'),
        localOnly: toggle({ zh: '仅限本区域企业', en: 'Local firms only' }).example('否'),
      },
    ),
    section(
      { zh: '安排', en: 'Arrangements' },
      {
        budget: span(
          { zh: '预算区间', en: 'Budget' },
          {
            budgetMin: money({ zh: '预算下限', en: 'Budget from' }).calledInSheets('最低预算'),
            budgetMax: money({ zh: '预算上限', en: 'Budget to' }).calledInSheets('最高预算'),
          },
        )
          .inLists()
          .exampled('50-100')
          .calledInSheets(
            '预算',
            '预算金额',
            '合作价格',
            '投资额',
            '项目预算',
            '拟投入资金',
            '总投资',
            '投资预算',
          ),
        area: code({ zh: '实施区域', en: 'Reporting area' }, 'areas')
          .inLists()
          .help('不选则为单位所属区域', "The organisation's where it is left out")
          .example('金水区')
          .calledInSheets(...areaHeaders, '所在区域'),
        planned: span(
          { zh: '计划时间', en: 'Planned' },
          {
            plannedStart: day({ zh: '计划开始', en: 'Planned start' })
              .example('2027-01-01')
              .calledInSheets(
                '计划开始时间',
                '开始时间',
                '开始日期',
                '开工时间',
                '计划实施时间',
                '起止时间',
                '计划时间',
                '计划时间开始',
              ),
            plannedEnd: day({ zh: '计划结束', en: 'Planned end' })
              .example('2027-06-30')
              .calledInSheets(
                '计划结束时间',
                '结束时间',
                '结束日期',
                '完工时间',
                '完成时间',
                '计划完成时间',
                '计划时间结束',
              ),
          },
        ),
        mode: code({ zh: '合作方式', en: 'Mode of cooperation' }, 'modes')
          .lenient()
          .example('定制开发')
          .calledInSheets('合作模式'),
        department: department().example('市卫生健康委员会'),
      },
    ),
    publication(validUntil().inLists()),
  ],
});
export type ScenarioContent = ContentOf<typeof scenario>;
