import {
  areaHeaders,
  chains,
  owner,
  ownerKind,
  publication,
  technicalIndicators,
  uscc,
  validUntil,
} from '../common.js';
import { code, codes, longText, money, text } from '../fields.js';
import { type ContentOf, listingKind, section } from '../kind.js';
import { applicationFields, technologyFields } from './common.js';

/** 科技成果: what an institute, a university or a firm has found out and offers to others. */
export const technologyResult = listingKind({
  code: 'technology-result',
  prefix: 'CG',
  path: 'technology-results',
  side: 'supply',
  postedBy: ['firm', 'user'],
  label: { zh: '科技成果', en: 'Technology result' },
  listLabel: { zh: '科技成果清单', en: 'Technology result list' },
  title: 'title',
  body: 'introduction',
  sections: [
    section(
      { zh: '成果', en: 'Result' },
      {
        title: text({ zh: '成果名称', en: 'Title' })
          .required()
          .inLists()
          .weighs(2)
          .example('高结合强度纳米多层刀具涂层')
          .calledInSheets('科技成果', '科技成果名称', '项目名称', '技术名称', '标题', '名称'),
        organisation: owner(
          { zh: '成果单位', en: 'Organisation' },
          '企业名称',
          '完成单位',
          '持有单位',
          '院校名称',
        ).exampled('示例大学'),
        uscc: uscc(),
        ownerKind: ownerKind(),
        technologyFields: technologyFields().calledInSheets('成果领域', '所属领域', '类别', '领域'),
        fields: applicationFields(),
        chains: chains(),
      },
    ),
    section(
      { zh: '内容与水平', en: 'Content and standing' },
      {
        introduction: longText({ zh: '成果简介', en: 'Introduction' })
          .required()
          .weighs(1)
          .example('采用纳米多层结构，提高涂层与基体的结合强度……')
          .calledInSheets('成果介绍', '成果内容', '技术简介', '简介', '内容'),
        technicalIndicators: technicalIndicators().example('结合力90牛').calledInSheets('技术水平', '指标'),
        maturity: code({ zh: '技术成熟度', en: 'Maturity' }, 'maturities')
          .inLists()
          .example('中试')
          .calledInSheets('成熟度', '成熟程度', '成果阶段', '所处阶段'),
        property: codes({ zh: '知识产权形式', en: 'Intellectual property' }, 'propertyForms')
          .inLists()
          .example('发明专利')
          .calledInSheets('知识产权', '知识产权类型'),
        awards: longText({ zh: '获奖情况', en: 'Awards' }).max(2000).calledInSheets('奖项', '获奖'),
        cases: longText({ zh: '应用情况', en: 'Applications' })
          .weighs(0.6)
          .calledInSheets('应用案例', '推广应用情况', '转化情况'),
      },
    ),
    section(
      { zh: '合作', en: 'Cooperation' },
      {
        modes: codes({ zh: '合作方式', en: 'Modes of cooperation' }, 'modes')
          .inLists()
          .example('技术转让、联合研发')
          .calledInSheets('合作模式', '转化方式'),
        price: money({ zh: '合作价格', en: 'Price' })
          .help('转让或许可的起价', 'What a transfer or licence costs from')
          .example('80')
          .calledInSheets('转让价格', '价格', '报价'),
        area: code({ zh: '所在地区', en: 'Reporting area' }, 'areas')
          .inLists()
          .help('不选则为单位所属区域', "The organisation's where it is left out")
          .example('高新区')
          .calledInSheets(...areaHeaders, '地区', '所在区域'),
      },
    ),
    publication(validUntil()),
  ],
});
export type TechnologyResultContent = ContentOf<typeof technologyResult>;
