import { fen, isDay, yuan } from '#kernel';
import { type Cell, standing, textOf } from '#sheets';
import { type ColumnContext, type Parsed, refused } from './values/parsed.js';

/** 2026-03-27, 2026/3/27, 2026.3.27, 2026年03月27日, 2026年3月 (its last day), a date cell, Excel's day number. */
export function parseDay(cell: Cell): Parsed<string | null> {
  const value = standing(cell);
  if (typeof value === 'object' && value !== null && 'day' in value) return existing(value.day);
  const text = textOf(cell).normalize('NFKC');
  if (text === '' || /^(长期|长期有效|无|不限|\/|-)$/.test(text)) return { value: null };
  if (/^\d{5}(\.\d+)?$/.test(text))
    return existing(
      new Date(Date.UTC(1899, 11, 30) + Math.floor(Number(text)) * 86_400_000).toISOString().slice(0, 10),
    );
  const parts =
    /^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?.*)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!parts) return notADay();
  const [, year = '', month = '', date] = parts;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return existing(`${year}-${month.padStart(2, '0')}-${(date ?? String(last)).padStart(2, '0')}`);
}

const existing = (day: string): Parsed<string> =>
  isDay(day)
    ? { value: day }
    : refused('no_such_day', '应为2000至2200年间存在的日期，形如 2026-03-27 或 2026年3月27日');

const notADay = () => refused('not_a_day', '应为日期，形如 2026-03-27 或 2026年3月27日');

/** Yuan. A unit in the cell goes before that of the header. */
export function parseMoney(cell: Cell, column: ColumnContext): Parsed<string | null> {
  const text = textOf(cell)
    .normalize('NFKC')
    .replace(/[,\s¥￥]/g, '');
  if (text === '' || /^(面议|待定|无|不限|\/|-|双方协商|协商)$/.test(text)) return { value: null };
  const parts = /^(-?\d+(?:\.\d+)?)(亿元|亿|万元|万|元)?(?:以内|以下|以上|左右|整)?$/.exec(text);
  if (!parts) return refused('not_an_amount', '应为金额，形如 50 或 50万元');
  if (parts[1]?.startsWith('-')) return refused('negative_amount', '金额不能为负数');
  const unit = parts[2] ?? (/万/.test(column.header) ? '万' : /元/.test(column.header) ? '元' : '万');
  return amount(parts[1] ?? '0', unit.startsWith('亿') ? 8 : unit.startsWith('万') ? 4 : 0);
}

/** Exactly, by moving the point: 0.1 万元 is 1000.00. */
function amount(digits: string, zeros: number): Parsed<string> {
  const [whole = '0', part = ''] = digits.split('.');
  const moved = part.padEnd(zeros, '0');
  const fenText = `${whole}${moved.slice(0, zeros)}.${moved.slice(zeros, zeros + 2) || '0'}`.replace(
    /^0+(?=\d)/,
    '',
  );
  if (fenText.length > 16) return refused('amount_too_large', '金额过大，应小于 100 万亿元');
  return { value: yuan(fen(fenText)) };
}

/** `50-100万元`, `50万~80万`, `100以内`, one amount: both ends. */
export function parseRange(
  cell: Cell,
  column: ColumnContext,
): Parsed<{ min: string | null; max: string | null }> {
  const text = textOf(cell).normalize('NFKC').replace(/\s/g, '');
  const ends = /^(\d[^-~至到—–]*)[-~至到—–]+(\d.*)$/.exec(text);
  if (!ends) {
    const one = parseMoney(cell, column);
    if (!('value' in one)) return one;
    if (/以内|以下/.test(text)) return { value: { min: null, max: one.value } };
    return { value: { min: one.value, max: /以上/.test(text) ? null : one.value } };
  }
  const [, low = '', high = ''] = ends;
  const unit = /(亿元|亿|万元|万|元)/.exec(high)?.[1] ?? '';
  const min = parseMoney(/(亿|万|元)/.test(low) ? low : `${low}${unit}`, column);
  const max = parseMoney(high, column);
  if (!('value' in min)) return min;
  if (!('value' in max)) return max;
  if (min.value !== null && max.value !== null && fen(min.value) > fen(max.value))
    return refused('range_reversed', '区间的上限不应小于下限');
  return { value: { min: min.value, max: max.value } };
}

export function parseYes(cell: Cell): Parsed<boolean> {
  const value = standing(cell);
  if (typeof value === 'boolean') return { value };
  const text = textOf(cell).toLowerCase();
  if (/^(是|有|y|yes|true|1|√|✓|优先)$/.test(text)) return { value: true };
  if (/^(否|无|n|no|false|0|×|不|不限|)$/.test(text)) return { value: false };
  return refused('not_yes_or_no', '应填“是”或“否”');
}

export function parseCount(cell: Cell): Parsed<number> {
  const text = textOf(cell)
    .normalize('NFKC')
    .replace(/[项个件]$/, '');
  if (text === '') return { value: 0 };
  return /^\d{1,5}$/.test(text) ? { value: Number(text) } : refused('not_a_count', '应为不小于0的整数');
}

/** 顿号, commas, semicolons, slashes and line breaks between items. */
export function splitItems(cell: Cell): string[] {
  return textOf(cell)
    .split(/[、,，;；/|\n]+/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
