import { fen, inWan, type Yuan } from '#kernel';
import { type Cell, standing, textOf, wordsAround } from '#sheets';
import { amountOf } from './amount.js';
import { arabic } from './numerals.js';
import { asks, type ColumnContext, type Notice, notice, type Parsed, refused } from './parsed.js';
import { foreignCurrency, type Unit, unitAbove, unitOf, unitOfHeader, unitPattern } from './units.js';

/** Both ends in yuan; null: open. */
export interface MoneyRange {
  readonly min: Yuan | null;
  readonly max: Yuan | null;
}

/** One amount as it is written, before its unit is known. */
interface Written {
  readonly digits: string;
  readonly unit: Unit | undefined;
  /** Words around it that say more than the amount does. */
  readonly words: readonly string[];
  readonly side: 'exact' | 'from' | 'to';
}

const nothing =
  /^(?:暂?无|没有|空|暂未(?:定|确定|明确)|暂?未定|待定|未知|不详|不限|不便公开|保密|面议|面谈|电议|另议|协商|双方协商|议价|详谈|商谈|待(?:商|协商|明确|确定|估算|测算)|视(?:具体)?情况而定|根据(?:实际)?情况(?:而定|确定)?|按需|n\/?a|null|none|[-—–_/\\.·…~]+)$/i;
const marks = /[,，\s]/g;
const lead =
  /^(?:(?:项目|投资|总|合计|共计|共|计|预算|金额|总价|单价|费用|经费|投入|资金|价格|报价|人民币|RMB|CNY|￥|¥|[:：为])+)/i;
const tail = /^(?:人民币|RMB|CNY|整|正)+/i;
const about = /^(?:约为?|大约|大概|近|将近|估计|预估|预计|暂定|拟)/;
const aboutAfter = /^(?:左右|上下|多|余)/;
const atMost = /^(?:不超过|不到|不足|不高于|不大于|不多于|最高|最多|至多|上限|控制在|低于|小于|<=?|≤)/;
const atMostAfter = /^(?:以内|之内|以下|及以下|内|封顶)/;
const atLeast = /^(?:不低于|不少于|不小于|最低|最少|至少|下限|高于|超过|大于|>=?|≥)/;
const atLeastAfter = /^(?:以上|及以上|起步|起|\+)/;
const perUnit = /^(?:\/|每)(?:年|月|日|天|次|人|套|台|个|户|项|件|点|平方米|㎡|m2)$/;
const remark = /^\([^()]*\)$/;
/** A unit in brackets is a unit: 50（万元）. */
const bracketed = new RegExp(`\\((人民币|RMB|${unitPattern})\\)`, 'g');
const number = /^(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,2})?|^\.\d+/i;

const unreadable = () => refused('not_an_amount', '应为金额，形如 50 或 50万元');

/** Yuan. A unit in the cell goes before its number format, this before the header, and this before what stands above. */
export function parseMoney(cell: Cell, column: ColumnContext): Parsed<Yuan | null> {
  const range = parseRange(cell, column);
  if (!('value' in range)) return range;
  const { min, max } = range.value;
  if (min !== null && max !== null && min !== max)
    return refused('not_one_amount', '应为一个金额，此处是区间；形如 50 或 50万元');
  return { ...range, value: min ?? max };
}

/** `50-100万元`, `50万~80万`, `不超过100`, `50起`; one amount is both ends. */
export function parseRange(cell: Cell, column: ColumnContext): Parsed<MoneyRange> {
  const value = standing(cell);
  if (typeof value === 'object' && value !== null && 'day' in value)
    return refused(
      'not_an_amount',
      `应为金额；此处是日期 ${value.day}，可能由“5-10”一类的区间变成，请改为文字`,
    );
  if (typeof value === 'boolean') return unreadable();
  if (typeof value === 'number') return ofNumber(value, undefined, column);
  if (typeof value === 'object' && value !== null && 'number' in value)
    return ofNumber(value.number, value.format, column);
  return ofText(textOf(cell), column);
}

function ofNumber(value: number, format: string | undefined, column: ColumnContext): Parsed<MoneyRange> {
  if (!Number.isFinite(value)) return unreadable();
  if (value < 0) return refused('negative_amount', '金额不能为负数');
  const currency = foreignCurrency(withoutLocale(format ?? '')) ?? foreignAround(column);
  if (currency !== undefined) return otherCurrency(currency);
  if (format?.includes('%')) return refused('not_an_amount', '应为金额，此处是百分数');
  if (format !== undefined && isRescaled(format))
    return refused('amount_rescaled', '单元格格式改变了显示的数值，请直接填写金额和单位，形如 50万元');
  const { after } = wordsAround(format ?? '');
  const own = new RegExp(`^(?:${unitPattern})`).exec(after)?.[0];
  const written: Written = {
    digits: String(value),
    unit: own === undefined ? undefined : unitOf(own),
    words: [],
    side: 'exact',
  };
  return inYuan([written], column, String(value));
}

/** [$-804] names a language, and no currency. */
/** Of [$€-2] the sign that is shown. */
const withoutLocale = (format: string) => format.replace(/\[\$([^\]-]*)(?:-[^\]]*)?\]/g, '$1');

/** The format shows another number than the cell holds: it puts in a point of its own, or leaves out thousands. */
const isRescaled = (format: string) => /[!\\]\./.test(format) || /[0#?],+(?:[^0#?,]|$)/.test(format);

function ofText(raw: string, column: ColumnContext): Parsed<MoneyRange> {
  const text = raw
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[{[【]/g, '(')
    .replace(/[}\]】]/g, ')')
    .replace(bracketed, '$1');
  if (text === '') return { value: { min: null, max: null } };
  if (nothing.test(text))
    return {
      value: { min: null, max: null },
      notices: [notice('amount_left_empty', `“${shortened(raw)}”不是金额，按空处理`)],
    };
  const currency = foreignCurrency(text) ?? (ownYuan.test(text) ? undefined : foreignAround(column));
  if (currency !== undefined) return otherCurrency(currency);
  if (/^-\d/.test(text)) return refused('negative_amount', '金额不能为负数');
  const digits = arabic(text);
  const written = endsOf(digits);
  if (written === undefined) return unreadable();
  const [first, ...others] = written;
  const told = digits === text || !first ? written : [{ ...first, words: [...first.words, text] }, ...others];
  return inYuan(told, column, raw);
}

const ownYuan = /[亿万千百\d]元|人民币|RMB|CNY/i;
const foreignAround = ({ header, above = '' }: ColumnContext) =>
  foreignCurrency(header) ?? foreignCurrency(above);

const otherCurrency = (currency: string) =>
  refused('other_currency', `应为人民币金额；“${currency}”请换算为人民币后填写`);

/** The two ends of a range, or the one amount. */
function endsOf(text: string): readonly Written[] | undefined {
  const whole = readAmount(text);
  if (whole) return [whole];
  for (const { index, 0: sign } of text.matchAll(/以上,?(?=\d|不)|[-~—–至到]+/g)) {
    const low = readAmount(text.slice(0, index).replace(/^(?:从|自|在)/, ''));
    const high = readAmount(text.slice(index + sign.length).replace(/(?:之间|区间)$/, ''));
    if (low && high) return [low, high];
  }
  return undefined;
}

function readAmount(text: string): Written | undefined {
  const words: string[] = [];
  let side: Written['side'] = 'exact';
  const label = lead.exec(text)?.[0] ?? '';
  let rest = text.slice(label.length);
  if (label.replace(/[¥￥]/g, '') !== '') words.push(label);
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(rest)?.[0];
    if (found !== undefined) rest = rest.slice(found.length);
    return found;
  };
  for (const [pattern, to] of [
    [about, undefined],
    [atMost, 'to'],
    [atLeast, 'from'],
    [about, undefined],
  ] as const) {
    const found = take(pattern);
    if (found === undefined) continue;
    words.push(found);
    side = to ?? side;
    take(lead);
  }
  const digits = take(number);
  if (digits === undefined) return undefined;
  const closes = (found: string | undefined, to?: Written['side']) => {
    if (found === undefined) return;
    words.push(found);
    side = to ?? side;
  };
  closes(take(/^(?:多|余)(?=[万亿千百元])/));
  const unit = take(new RegExp(`^(?:${unitPattern})`));
  if (unit !== undefined && /^w$/i.test(unit)) words.push(unit);
  closes(/^[^整正]/.exec(take(tail) ?? '')?.[0]);
  for (let before = ''; before !== rest; ) {
    before = rest;
    closes(take(aboutAfter));
    closes(take(atMostAfter), 'to');
    closes(take(atLeastAfter), 'from');
    take(tail);
  }
  if (perUnit.test(rest) || remark.test(rest)) {
    words.push(rest);
    rest = '';
  }
  return rest === ''
    ? { digits: digits.replace(marks, ''), unit: unit === undefined ? undefined : unitOf(unit), words, side }
    : undefined;
}

function inYuan(written: readonly Written[], column: ColumnContext, raw: string): Parsed<MoneyRange> {
  const notices: Notice[] = [];
  const own = written.at(-1)?.unit ?? written[0]?.unit;
  const around = own ?? unitOfHeader(column.header) ?? unitAbove(column.above ?? '');
  if (around === undefined) {
    const largest = Math.max(...written.map((one) => Number(one.digits)));
    if (largest >= unlikely) return asksUnit(raw);
    notices.push(notice('unit_assumed', `“${shortened(raw)}”没有写明单位，按万元读取`));
  }
  const unit = around ?? wan;
  const ends: Yuan[] = [];
  for (const one of written) {
    const parsed = amountOf(one.digits, (one.unit ?? unit).zeros);
    if (!('value' in parsed)) return parsed;
    ends.push(parsed.value);
  }
  const [low, high] = ends;
  if (low === undefined) return unreadable();
  if (high !== undefined && fen(low) > fen(high)) return refused('range_reversed', '区间的上限不应小于下限');
  const value = sided(low, high, written);
  if (written.some((one) => one.words.length > 0))
    notices.push(notice('amount_words', `“${shortened(raw)}”读作${inWords(value)}`));
  return { value, ...(notices.length > 0 ? { notices } : {}) };
}

function inWords({ min, max }: MoneyRange): string {
  if (min === null) return `至多 ${inWan(max ?? '0')} 万元`;
  if (max === null) return `至少 ${inWan(min)} 万元`;
  return min === max ? ` ${inWan(min)} 万元` : ` ${inWan(min)} 至 ${inWan(max)} 万元`;
}

const wan: Unit = { name: '万元', zeros: 4 };
/** In 万元 a hundred million yuan: nobody writes so much without a unit, but many write yuan so. */
const unlikely = 10_000;

const asksUnit = (raw: string) => {
  const digits = raw.trim();
  return asks('unit_unclear', `“${shortened(digits)}”没有写明单位：是元还是万元？`, [
    { label: `${shortened(digits)}元`, text: `${digits}元` },
    { label: `${shortened(digits)}万元`, text: `${digits}万元` },
  ]);
};

function sided(low: Yuan, high: Yuan | undefined, [first, second]: readonly Written[]): MoneyRange {
  if (high !== undefined) return { min: low, max: second?.side === 'from' ? null : high };
  if (first?.side === 'to') return { min: null, max: low };
  return { min: low, max: first?.side === 'from' ? null : low };
}

const shortened = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
