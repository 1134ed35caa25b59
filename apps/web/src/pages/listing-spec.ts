import { wan, yuanOf } from '../parts';
import type { Kind } from './listings';

export interface FieldSpec {
  readonly name: readonly string[];
  readonly label: string;
  readonly as: 'text' | 'long' | 'code' | 'codes' | 'money' | 'day' | 'number' | 'switch';
  readonly dictionary?: string;
  readonly max?: number;
  readonly needed?: boolean;
  readonly hint?: string;
}

type Extra = Omit<FieldSpec, 'name' | 'label' | 'as'>;
const field = (name: string, label: string, as: FieldSpec['as'], extra: Extra = {}): FieldSpec => ({
  name: name.split('.'),
  label,
  as,
  ...extra,
});

const tail = [
  field('area', '区域', 'code', { dictionary: 'areas', hint: '不选则为单位所属区域' }),
  field('visibility', '公开范围', 'code', { dictionary: 'visibilities', needed: true }),
  field('validUntil', '有效期至', 'day'),
  field('contact.name', '联系人', 'text', { max: 50, hint: '联系方式仅在表达意向后向对方显示，不公开' }),
  field('contact.phone', '联系电话', 'text', { max: 40 }),
  field('contact.email', '电子邮箱', 'text'),
];

const scenario = [
  field('title', '场景名称', 'text', { needed: true }),
  field('fields', '所属领域', 'codes', {
    dictionary: 'fields',
    max: 5,
    hint: '第一项为主领域，统计时以其为准',
  }),
  field('chains', '产业链', 'codes', { dictionary: 'chains', max: 5 }),
  field('needs', '需求描述', 'long', { needed: true }),
  field('technicalIndicators', '技术指标', 'long'),
  field('budgetMin', '预算下限（万元）', 'money'),
  field('budgetMax', '预算上限（万元）', 'money'),
  field('plannedStart', '计划开始', 'day'),
  field('plannedEnd', '计划结束', 'day'),
  field('mode', '合作方式', 'code', { dictionary: 'modes' }),
  field('department', '主管部门', 'code', { dictionary: 'departments' }),
  field('requiredPlatforms', '适配平台要求', 'codes', { dictionary: 'platforms' }),
  field('prefersFirstVersion', '优先首版次产品', 'switch'),
  field('localOnly', '仅限本区域企业', 'switch'),
  ...tail,
];

const capability = [
  field('product', '产品名称', 'text', { needed: true }),
  field('version', '版本', 'text', { max: 40 }),
  field('productClass', '产品类别', 'code', { dictionary: 'productClasses' }),
  field('fields', '所属领域', 'codes', { dictionary: 'fields', max: 10 }),
  field('industries', '适用行业', 'codes', { dictionary: 'industries' }),
  field('chains', '产业链', 'codes', { dictionary: 'chains' }),
  field('functions', '功能介绍', 'long', { needed: true }),
  field('advancement', '先进性', 'long', { hint: '专利、标准、奖项、指标等' }),
  field('patents', '专利数', 'number'),
  field('standards', '标准数', 'number'),
  field('awards', '奖项数', 'number'),
  field('referencePrice', '参考价（万元）', 'money'),
  field('copyrightNo', '软件著作权登记号', 'text', { max: 60 }),
  field('adaptedPlatforms', '已适配平台', 'codes', { dictionary: 'platforms' }),
  field('certificates', '资质证书', 'long', { max: 2000 }),
  field('cases', '应用案例', 'long'),
  field('firstVersion.level', '首版次级别', 'code', {
    dictionary: 'firstVersionLevels',
    hint: '非首版次产品不选',
  }),
  field('firstVersion.year', '首版次年份', 'number'),
  field('firstVersion.documentNo', '首版次文号', 'text'),
  field('firstVersion.validFrom', '首版次有效期起', 'day'),
  field('firstVersion.validTo', '首版次有效期止', 'day'),
  ...tail,
];

export const fieldsOf = (kind: Kind): readonly FieldSpec[] => (kind === 'scenario' ? scenario : capability);

type Values = Record<string, unknown>;

function empty(as: FieldSpec['as']): unknown {
  if (as === 'text' || as === 'long') return '';
  if (as === 'codes') return [];
  if (as === 'number') return 0;
  return as === 'switch' ? false : null;
}

/** What was typed, as the API wants it: amounts in yuan, nothing undefined. */
export function toContent(specs: readonly FieldSpec[], values: Values): Values {
  const content: Values = {};
  for (const { name, as } of specs) {
    const [first = '', second] = name;
    const from = second ? ((values[first] as Values | undefined)?.[second] ?? undefined) : values[first];
    const blank = from === undefined || from === null || from === '';
    const value = blank ? empty(as) : as === 'money' ? (yuanOf(String(from)) ?? null) : from;
    if (second) content[first] = { ...((content[first] as Values | undefined) ?? {}), [second]: value };
    else content[first] = value;
  }
  const first = content['firstVersion'] as Values | undefined;
  if (first && !first['level']) content['firstVersion'] = null;
  return content;
}

export function toForm(specs: readonly FieldSpec[], content: object): Values {
  const values: Values = structuredClone(content) as Values;
  for (const { name, as } of specs)
    if (as === 'money') {
      const [first = ''] = name;
      values[first] = wan(values[first] as string | null);
    }
  return values;
}
