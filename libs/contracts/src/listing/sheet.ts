import type { DictionaryName } from '../dictionaries/index.js';
import { perObject } from '../per-object.js';
import { contactParts } from './contact.js';
import { type Entries, type Entry, Field, type FieldSort, OwnerField, SpanField } from './field.js';
import type { ListingKindOf } from './kind.js';

/** How a cell of a column is read: as a field of that sort, or as what only a sheet has. */
export type CellSort = Exclude<FieldSort, 'contact' | 'group'> | 'range' | 'owner' | 'serial';

/** What a column of a spreadsheet can stand for. */
export interface SheetColumn {
  /** `title`, `contact.phone`, `firstVersion.year`; a range has a column of its own beside its two ends. */
  readonly key: string;
  /** As the template writes it, with its unit. */
  readonly label: string;
  /** What else spreadsheets call it. */
  readonly names: readonly string[];
  readonly about: string;
  readonly example: string;
  readonly required: boolean;
  readonly reads: CellSort;
  readonly dictionary?: DictionaryName;
  /** The template asks for the range, not for its two ends. */
  readonly inTemplate: boolean;
}

/** The column that is not read. */
export const ignored = 'ignore';
/** The running or list number of a row. */
export const serial = 'serial';

const serialColumn: SheetColumn = {
  key: serial,
  label: '序号',
  names: ['编号', '需求编号', 'id', '序列'],
  about:
    '同一单位内唯一；重复导入时据此识别：名称相同的，或序号相同而名称相近的，是同一项；序号相同而名称不同的，是新的一项',
  example: '1',
  required: false,
  reads: 'serial',
  inTemplate: true,
};

/** What spreadsheets say besides, of no field of any kind: a name like another is no reason to take it for that. */
const others = [
  ...[
    '备注',
    '关键字',
    '关键词',
    '企业性质',
    '企业类型',
    '单位类型',
    '单位性质',
    '经济类型',
    '注册资本',
    '成立时间',
    '成立日期',
    '注册时间',
  ],
  ...[
    '法人',
    '法定代表人',
    '法人代表',
    '法人姓名',
    '法人电话',
    '负责人',
    '单位负责人',
    '职务',
    '职称',
    '传真',
    '邮编',
    '邮政编码',
  ],
  ...[
    '省份',
    '省',
    '国家',
    '地址',
    '单位地址',
    '企业地址',
    '通讯地址',
    '通信地址',
    '联系地址',
    '详细地址',
    '注册地址',
    '办公地址',
  ],
  ...[
    '计量单位',
    '数量',
    '规格型号',
    '型号',
    '填表人',
    '填报人',
    '填报时间',
    '填报日期',
    '填表日期',
    '发布时间',
    '发布日期',
    '提交时间',
  ],
  ...[
    '创建时间',
    '更新时间',
    '浏览量',
    '浏览次数',
    '附件',
    '图片',
    '产品图片',
    '照片',
    '网址',
    '官网',
    '链接',
    '状态',
    '排名',
    '得分',
  ],
  ...[
    '员工人数',
    '职工人数',
    '从业人数',
    '人数',
    '营业收入',
    '主营业务收入',
    '主营业务',
    '经营范围',
    '审核意见',
    '审核状态',
    '推荐意见',
  ],
  ...[
    '推荐单位',
    '填报单位',
    '报送单位',
    '是否上市',
    '上市情况',
    '批次',
    '时间',
    '日期',
    '金额',
    '进度',
    '进展情况',
    '说明',
  ],
] as const;

/** Headers that are known to be none of a kind's columns. */
export function otherHeadersOf(kind: ListingKindOf): readonly string[] {
  const columns = sheetColumnsOf(kind);
  const own = new Set(columns.flatMap(({ label, names }) => [label, ...names]));
  const unread = Object.values(kind.entries).flatMap((entry) => {
    if (entry instanceof OwnerField) return ownerColumn(entry).length === 0 ? [entry.label.zh] : [];
    return entry instanceof Field && entry.traits.members ? [entry.traits.label.zh] : [];
  });
  return [...others, ...unread].filter((name) => !own.has(name));
}

/** All that a column of a sheet of this kind can be, in the order of the template. */
export const sheetColumnsOf = perObject((kind: ListingKindOf): readonly SheetColumn[] => [
  serialColumn,
  ...columnsOf(kind.entries, '', false),
]);

function columnsOf(entries: Entries, above: string, optional: boolean): SheetColumn[] {
  return Object.entries(entries).flatMap(([name, entry]) =>
    columnsOfEntry(`${above}${name}`, entry, optional),
  );
}

function columnsOfEntry(key: string, entry: Entry, optional: boolean): SheetColumn[] {
  if (entry instanceof OwnerField) return ownerColumn(entry);
  if (entry instanceof SpanField) return spanColumns(key, entry, optional);
  const { traits } = entry;
  if (traits.members) return columnsOf(traits.members, `${key}.`, true);
  if (traits.sort === 'contact')
    return Object.entries(contactParts).map(([part, { label, sheetNames }]) => ({
      key: `${key}.${part}`,
      label: part === 'name' ? traits.label.zh : label.zh,
      names: part === 'name' ? [...sheetNames, ...traits.sheetNames] : sheetNames,
      about: '不对外公开',
      example: '',
      required: false,
      reads: 'text',
      inTemplate: true,
    }));
  return [fieldColumn(key, entry, optional)];
}

/** Only what tells the organisation apart comes from a sheet. */
function ownerColumn({ part, label, sheetNames, help, example }: OwnerField): SheetColumn[] {
  if (part !== 'organisation' && part !== 'uscc') return [];
  return [
    {
      key: part,
      label: label.zh,
      names: sheetNames,
      about: help?.zh ?? '',
      example,
      required: false,
      reads: 'owner',
      inTemplate: true,
    },
  ];
}

function spanColumns(key: string, span: SpanField, optional: boolean): SheetColumn[] {
  const members = Object.entries(span.members);
  const money = members.some(([, member]) => member.traits.sort === 'money');
  const prefix = key.includes('.') ? key.slice(0, key.lastIndexOf('.') + 1) : '';
  const whole = [span.label.zh, ...span.sheetNames];
  const ends = members.map(([name, member], i) => {
    const end = fieldColumn(`${prefix}${name}`, member, optional);
    const names = new Set([...end.names, ...endNames(whole, i === 0 ? 0 : 1, money)]);
    return { ...end, names: [...names].filter((name) => name !== end.label) };
  });
  if (!money) return ends;
  const range: SheetColumn = {
    key,
    label: `${span.label.zh}（万元）`,
    names: span.sheetNames,
    about: '金额或区间；单元格内可写元或万元',
    example: span.example,
    required: false,
    reads: 'range',
    inTemplate: true,
  };
  return [range, ...ends.map((end) => ({ ...end, inTemplate: false }))];
}

const endWords = {
  money: [
    ['下限', '最低', '最小', '低值', '起'],
    ['上限', '最高', '最大', '高值', '止'],
  ],
  days: [
    ['开始', '起始', '起', '自'],
    ['结束', '终止', '止', '至'],
  ],
} as const;

/** An end below the name of the range, as headers of two rows have it: 预算区间 下限. */
const endNames = (whole: readonly string[], end: 0 | 1, money: boolean): string[] =>
  whole.flatMap((name) => endWords[money ? 'money' : 'days'][end].map((word) => `${name}${word}`));

/** @param optional of a group that may be left out as a whole */
function fieldColumn(key: string, field: Field, optional: boolean): SheetColumn {
  const { label, sort, help, sheetNames, example, required, dictionary } = field.traits;
  return {
    key,
    label: sort === 'money' ? `${label.zh}（万元）` : label.zh,
    names: sheetNames,
    about: [required && !optional ? '必填' : '', help?.zh ?? aboutSort(field)].filter(Boolean).join('；'),
    example,
    required: required && !optional,
    reads: sort as CellSort,
    inTemplate: true,
    ...(dictionary ? { dictionary } : {}),
  };
}

function aboutSort({ traits: { sort, max } }: Field): string {
  switch (sort) {
    case 'text':
      return `${max}字以内`;
    case 'codes':
      return '一个或多个，以顿号分隔';
    case 'code':
      return '可选项见“可选项”表';
    case 'money':
      return '金额；单元格内可写元或万元';
    case 'day':
      return '日期';
    case 'count':
      return '整数';
    case 'year':
      return '年份';
    case 'switch':
      return '是或否';
    default:
      return '';
  }
}
