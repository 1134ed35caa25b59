import {
  areaHeaders,
  chains,
  contact,
  fieldHeaders,
  ownerHeaders,
  uscc,
  validUntil,
  visibility,
} from '../common.js';
import { code, codes, count, day, group, longText, money, ofOwner, span, text, year } from '../fields.js';
import { type ContentOf, listingKind, section } from '../kind.js';

/** 企业能力: a product or service that a software firm can deliver. */
export const capability = listingKind({
  code: 'capability',
  prefix: 'NL',
  path: 'capabilities',
  side: 'supply',
  postedBy: ['firm'],
  label: { zh: '企业能力', en: 'Capability' },
  listLabel: { zh: '企业能力清单', en: 'Capability list' },
  title: 'product',
  body: 'functions',
  sections: [
    section(
      { zh: '产品', en: 'Product' },
      {
        product: text({ zh: '产品名称', en: 'Product' })
          .required()
          .inLists()
          .weighs(2)
          .example('云诊电子病历质控系统')
          .calledInSheets('成果名称', '软件名称', '解决方案名称', '产品', '能力名称', '名称', '标题'),
        organisation: ofOwner('organisation', { zh: '企业名称', en: 'Firm' })
          .inLists()
          .exampled('示例市云诊软件有限公司')
          .helped(
            '企业全称；首次出现且未注册的企业需同时填信用代码',
            'Full name; with its code where it is not registered',
          )
          .calledInSheets(...ownerHeaders, '开发单位', '需求单位'),
        uscc: uscc(),
        version: text({ zh: '版本号', en: 'Version' }).max(40).example('V3.0').calledInSheets('版本'),
        productClass: code({ zh: '软件类别', en: 'Class' }, 'productClasses')
          .lenient()
          .inLists()
          .weighs(1)
          .example('医疗卫生软件')
          .calledInSheets('类别', '产品类别', '软件分类'),
        fields: codes({ zh: '领域', en: 'Fields' }, 'fields')
          .max(10)
          .inLists()
          .weighs(0.5)
          .example('人工智能、大数据')
          .calledInSheets(...fieldHeaders),
        industries: codes({ zh: '适用行业', en: 'Industries' }, 'industries').calledInSheets(
          '所属行业',
          '应用行业',
        ),
        chains: chains(),
      },
    ),
    section(
      { zh: '功能与水平', en: 'Functions and standing' },
      {
        functions: longText({ zh: '核心功能', en: 'Functions' })
          .required()
          .weighs(1)
          .example('对门诊病历进行实时质控……')
          .calledInSheets(
            '成果简介',
            '产品介绍',
            '产品简介',
            '产品功能',
            '功能描述',
            '功能简介',
            '功能介绍',
            '主要功能',
            '简介',
            '产品描述',
            '内容',
          ),
        advancement: longText({ zh: '技术先进性', en: 'Advancement' })
          .weighs(0.4)
          .help('专利、标准、奖项、指标', 'Patents, standards, awards, indicators')
          .calledInSheets('获奖情况', '知识产权形式', '技术成熟度', '先进性', '技术优势', '核心优势'),
        patents: count({ zh: '专利数', en: 'Patents' }, 100_000).example('3').calledInSheets('专利数量'),
        standards: count({ zh: '标准数', en: 'Standards' }, 10_000).example('1').calledInSheets('标准数量'),
        awards: count({ zh: '获奖数', en: 'Awards' }, 10_000)
          .example('1')
          .calledInSheets('获奖数量', '奖项数'),
        referencePrice: money({ zh: '参考价', en: 'Reference price' })
          .help('通常起价', 'What it usually costs from')
          .example('30')
          .calledInSheets('参考价格', '价格', '单价'),
        copyrightNo: text({ zh: '软著登记号', en: 'Copyright no.' })
          .max(60)
          .calledInSheets('软件著作权登记号', '软件著作权号', '登记号'),
        deliveryMode: code({ zh: '交付方式', en: 'Delivery mode' }, 'deliveryModes').calledInSheets(
          '部署方式',
        ),
        adaptedPlatforms: codes({ zh: '信创适配', en: 'Adapted platforms' }, 'platforms')
          .example('鲲鹏、麒麟')
          .calledInSheets('适配平台', '适配情况', '已适配平台'),
        certificates: longText({ zh: '资质', en: 'Certificates' })
          .max(2000)
          .calledInSheets('资质证书', '企业资质'),
        cases: longText({ zh: '应用案例', en: 'Cases' }).weighs(0.6).calledInSheets('典型案例', '案例'),
        firstVersion: group(
          { zh: '首版次', en: 'First version' },
          {
            level: code({ zh: '首版次级别', en: 'First-version level' }, 'firstVersionLevels')
              .required()
              .help('非首版次产品不选；选定后下面四项必填', 'Left out where it is none; wants the four below')
              .example('省级')
              .calledInSheets('首版次认定级别'),
            year: year({ zh: '首版次年度', en: 'Year' })
              .required()
              .example('2026')
              .calledInSheets('首版次年份'),
            documentNo: text({ zh: '首版次文号', en: 'Document no.' })
              .required()
              .example('示例工信〔2026〕1号'),
            valid: span(
              { zh: '首版次有效期', en: 'First version valid' },
              {
                validFrom: day({ zh: '首版次有效期起', en: 'Valid from' }).required().example('2026-01-01'),
                validTo: day({ zh: '首版次有效期止', en: 'Valid to' }).required().example('2028-12-31'),
              },
            ),
          },
        ).inLists(),
      },
    ),
    section(
      { zh: '公开与联系', en: 'Publication and contact' },
      {
        area: code({ zh: '所在区域', en: 'Reporting area' }, 'areas')
          .inLists()
          .help('不选则为企业所属区域', "The firm's where it is left out")
          .example('金水区')
          .calledInSheets(...areaHeaders, '实施区域'),
        size: ofOwner('size', { zh: '企业规模', en: 'Size' }, 'firmSizes'),
        visibility: visibility(),
        validUntil: validUntil(),
        contact: contact(),
      },
    ),
  ],
});
export type CapabilityContent = ContentOf<typeof capability>;
