import { code, codes, contactPerson, day, longText, ofOwner } from './fields.js';
import { section } from './kind.js';
import type { Words } from './words.js';

/** What the kinds of all markets say alike, each a field of its own. */

/** Whose the listing is. @param label what the side calls it. */
export const owner = (label: Words, ...headers: string[]) =>
  ofOwner('organisation', label)
    .inLists()
    .helped(
      '单位全称；首次出现且未注册的单位需同时填信用代码',
      'Full name; with its code where it is not registered',
    )
    .calledInSheets(...ownerHeaders, ...headers);

export const ownerKind = () => ofOwner('ownerKind', { zh: '单位性质', en: 'Kind of owner' }, 'ownerKinds');

export const uscc = () =>
  ofOwner('uscc', { zh: '信用代码', en: 'USCC' })
    .helped('18位统一社会信用代码', 'Unified social credit code, 18 characters')
    .calledInSheets('统一社会信用代码', '统一社会信用代码（18位）', '社会信用代码', '组织机构代码');

export const chains = () =>
  codes({ zh: '产业链', en: 'Industry chains' }, 'chains')
    .searched()
    .example('软件和信息技术服务')
    .calledInSheets('所属产业链', '适用产业链', '产业链名称');

export const technicalIndicators = () =>
  longText({ zh: '技术指标', en: 'Technical indicators' }).weighs(0.5).calledInSheets('主要技术指标');

export const visibility = () =>
  code({ zh: '公开范围', en: 'Visibility' }, 'visibilities').otherwise('public').seenBy('insiders');

export const validUntil = () =>
  day({ zh: '有效期', en: 'Valid until' })
    .example('2027-12-31')
    .calledInSheets('截止时间', '有效期至', '截止日期', '有效期限');

export const contact = () =>
  contactPerson({ zh: '联系人', en: 'Contact' }).help(
    '联系方式仅在表达意向后向对方显示，不公开',
    'Shown to the other side after intent only, never published',
  );

export const department = () =>
  code({ zh: '主管部门', en: 'Department' }, 'departments').calledInSheets('所属部门', '行业主管部门');

/** The section that ends most kinds. @param until the kind's own last day of validity. */
export const publication = (until: ReturnType<typeof validUntil>) =>
  section(
    { zh: '公开与联系', en: 'Publication and contact' },
    { visibility: visibility(), validUntil: until, contact: contact() },
  );

/** How spreadsheets call whoever posts a listing, beside the names of either side. */
export const ownerHeaders = [
  '单位名称',
  '发布单位名称',
  '公司名称',
  '发布单位',
  '申报单位',
  '所属单位',
  '单位',
] as const;

/** How spreadsheets call the reporting area. */
export const areaHeaders = [
  '区域',
  '所属区域',
  '市区',
  '区县',
  '县(市、区)',
  '所属区县',
  '所属地区',
  '统计区域',
  '所在地',
] as const;

/** How spreadsheets call the field of application. */
export const fieldHeaders = [
  '所属领域',
  '成果应用领域',
  '技术领域',
  '应用领域',
  '适用领域',
  '所属行业领域',
] as const;
