import { type Day, dayOf, isDay } from '#kernel';
import { type Cell, standing, textOf } from '#sheets';
import { asks, type ColumnContext, type Notice, notice, type Parsed, refused } from './parsed.js';

type ReadDay = Parsed<Day | null>;

const nothing =
  /^(?:永久|永远|长期|长期有效|永久有效|一直有效|不限|无期限|无固定期限|暂?无|没有|空|暂?未定|待定|未知|另行通知|n\/?a|null|none|[-—–_/\\.·…~]+)$/i;
const months: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
};
const chinese: Readonly<Record<string, string>> = {
  〇: '0',
  零: '0',
  '○': '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

const notADay = () => refused('not_a_day', '应为日期，形如 2026-03-27 或 2026年3月27日');
const existing = (day: string): Parsed<Day> =>
  isDay(day)
    ? { value: day }
    : refused('no_such_day', '应为2000至2200年间存在的日期，形如 2026-03-27 或 2026年3月27日');

/**
 * A day in the ways people write it. A month, a quarter or a year alone is its first day in a column that begins a range,
 * otherwise its last.
 */
export function parseDay(cell: Cell, column: ColumnContext): ReadDay {
  const value = standing(cell);
  if (typeof value === 'object' && value !== null && 'day' in value)
    return value.shows === undefined ? existing(value.day) : ofText(textOf(value), column);
  if (typeof value === 'boolean') return notADay();
  const number = typeof value === 'object' && value !== null && 'number' in value ? value.number : value;
  if (typeof number === 'number') return ofNumber(number, column);
  return ofText(textOf(cell), column);
}

/** Where a cell of a column that begins a range names two days, the second of them. */
export function parsePeriodEnd(cell: Cell, column: ColumnContext): ReadDay {
  const value = standing(cell);
  const raw = typeof value === 'string' ? value : '';
  const text = plain(raw);
  const isOne = text === '' || ofWhole(text) !== undefined || ofPart(text, column) !== undefined;
  const found = isOne ? undefined : ofTwo(text, raw, { ...column, end: 'end' });
  return found && 'value' in found ? found : { value: null };
}

function ofNumber(number: number, column: ColumnContext): ReadDay {
  if (Number.isInteger(number)) return ofText(String(number), column);
  const month = Math.round((number % 1) * 100);
  const year = Math.floor(number);
  if (year < 2000 || year > 2200 || Math.abs(number - year - month / 100) > 1e-9)
    return number > 36_000 && number < 110_000 ? ofText(String(Math.floor(number)), column) : notADay();
  // A spreadsheet keeps 2027.10 as 2027.1: nobody can tell which was meant.
  if (month === 10) return asksMonth(year);
  return month % 10 === 0 ? ofMonth(year, month / 10, column) : ofMonth(year, month, column);
}

const asksMonth = (year: number) =>
  asks('month_unclear', `“${year}.1”可能是${year}年1月，也可能是${year}年10月，请选择`, [
    { label: `${year}年1月`, text: `${year}年1月` },
    { label: `${year}年10月`, text: `${year}年10月` },
  ]);

function ofText(raw: string, column: ColumnContext): ReadDay {
  const text = plain(raw);
  if (text === '') return { value: null };
  if (nothing.test(text))
    return { value: null, notices: [notice('day_left_empty', `“${shortened(raw)}”不是某一天，按空处理`)] };
  return (
    ofInstant(text) ??
    ofSerial(text) ??
    ofWhole(text) ??
    ofPart(text, column) ??
    ofTwo(text, raw, column) ??
    notADay()
  );
}

/** Blanks, weekdays and words that change nothing left out, Chinese digits as digits. */
function plain(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/[〇零○一二三四五六七八九十]+(?=[年月日号])/g, digitsOf)
    .replace(/\(?(?:星期|周)[一二三四五六日天]\)?/g, '')
    .replace(/^(?:截至|截止到|截止|于|至|到)(?=\d)/, '')
    .replace(/(?:之前|以前|前|止|截止)$/, '')
    .replace(/\s*([年月日号/.,-])\s*/g, '$1')
    .trim();
}

function digitsOf(written: string): string {
  if (!written.includes('十')) return [...written].map((digit) => chinese[digit] ?? digit).join('');
  const [tens = '', ones = ''] = written.split('十');
  return String((tens === '' ? 1 : Number(chinese[tens])) * 10 + (ones === '' ? 0 : Number(chinese[ones])));
}

/** A moment with its zone falls on a day of Asia/Shanghai. */
function ofInstant(text: string): ReadDay | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? notADay() : existing(dayOf(instant));
}

/** The number that a spreadsheet keeps for a day, where its format was lost. */
function ofSerial(text: string): ReadDay | undefined {
  if (!/^(?:[3-9]\d{4}|10\d{4})(?:\.\d+)?$/.test(text)) return undefined;
  const day = new Date(Date.UTC(1899, 11, 30) + Math.floor(Number(text)) * 86_400_000)
    .toISOString()
    .slice(0, 10);
  return withNotice(existing(day), notice('day_from_number', `数字“${text}”按表格的日期序号读为 ${day}`));
}

const clock = '(?:[T\\s]+\\d{1,2}[:时]\\d{1,2}(?:[:分]\\d{1,2}(?:\\.\\d+)?秒?)?分?)?';
const yearFirst = new RegExp(
  `^(\\d{4})(?:[-/.年、,\\s]+)(\\d{1,2})(?:[-/.月、,\\s]+)(\\d{1,2})[日号]?${clock}$`,
);
const yearLast = new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})${clock}$`);
const english =
  /^(?:(\d{1,2})[-\s]?([a-z]{3})[a-z]*\.?|([a-z]{3})[a-z]*\.?[-\s]?(\d{1,2})(?:st|nd|rd|th)?),?[-\s]?(\d{4})$/i;

function ofWhole(text: string): ReadDay | undefined {
  const [, year, month, day] = yearFirst.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (year !== undefined) return existing(dayText(year, month, day));
  const [, first, second, last] = yearLast.exec(text) ?? [];
  if (last !== undefined) return yearAtEnd(Number(first), Number(second), last);
  const named = english.exec(text);
  const found = months[(named?.[2] ?? named?.[3] ?? '').toLowerCase()];
  return named && found !== undefined
    ? existing(dayText(named[5] ?? '', String(found), named[1] ?? named[4]))
    : undefined;
}

/** 3/27/2026 is told by the 27; 3/4/2026 by nothing. */
function yearAtEnd(first: number, second: number, year: string): ReadDay {
  const [monthFirst, dayFirst] = [
    dayText(year, String(first), String(second)),
    dayText(year, String(second), String(first)),
  ];
  if (monthFirst === dayFirst || !isDay(dayFirst)) return existing(monthFirst);
  if (!isDay(monthFirst)) return existing(dayFirst);
  return asks('day_unclear', `“${first}/${second}/${year}”是${monthFirst}还是${dayFirst}，请选择`, [
    { label: monthFirst, text: monthFirst },
    { label: dayFirst, text: dayFirst },
  ]);
}

/** A month, a quarter, half a year or a year. */
function ofPart(text: string, column: ColumnContext): ReadDay | undefined {
  if (/^\d{4}\.1$/.test(text)) return asksMonth(Number(text.slice(0, 4)));
  const [, year = '', month = ''] = /^(\d{4})(?:[-/.年](\d{1,2})月?|(0[1-9]|1[0-2]))$/.exec(text) ?? [];
  const joined = /^(\d{4})(0[1-9]|1[0-2])$/.exec(text);
  if (joined) return ofMonth(Number(joined[1]), Number(joined[2]), column);
  if (year !== '') return ofMonth(Number(year), Number(month), column);
  const quarter = /^(\d{4})年?(?:第?([1-4一二三四])季度?|Q([1-4]))$/i.exec(text);
  if (quarter) {
    const n = Number(quarter[3] ?? chinese[quarter[2] ?? ''] ?? quarter[2]);
    return ofMonths(text, Number(quarter[1]), [n * 3 - 2, n * 3], column);
  }
  const half = /^(\d{4})年?(上|下)半年$/.exec(text);
  if (half) return ofMonths(text, Number(half[1]), half[2] === '上' ? [1, 6] : [7, 12], column);
  const edge = /^(\d{4})年?(?:(\d{1,2})月)?(初|底|末)$/.exec(text);
  if (edge) return ofEdge(text, Number(edge[1]), edge[2], edge[3] === '初');
  const alone = /^(20\d{2})(?:年度?)?$/.exec(text);
  return alone ? ofMonths(text, Number(alone[1]), [1, 12], column) : undefined;
}

/** 2027年底, 2027年3月初. */
function ofEdge(text: string, year: number, month: string | undefined, isFirst: boolean): ReadDay {
  const at = month === undefined ? (isFirst ? 1 : 12) : Number(month);
  return ofMonths(text, year, [at, at], { header: '', end: isFirst ? 'start' : 'end' });
}

const ofMonth = (year: number, month: number, column: ColumnContext) =>
  ofMonths(`${year}年${month}月`, year, [month, month], column);

function ofMonths(
  written: string,
  year: number,
  [from, to]: readonly [number, number],
  column: ColumnContext,
): ReadDay {
  const isStart = column.end === 'start';
  const month = isStart ? from : to;
  if (month < 1 || month > 12) return notADay();
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const parsed = existing(dayText(String(year), String(month), isStart ? '1' : String(last)));
  return 'value' in parsed
    ? withNotice(
        parsed,
        notice('day_completed', `“${written}”按其${isStart ? '第一天' : '最后一天'} ${parsed.value} 读取`),
      )
    : parsed;
}

/** Two days in one cell: the first where a range begins, otherwise the second. */
function ofTwo(text: string, raw: string, column: ColumnContext): ReadDay | undefined {
  for (const { index, 0: sign } of text.matchAll(
    /\s*(?:--+|[~—–至到]+)\s*|(?<=[\d日号月年])\s*-\s*(?=\d{4}\D)/g,
  )) {
    const [low, high] = [text.slice(0, index), text.slice(index + sign.length)];
    const both = [
      ofWhole(low) ?? ofPart(low, { ...column, end: 'start' }),
      ofWhole(high) ??
        ofPart(high, { ...column, end: 'end' }) ??
        (nothing.test(high) ? { value: null } : undefined),
    ];
    const chosen = both[column.end === 'start' ? 0 : 1];
    if (both.every((one) => one !== undefined && 'value' in one) && chosen)
      return withNotice(
        chosen,
        notice(
          'one_of_two_days',
          `“${shortened(raw)}”是一段时间，此列取其${column.end === 'start' ? '开始' : '结束'}的一天`,
        ),
      );
  }
  return undefined;
}

function withNotice<T>(parsed: Parsed<T>, more: Notice): Parsed<T> {
  return 'value' in parsed ? { value: parsed.value, notices: [...(parsed.notices ?? []), more] } : parsed;
}

const dayText = (year: string, month = '', day = '') =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
const shortened = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
