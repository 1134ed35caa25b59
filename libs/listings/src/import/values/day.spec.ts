import fc from 'fast-check';
import { addDays } from '#kernel';
import type { Cell } from '#sheets';
import { parseDay } from './day.js';
import type { ColumnContext, Parsed } from './parsed.js';

const start: ColumnContext = { header: '计划开始', end: 'start' };
const end: ColumnContext = { header: '有效期' };
const value = <T>(parsed: Parsed<T>): T | undefined => ('value' in parsed ? parsed.value : undefined);
const noticesOf = <T>(parsed: Parsed<T>) =>
  'value' in parsed ? (parsed.notices ?? []).map(({ code }) => code) : [];

describe('a day', () => {
  it.each([
    ['2026-03-27', '2026-03-27'],
    ['2026年03月27日', '2026-03-27'],
    ['2026年3月7日', '2026-03-07'],
    ['2026 年 3 月 7 日', '2026-03-07'],
    ['2026年3月7号前', '2026-03-07'],
    ['截至2026年3月7日', '2026-03-07'],
    ['2026/3/27', '2026-03-27'],
    ['20260327', '2026-03-27'],
    [20260327, '2026-03-27'],
    ['２０２６．３．２７', '2026-03-27'],
    ['2026.3.27', '2026-03-27'],
    ['2026-03-27 00:00:00', '2026-03-27'],
    ['2026-03-27T09:30:00', '2026-03-27'],
    ['2026-03-27T17:30:00Z', '2026-03-28'],
    ['2026年3月27日（星期五）', '2026-03-27'],
    ['二〇二六年三月二十七日', '2026-03-27'],
    ['27-Mar-2026', '2026-03-27'],
    ['March 27, 2026', '2026-03-27'],
    ['3/27/2026', '2026-03-27'],
    ['27/3/2026', '2026-03-27'],
    [{ day: '2026-03-27' }, '2026-03-27'],
    [{ day: '2026-03-27', time: '10:30' }, '2026-03-27'],
    [{ covered: { day: '2026-03-27' } }, '2026-03-27'],
    ['', null],
    [null, null],
  ] as [Cell, string | null][])('%j is %s, without a word', (cell, day) =>
    expect(parseDay(cell, end)).toEqual({ value: day }),
  );

  it.each([
    ['2026年2月', '2026-02-01', '2026-02-28'],
    ['2028-02', '2028-02-01', '2028-02-29'],
    ['2026.03', '2026-03-01', '2026-03-31'],
    [2026.03, '2026-03-01', '2026-03-31'],
    [2026.3, '2026-03-01', '2026-03-31'],
    [2026.12, '2026-12-01', '2026-12-31'],
    ['2026.10', '2026-10-01', '2026-10-31'],
    ['202603', '2026-03-01', '2026-03-31'],
    ['2026/3', '2026-03-01', '2026-03-31'],
    ['2026年第二季度', '2026-04-01', '2026-06-30'],
    ['2026Q4', '2026-10-01', '2026-12-31'],
    ['2026年上半年', '2026-01-01', '2026-06-30'],
    ['2026年', '2026-01-01', '2026-12-31'],
    [2026, '2026-01-01', '2026-12-31'],
    ['2026年底', '2026-12-31', '2026-12-31'],
    ['2026年3月初', '2026-03-01', '2026-03-01'],
    [{ day: '2026-03-01', shows: 'month' }, '2026-03-01', '2026-03-31'],
  ] as [Cell, string, string][])('%j begins on %s and ends on %s, and says so', (cell, first, last) => {
    for (const [column, day] of [
      [start, first],
      [end, last],
    ] as const) {
      const parsed = parseDay(cell, column);
      expect(value(parsed)).toBe(day);
      expect(noticesOf(parsed)).toEqual(['import.day_completed']);
    }
  });

  it.each([
    ['2026-01-01至2026-06-30', '2026-01-01', '2026-06-30'],
    ['2026年1月-2026年6月', '2026-01-01', '2026-06-30'],
    ['2026.1.1—2026.6.30', '2026-01-01', '2026-06-30'],
    ['2026/1/1-2026/6/30', '2026-01-01', '2026-06-30'],
  ])('%s gives a column its end of it, and says so', (cell, first, last) => {
    expect(value(parseDay(cell, start))).toBe(first);
    expect(value(parseDay(cell, end))).toBe(last);
    expect(noticesOf(parseDay(cell, end))).toContain('import.one_of_two_days');
  });

  it.each(['永久', '长期', '长期有效', '暂无', '/', '——', '不限'])('%s is none, and says so', (cell) => {
    expect(value(parseDay(cell, end))).toBeNull();
    expect(noticesOf(parseDay(cell, end))).toEqual(['import.day_left_empty']);
  });

  it.each(['2027.1', 2027.1])('%j asks which month it is', (cell) => {
    const parsed = parseDay(cell, end);
    expect(parsed).toMatchObject({ question: 'import.month_unclear' });
    const answers = 'choices' in parsed ? parsed.choices.map(({ text }) => value(parseDay(text, end))) : [];
    expect(answers).toEqual(['2027-01-31', '2027-10-31']);
  });

  it('with day and month in an order that nobody can tell asks', () =>
    expect(parseDay('3/4/2026', end)).toMatchObject({
      question: 'import.day_unclear',
      choices: [{ text: '2026-03-04' }, { text: '2026-04-03' }],
    }));

  it('as the number that a spreadsheet keeps for it is read, and says so', () => {
    expect(value(parseDay(46108, end))).toBe('2026-03-27');
    expect(noticesOf(parseDay('46108', end))).toEqual(['import.day_from_number']);
  });

  it.each([
    ['2026-02-30', 'import.no_such_day'],
    ['1999-12-31', 'import.no_such_day'],
    ['昨天', 'import.not_a_day'],
    ['合同签订后6个月', 'import.not_a_day'],
    ['2026-13', 'import.not_a_day'],
    [true, 'import.not_a_day'],
    [3.5, 'import.not_a_day'],
  ] as [Cell, string][])('%j is none: %s, with what would be right', (cell, code) => {
    const parsed = parseDay(cell, end);
    expect(parsed).toMatchObject({ code });
    expect('expected' in parsed && parsed.expected).not.toBe('');
  });
});

it('a day written in every way reads back to the same value', () => {
  const ways: ((y: string, m: number, d: number) => Cell)[] = [
    (y, m, d) => `${y}-${two(m)}-${two(d)}`,
    (y, m, d) => `${y}/${m}/${d}`,
    (y, m, d) => `${y}.${m}.${d}`,
    (y, m, d) => `${y}年${m}月${d}日`,
    (y, m, d) => ` ${y} 年 ${two(m)} 月 ${two(d)} 日 `,
    (y, m, d) => `${y}${two(m)}${two(d)}`,
    (y, m, d) => Number(`${y}${two(m)}${two(d)}`),
    (y, m, d) => `${y}-${two(m)}-${two(d)} 08:00`,
    (y, m, d) => ({ day: `${y}-${two(m)}-${two(d)}` }),
    (y, m, d) => Math.round((Date.UTC(Number(y), m - 1, d) - Date.UTC(1899, 11, 30)) / 86_400_000),
    (y, m, d) =>
      `${y}-${m}-${d}`.replace(/[0-9-]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  ];
  fc.assert(
    fc.property(
      fc.nat(70_000),
      fc.constantFrom(...ways),
      fc.constantFrom(start, end),
      (after, way, column) => {
        const day = addDays('2000-01-01', after);
        const [y = '', m, d] = day.split('-');
        expect(value(parseDay(way(y, Number(m), Number(d)), column))).toBe(day);
      },
    ),
    { numRuns: 500 },
  );
});

const two = (n: number) => String(n).padStart(2, '0');
