import {
  areaHeaders,
  chains,
  department,
  owner,
  ownerKind,
  publication,
  technicalIndicators,
  uscc,
  validUntil,
} from '../common.js';
import { code, longText, money, span, text } from '../fields.js';
import { type ContentOf, listingKind, section } from '../kind.js';
import { applicationFields, technologyFields } from './common.js';

/** 技术难题: a problem that an organisation cannot solve with what it knows. */
export const technologyNeed = listingKind({
  code: 'technology-need',
  prefix: 'JN',
  path: 'technology-needs',
  side: 'demand',
  postedBy: ['user', 'firm'],
  label: { zh: '技术难题', en: 'Technology need' },
  listLabel: { zh: '技术难题清单', en: 'Technology need list' },
  title: 'title',
  body: 'needs',
  sections: [
    section(
      { zh: '难题', en: 'Problem' },
      {
        title: text({ zh: '难题名称', en: 'Title' })
          .required()
          .inLists()
          .weighs(2)
          .example('刀具涂层在高速切削中剥落')
          .calledInSheets(
            '技术需求名称',
            '需求名称',
            '需求主题',
            '技术难题',
            '技术难题名称',
            '项目名称',
            '标题',
            '名称',
          ),
        organisation: owner({ zh: '需求单位', en: 'Organisation' }, '企业名称', '难题单位').exampled(
          '示例市精工刀具有限公司',
        ),
        uscc: uscc(),
        ownerKind: ownerKind(),
        technologyFields: technologyFields().calledInSheets('需求领域', '所属领域', '技术需求类别', '领域'),
        fields: applicationFields(),
        chains: chains().max(5),
        keywords: text({ zh: '关键词', en: 'Keywords' })
          .weighs(1)
          .example('涂层、结合强度、高速切削')
          .calledInSheets('关键字'),
      },
    ),
    section(
      { zh: '需求', en: 'Needs' },
      {
        needs: longText({ zh: '技术需求详情', en: 'Needs' })
          .required()
          .weighs(1)
          .example('现有涂层在每分钟三百米以上的切削速度下剥落……')
          .calledInSheets(
            '难题描述',
            '需求简介',
            '需求内容',
            '需求描述',
            '需求详情',
            '技术难题描述',
            '详细描述',
            '内容',
          ),
        technicalIndicators: technicalIndicators()
          .example('结合力不小于80牛')
          .calledInSheets('技术要求', '预期目标', '指标'),
        maturity: code({ zh: '成熟度要求', en: 'Maturity wanted' }, 'maturities')
          .help('至少达到的阶段；不选则不限', 'The stage that a result must have reached; any where left out')
          .example('中试')
          .calledInSheets('技术成熟度', '成熟度'),
      },
    ),
    section(
      { zh: '安排', en: 'Arrangements' },
      {
        mode: code({ zh: '合作方式', en: 'Mode of cooperation' }, 'modes')
          .lenient()
          .inLists()
          .example('联合研发')
          .calledInSheets('合作模式'),
        budget: span(
          { zh: '合作价格', en: 'Budget' },
          {
            budgetMin: money({ zh: '合作价格下限', en: 'Budget from' }).calledInSheets(
              '预算下限',
              '最低预算',
            ),
            budgetMax: money({ zh: '合作价格上限', en: 'Budget to' }).calledInSheets('预算上限', '最高预算'),
          },
        )
          .inLists()
          .exampled('50-100')
          .calledInSheets('预算', '预算金额', '预算区间', '拟投入资金', '投资额', '项目预算'),
        area: code({ zh: '所在地区', en: 'Reporting area' }, 'areas')
          .inLists()
          .help('不选则为单位所属区域', "The organisation's where it is left out")
          .example('金水区')
          .calledInSheets(...areaHeaders, '地区', '所在区域'),
        department: department().example('市科学技术局'),
      },
    ),
    publication(validUntil().inLists()),
  ],
});
export type TechnologyNeedContent = ContentOf<typeof technologyNeed>;
