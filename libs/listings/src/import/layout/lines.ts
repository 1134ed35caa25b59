import { ignored, perObject, serial } from '#contracts';
import { type SheetRow, textOf } from '#sheets';
import type { ColumnMapping } from './header.js';
import { isKnownHeader, type Names } from './names.js';

/** Why a row below the header is no data. */
export type LineKind =
  | 'section'
  | 'total'
  | 'note'
  | 'header'
  | 'guide'
  | 'numbers'
  | 'struck'
  | 'empty'
  /** The header of another table, and what stands below it. */
  | 'another'
  | 'other';

/** As people read it. */
export const lineWords: Readonly<Record<LineKind, string>> = {
  section: '小标题行',
  total: '合计、小计行',
  note: '注释、填表说明或落款行',
  header: '重复的表头行',
  guide: '表头下的填写要求行',
  numbers: '表头下的列序号行',
  struck: '已划去的行',
  empty: '只有序号、没有内容的行',
  another: '另一张表的表头',
  other: '另一张表的行',
};

const total =
  /^(?:其中:?.{0,20}$|(?:合计|总计|小计|共计|累计|总合计|本页(?:小计|合计)|[\p{L}]{0,8}(?:小计|合计|总计))(?:[([:\s\d].*|共.*)?$)/u;
/** Nothing else: a row that is numbered, or has it elsewhere, is none of the data either. */
const totalAlone = /^(?:合计|总计|小计|共计|总合计|汇总|平均值?|本页(?:小计|合计))[:]?$/;
/** 一、 (二) before a section's name. */
const ordinal = /^[(]?[一二三四五六七八九十]{1,3}[)、.]/;
/** 二 or （二） as the number of a row. */
const ordinalAlone = /^[(]?(?:[一二三四五六七八九十]{1,3}|[IVX]{1,4})[)、.]?$/;
/** Nothing follows, or nothing more on this page. */
const endMark = /^[-—–_(\s]*(?:本页)?以下(?:空白|无正文|无内容|为空)[-—–_)\s]*$/;
/** In the first cell: the row shows how to fill in the others. */
const example = /^(?:(?:填写)?(?:示例|样例|范例|举例)行?|例[:]?|例如|样表)$/;
const signOff =
  /^[\p{L}()、/]{0,10}(?:人|单位|日期|时间|电话|手机|签字|签名|签章|盖章|领导|部门|意见|审核|制表|传真|邮箱)(?:[(][^)]*[)])?\s*[:]/u;
const signOffWord =
  /^(?:填表人|填报人|制表人?|经办人|审核人?|复核人?|审批人?|负责人|分管领导|主管领导|单位负责人|填表日期|填报日期|填表时间|填报时间|制表日期|报送日期)$/;
const note =
  /^(?:注\d*|备注|说明|填表说明|填报说明|填写说明|填表须知|注意事项|填表人|制表人?|填报人|经办人|审核人?|负责人|分管领导|单位负责人|主管领导|复核人?|审批人?|填报单位|填表单位|报送单位|制表单位|填表日期|填报日期|填表时间|填报时间|制表日期|报送日期|联系人|联系电话|单位[(盖章)]*|盖章|日期|附件?\d*)\s*(?:[(][^)]*[)])?\s*[:]/;
const marked = /^(?:※|\*{1,2}(?=\S)|注\d*[.、]|备注\d*[.、])/;
const guide =
  /^[(]?(?:必填|选填|非必填|可不填|填写|请(?:填|选|按|注明|简要|如实)|示例[):]|示例$|例[:如]|如[:]|单选|多选|可多选|下拉|格式|不超过|\d+字)/;

/** The rows below a header, one after the other: what a row is may be told by those before it. */
export class Lines {
  private isFirst = true;
  private hasData = false;
  private isOther = false;

  constructor(
    private readonly mapping: readonly ColumnMapping[],
    private readonly names: Names,
  ) {}

  /** What the next row is, where it is no data. */
  next(row: SheetRow): LineKind | undefined {
    if (this.isOther) return 'other';
    const found = lineKind(row, this.mapping, this.isFirst);
    this.isFirst = found === 'guide' || found === 'numbers';
    if (found !== undefined) return found;
    if (this.hasData && isOtherHeader(row, this.names)) {
      this.isOther = true;
      return 'another';
    }
    this.hasData = true;
    return undefined;
  }
}

/** Names of columns throughout, as above a second table of the same sheet. */
function isOtherHeader({ cells, broken }: SheetRow, names: Names): boolean {
  if (broken) return false;
  const texts = cells.map((cell) => textOf(cell)).filter((text) => text !== '');
  if (texts.length < 2 || !isShort(texts) || new Set(texts).size < texts.length) return false;
  const known = texts.filter((text) => isKnownHeader(text, names)).length;
  return known >= 2 && known * 3 >= texts.length * 2;
}

/** What a row below the header is by itself, where it is no data; `isFirst`: it follows the header at once. */
export function lineKind(
  row: SheetRow,
  mapping: readonly ColumnMapping[],
  isFirst: boolean,
): LineKind | undefined {
  if (row.broken) return undefined;
  if (row.struck || isSaidStruck(row, mapping)) return 'struck';
  const texts = row.cells.map((cell) => textOf(cell).normalize('NFKC').trim());
  const filled = texts.filter((text) => text !== '');
  if (filled.length === 0) return undefined;
  if (isHeaderAgain(texts, mapping)) return 'header';
  if (isFirst && filled.length > 1 && isNumbers(filled)) return 'numbers';
  if (example.test(filled[0] ?? '') && filled.length > 1) return 'guide';
  if (filled.slice(0, 2).some((text) => totalAlone.test(text.replace(/\s+/g, '')))) return 'total';
  const number = mapping.find(({ field }) => field === serial);
  const numbered = number && (texts[number.column] ?? '');
  if (numbered && filled.length === 1 && /^[\dA-Z.-]{1,8}$/i.test(numbered)) return 'empty';
  if (numbered && isGroupOf(filled, mapping)) return 'section';
  if (numbered !== undefined && /^\d+$/.test(numbered)) return undefined;
  if (isFirst && filled.filter((text) => guide.test(text)).length * 2 > filled.length) return 'guide';
  const distinct = [...new Set(filled)];
  const [first = ''] = distinct;
  if (total.test(first.replace(/\s+/g, '')) && distinct.slice(1).every((text) => text.length <= 30))
    return 'total';
  if (isNote(distinct)) return 'note';
  if (numbered && ordinalAlone.test(numbered) && isSectionOf(distinct, mapping)) return 'section';
  return isAlone(texts, distinct, mapping) ? (first.length <= 30 ? 'section' : 'note') : undefined;
}

/** A published list as text has no lines through its cells: its column of states says what was struck. */
function isSaidStruck({ cells }: SheetRow, mapping: readonly ColumnMapping[]): boolean {
  const state = mapping.find(({ header, field }) => header === '状态' && field === ignored);
  return (
    state !== undefined && /(?:^|；)(?:\d{4}-\d{2}-\d{2} 划去|本期已撤回)：/.test(textOf(cells[state.column]))
  );
}

/** 填表人：… 审核人：… 日期：…, or one remark. */
function isNote(distinct: readonly string[]): boolean {
  const [first = ''] = distinct;
  if (distinct.length === 1 && endMark.test(first)) return true;
  if (signOff.test(first) && distinct.every((text) => signOff.test(text) || text.length <= 12)) return true;
  if (signOffWord.test(first) && distinct.length <= 8 && distinct.every((text) => text.length <= 20))
    return true;
  if (!note.test(first) && !marked.test(first))
    return /^(?:备注|说明|注)$/.test(first) && distinct.length <= 2;
  return distinct.length <= 2 || distinct.slice(1).every((text) => note.test(text) || text.length <= 12);
}

/** Beside its number nothing but a name. */
const isSectionOf = (distinct: readonly string[], mapping: readonly ColumnMapping[]) =>
  distinct.length === 2 && (distinct[1] ?? '').length <= 30 && usedIn(mapping) >= 3;

/** 1, 智慧医院（共3项）: it heads the rows that follow. */
const isGroupOf = (filled: readonly string[], mapping: readonly ColumnMapping[]) =>
  filled.length === 2 && /\((?:共|合计|计)?\d+[项个条]\)$/.test(filled[1] ?? '') && usedIn(mapping) >= 3;

const usedIn = (mapping: readonly ColumnMapping[]) => mapping.filter(({ field }) => field !== ignored).length;

/** One text, spread over the row or alone at its beginning. */
function isAlone(
  texts: readonly string[],
  distinct: readonly string[],
  mapping: readonly ColumnMapping[],
): boolean {
  const used = usedIn(mapping);
  if (used < 3 || distinct.length !== 1) return false;
  const places = texts.filter((text) => text !== '').length;
  if (places === 1) return texts[0] !== '' || ordinal.test(distinct[0] ?? '');
  // No record says the same three times; a line that is merged over a part of the columns does.
  return places >= Math.min(3, used - 1);
}

type Named = readonly { readonly column: number; readonly texts: readonly string[] }[];

const squeezed = (text: string) => text.normalize('NFKC').replace(/\s+/g, '');

/** What the header says in each column, row by row and together; worked out once, for it is asked of every row. */
const namesOf = perObject(
  (mapping: readonly ColumnMapping[]): Named =>
    mapping.flatMap(({ column, header }) =>
      header === '' ? [] : [{ column, texts: [header, ...header.split(' ')].map(squeezed) }],
    ),
);

/** Most of the names stand in their columns again, as on every page of a long table. */
function isHeaderAgain(texts: readonly string[], mapping: readonly ColumnMapping[]): boolean {
  const names = namesOf(mapping);
  let same = 0;
  let other = 0;
  for (const { column, texts: own } of names) {
    const text = texts[column] ?? '';
    if (text === '') continue;
    if (own.includes(squeezed(text))) same++;
    else if (++other > names.length / 2) return false;
  }
  // Two cells that say what stands in the header above them, and most of the others no value of a record.
  return same >= Math.min(2, names.length) && (same > other * 2 || (same >= other && isShort(texts)));
}

const isShort = (texts: readonly string[]) => texts.every((text) => text.length <= 12 && !/\d/.test(text));

/** 1 2 3 … or A B C … below the names of the columns. */
function isNumbers(filled: readonly string[]): boolean {
  const plain = filled.map((text) => text.replace(/[()]/g, ''));
  if (plain.length < 3) return false;
  return (
    plain.every((text, i) => Number(text) === i + 1) ||
    plain.every((text, i) => Number(text) === i) ||
    plain.every((text, i) => text === String.fromCharCode(65 + i)) ||
    plain.every((text, i) => text === '一二三四五六七八九十'[i])
  );
}
