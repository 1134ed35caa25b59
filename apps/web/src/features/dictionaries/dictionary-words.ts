import type { DictionaryName } from '#contracts';

/** What the dictionaries are called, and where their entries are chosen. */
export const dictionaryNames: Readonly<
  Record<DictionaryName, { readonly name: string; readonly about: string }>
> = {
  fields: { name: '领域', about: '应用场景和企业能力的领域' },
  chains: { name: '产业链', about: '全市重点产业链' },
  areas: { name: '统计区域', about: '统计归属的区县和开发区，不同于行政区划' },
  industries: { name: '行业', about: '企业能力适用的行业' },
  productClasses: { name: '软件类别', about: '产品所属的软件类别' },
  platforms: { name: '信创平台', about: '场景要求、产品适配的国产平台' },
  modes: { name: '合作方式', about: '供需双方的合作方式' },
  deliveryModes: { name: '交付方式', about: '产品的交付方式' },
  technologyFields: { name: '技术领域', about: '技术难题和科技成果的技术领域' },
  maturities: { name: '技术成熟度', about: '科技成果所处的阶段，由低到高' },
  propertyForms: { name: '知识产权形式', about: '科技成果的保护形式' },
  ownerKinds: { name: '单位性质', about: '单位的性质' },
  departments: { name: '主管部门', about: '用户单位的主管部门' },
  firmSizes: { name: '企业规模', about: '软件企业的规模' },
  visibilities: { name: '公开范围', about: '谁可以看到一项内容' },
  declineReasons: { name: '婉拒对接的理由', about: '一方不再对接时选择的理由' },
  refusalReasons: { name: '不予确认的理由', about: '一方不确认另一方的申报时选择的理由' },
  fieldNames: { name: '内容项名称', about: '表单、列表、清单和导入表格中各项内容的名称' },
  firstVersionLevels: { name: '首版次级别', about: '首版次软件的认定级别' },
};
