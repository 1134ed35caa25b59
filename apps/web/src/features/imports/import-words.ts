import {
  type ImportedRow,
  type ImportState,
  type ImportView,
  ignored,
  type ListingKindOf,
  sheetColumnsOf,
} from '#contracts';

export const importStates: Record<ImportState, { text: string; color: string }> = {
  reading: { text: '正在读取', color: 'processing' },
  header: { text: '待指定表头', color: 'warning' },
  previewed: { text: '待写入', color: 'warning' },
  committing: { text: '正在写入', color: 'processing' },
  stopped: { text: '已中止', color: 'warning' },
  committed: { text: '已写入', color: 'success' },
  undoing: { text: '正在撤销', color: 'processing' },
  undone: { text: '已撤销', color: 'default' },
  cancelled: { text: '已取消', color: 'default' },
  refused: { text: '未能读取', color: 'error' },
};

export const rowStates: Record<ImportedRow['state'], { text: string; color: string }> = {
  head: { text: '表头', color: 'default' },
  skipped: { text: '略过', color: 'default' },
  error: { text: '有错误', color: 'error' },
  question: { text: '待确认', color: 'warning' },
  new: { text: '新增', color: 'success' },
  changed: { text: '有改动', color: 'processing' },
  unchanged: { text: '无变化', color: 'default' },
};

export const outcomes: Record<NonNullable<ImportedRow['outcome']>, { text: string; color: string }> = {
  new: { text: '已新增', color: 'success' },
  changed: { text: '已修改', color: 'success' },
  unchanged: { text: '无变化', color: 'default' },
  skipped: { text: '未写入', color: 'warning' },
  refused: { text: '有错误', color: 'error' },
  undone: { text: '已撤销', color: 'default' },
};

const skips: Record<string, string> = {
  above: '表头以上的行',
  header: '表头行',
  section: '小标题行，不是内容',
  total: '合计、小计行，不是内容',
  note: '注释、填表说明或落款，不是内容',
  guide: '填写要求行，不是内容',
  numbers: '列序号行，不是内容',
  struck: '已划去的行，不导入',
  empty: '只有序号、没有内容的行',
  other: '另一张表的行，没有读入',
  repeat: '与前面的行内容相同，不重复导入',
};
export const skipText = (skip: string | null) => (skip === null ? '' : (skips[skip] ?? skip));

export const questions: Record<NonNullable<ImportedRow['question']>, string> = {
  title_twice: '同一单位在本文件中有同名而内容不同的行',
  number_taken: '序号与已有内容相同，名称相近而不同',
};

export const fieldOptions = (kind: ListingKindOf) => [
  { value: ignored, label: '不导入' },
  ...sheetColumnsOf(kind).map(({ key, label, required }) => ({
    value: key,
    label: required ? `${label}（必填）` : label,
  })),
];

export const fieldLabel = (kind: ListingKindOf, field: string): string =>
  sheetColumnsOf(kind).find(({ key }) => key === field)?.label ?? '';

/** 第3列 where the file gives it no name. */
export const columnName = ({ header, column }: { header: string; column: number }) =>
  header || `第${column + 1}列`;

/** The rows that a preview may show. */
export type Filter =
  | 'all'
  | 'error'
  | 'question'
  | 'notice'
  | 'changed'
  | 'unchanged'
  | 'new'
  | 'skipped'
  | 'written';

export function filtersOf(of: ImportView): { value: Filter; label: string }[] {
  return [
    { value: 'all', label: '全部行' },
    { value: 'error', label: `有错误（${of.refused}）` },
    { value: 'question', label: `待确认（${of.questions}）` },
    { value: 'notice', label: `有提示（${of.notices}）` },
    { value: 'changed', label: `与已有内容不同（${of.changes}）` },
    { value: 'unchanged', label: `无变化（${of.unchanged}）` },
    { value: 'new', label: `新增（${of.valid - of.changes - of.unchanged}）` },
    { value: 'skipped', label: `略过（${of.skipped}）` },
    { value: 'written', label: `已写入（${of.created + of.revised}）` },
  ];
}
