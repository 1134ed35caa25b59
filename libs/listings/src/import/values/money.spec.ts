import fc from 'fast-check';
import { fen, inWan, yuan } from '#kernel';
import type { Cell } from '#sheets';
import { parseMoney, parseRange } from './money.js';
import type { ColumnContext, Parsed } from './parsed.js';
import { unitAbove, unitOfHeader } from './units.js';

const wan: ColumnContext = { header: '预算(万元)' };
const value = <T>(parsed: Parsed<T>): T | undefined => ('value' in parsed ? parsed.value : undefined);
const noticesOf = <T>(parsed: Parsed<T>) =>
  'value' in parsed ? (parsed.notices ?? []).map(({ code }) => code) : [];

describe('an amount', () => {
  it.each([
    ['50', { header: '预算(万元)' }, '500000.00'],
    ['50万元', { header: '预算(元)' }, '500000.00'],
    ['500000', { header: '预算(元)' }, '500000.00'],
    ['500', { header: '预算（千元）' }, '500000.00'],
    ['5', { header: '投资额（百万元）' }, '5000000.00'],
    ['2.5', { header: '总投资(亿元)' }, '250000000.00'],
    ['2.5', { header: '总投资（亿）' }, '250000000.00'],
    ['2.5', { header: '总投资，单位：千万元' }, '25000000.00'],
    ['50', { header: '预算金额/万元' }, '500000.00'],
    ['50', { header: '单价（元/套）' }, '50.00'],
    ['50', { header: '预算\n(单位:万元)*' }, '500000.00'],
    ['5', { header: '预 算\n（千 元）' }, '5000.00'],
    ['0.5', { header: '预算（亿\n元）' }, '50000000.00'],
    ['500000', { header: '预算', above: '单 位：万 元' }, '5000000000.00'],
    ['500000', { header: '预算', above: '单位：元' }, '500000.00'],
    ['50', { header: '预算', above: '（金额单位：人民币万元）' }, '500000.00'],
    ['50', { header: '预算（万元）', above: '单位：元' }, '500000.00'],
    ['1.5亿', { header: '预算' }, '150000000.00'],
    ['3百万元', { header: '预算' }, '3000000.00'],
    ['¥1,200元', { header: '预算' }, '1200.00'],
    ['１，２００．５０元', { header: '预算' }, '1200.50'],
    ['50（万元）', { header: '预算' }, '500000.00'],
    ['0.1', { header: '预算(万元)' }, '1000.00'],
    [1.2e-3, { header: '预算(万元)' }, '12.00'],
    [50, { header: '预算(万元)' }, '500000.00'],
    [{ number: 50, format: '0.00"万元"' }, { header: '预算' }, '500000.00'],
    [{ number: 500000, format: '¥#,##0.00' }, { header: '预算（元）' }, '500000.00'],
    [{ number: 5, format: '[DBNum2][$-804]General"万元"' }, { header: '预算' }, '50000.00'],
    [{ covered: 50 }, { header: '预算(万元)' }, '500000.00'],
    ['', { header: '预算' }, null],
    [null, { header: '预算' }, null],
  ] as [Cell, ColumnContext, string | null][])(
    '%j under %j is %s yuan, without a word',
    (cell, column, amount) => expect(parseMoney(cell, column)).toEqual({ value: amount }),
  );

  it.each([
    ['约50万元', '500000.00'],
    ['50万左右', '500000.00'],
    ['人民币50万元整', '500000.00'],
    ['50万元人民币', '500000.00'],
    ['50W', '500000.00'],
    ['50w', '500000.00'],
    ['预算50万元', '500000.00'],
    ['50万元/年', '500000.00'],
    ['50万元（含税）', '500000.00'],
    ['80起', '800000.00'],
    ['不超过100', '1000000.00'],
    ['100多万', '1000000.00'],
  ])('%s is read as what it says, and says so', (cell, amount) => {
    const parsed = parseMoney(cell, wan);
    expect(value(parsed)).toBe(amount);
    expect(noticesOf(parsed)).toEqual(['import.amount_words']);
  });

  it.each(['暂无', '面议', '——', '/', '-', '待定', '双方协商', 'N/A', '视情况而定'])(
    '%s is none, and says so',
    (cell) => {
      const parsed = parseMoney(cell, wan);
      expect(value(parsed)).toBeNull();
      expect(noticesOf(parsed)).toEqual(['import.amount_left_empty']);
    },
  );

  it.each([
    ['-5', 'import.negative_amount'],
    [-5, 'import.negative_amount'],
    ['五十', 'import.not_an_amount'],
    ['50、80', 'import.not_an_amount'],
    ['50,80', 'import.not_an_amount'],
    ['一期50万，二期30万', 'import.not_an_amount'],
    [true, 'import.not_an_amount'],
    [{ day: '2026-05-10' }, 'import.not_an_amount'],
    [{ number: 0.5, format: '0%' }, 'import.not_an_amount'],
    [{ number: 500000, format: '0!.0,"万元"' }, 'import.amount_rescaled'],
    ['5万美元', 'import.other_currency'],
    ['$500', 'import.other_currency'],
    [{ number: 500, format: '[$$-409]#,##0.00' }, 'import.other_currency'],
    [{ number: 500, format: '[$€-2] #,##0' }, 'import.other_currency'],
    ['1234.567元', 'import.amount_too_precise'],
    [0.12345678, 'import.amount_too_precise'],
    ['9999999999999亿', 'import.amount_too_large'],
    ['50-100', 'import.not_one_amount'],
  ] as [Cell, string][])('%j is none: %s, with what would be right', (cell, code) => {
    const parsed = parseMoney(cell, wan);
    expect(parsed).toMatchObject({ code });
    expect('expected' in parsed && parsed.expected).not.toBe('');
  });

  it('of another currency by its header is refused', () =>
    expect(parseMoney('50', { header: '预算（万美元）' })).toMatchObject({ code: 'import.other_currency' }));

  it('of a format names the currency that is shown', () =>
    expect(parseMoney({ number: 500, format: '[$€-2] #,##0' }, wan)).toMatchObject({
      expected: expect.stringContaining('“€”'),
    }));

  it('without any unit is read as 万元 and says so, and asks where that cannot be meant', () => {
    const small = parseMoney('50', { header: '预算' });
    expect(value(small)).toBe('500000.00');
    expect(noticesOf(small)).toEqual(['import.unit_assumed']);
    const large = parseMoney(500_000, { header: '预算' });
    expect(large).toMatchObject({ question: 'import.unit_unclear' });
    const answers =
      'choices' in large ? large.choices.map(({ text }) => value(parseMoney(text, { header: '预算' }))) : [];
    expect(answers).toEqual(['500000.00', '5000000000.00']);
  });

  it('loses what binary arithmetic made of it, and no more', () => {
    expect(value(parseMoney(12.299999999999999, wan))).toBe('123000.00');
    expect(value(parseMoney('12.299999999999999', wan))).toBe('123000.00');
    expect(value(parseMoney(0.1 + 0.2, { header: '元' }))).toBe('0.30');
    expect(parseMoney(12.3005, { header: '元' })).toMatchObject({ code: 'import.amount_too_precise' });
    fc.assert(
      fc.property(fc.array(fc.nat(10_000_000), { minLength: 2, maxLength: 30 }), (fens) => {
        const sum = fens.reduce((all, one) => all + one / 100, 0);
        expect(value(parseMoney(sum, { header: '元' }))).toBe(
          yuan(BigInt(fens.reduce((all, one) => all + one, 0))),
        );
      }),
    );
  });
});

describe('a range of amounts', () => {
  it.each([
    ['50-100', { min: '500000.00', max: '1000000.00' }],
    ['50万~80万', { min: '500000.00', max: '800000.00' }],
    ['50－100万元', { min: '500000.00', max: '1000000.00' }],
    ['50万元—1亿元', { min: '500000.00', max: '100000000.00' }],
    ['50–100', { min: '500000.00', max: '1000000.00' }],
    ['50 至 100', { min: '500000.00', max: '1000000.00' }],
    ['50到100万', { min: '500000.00', max: '1000000.00' }],
    ['30', { min: '300000.00', max: '300000.00' }],
  ])('%s has both ends', (cell, range) => expect(parseRange(cell, wan)).toEqual({ value: range }));

  it.each([
    ['100以内', { min: null, max: '1000000.00' }],
    ['不超过100万元', { min: null, max: '1000000.00' }],
    ['≤100', { min: null, max: '1000000.00' }],
    ['80起', { min: '800000.00', max: null }],
    ['80以上', { min: '800000.00', max: null }],
    ['不低于80万', { min: '800000.00', max: null }],
    ['80+', { min: '800000.00', max: null }],
    ['50万元以上100万元以下', { min: '500000.00', max: '1000000.00' }],
    ['约50-100万元', { min: '500000.00', max: '1000000.00' }],
    ['50至100万元之间', { min: '500000.00', max: '1000000.00' }],
  ])('%s is read as what it says', (cell, range) => expect(value(parseRange(cell, wan))).toEqual(range));

  it('upside down is refused', () =>
    expect(parseRange('100-50', wan)).toMatchObject({ code: 'import.range_reversed' }));
});

describe('money written in every way', () => {
  const units = { 元: 0, 千元: 3, 万元: 4, 万: 4, 百万元: 6, 亿元: 8, 亿: 8 } as const;
  type UnitName = keyof typeof units;
  const unit = fc.constantFrom(...(Object.keys(units) as UnitName[]));
  const amount = fc.bigInt({ min: 1n, max: 10n ** 14n });
  /** Exactly, in that unit. */
  const written = (fens: bigint, name: UnitName, thousands: boolean): string => {
    const digits = String(fens).padStart(units[name] + 3, '0');
    const at = digits.length - units[name] - 2;
    const whole = digits.slice(0, at);
    const part = digits.slice(at).replace(/0+$/, '');
    const grouped = thousands ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
    return part === '' ? grouped : `${grouped}.${part}`;
  };
  const full = (text: string) =>
    text.replace(/[0-9.,]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

  it('reads back to the same value, whether its unit stands in the cell, the header or above', () => {
    fc.assert(
      fc.property(
        amount,
        unit,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('cell', 'header', 'above'),
        (fens, name, thousands, wide, where) => {
          const digits = written(fens, name, thousands);
          const text = wide ? full(digits) : digits;
          const long = name.endsWith('元') ? name : `${name}元`;
          const parsed = parseMoney(
            where === 'cell' ? `${text} ${name}` : text,
            where === 'above'
              ? { header: '预算', above: `单位：${long}` }
              : { header: where === 'header' ? `预算（${long}）` : '预算（千元）' },
          );
          expect(parsed).toEqual({ value: yuan(fens) });
        },
      ),
    );
  });

  it('reads back the ranges of the platform’s own lists', () => {
    fc.assert(
      fc.property(amount, amount, fc.constantFrom('both', 'from', 'to'), (a, b, open) => {
        const [low, high] = a < b ? [yuan(a), yuan(b)] : [yuan(b), yuan(a)];
        const text = {
          both: `${inWan(low)}–${inWan(high)}`,
          from: `${inWan(low)}以上`,
          to: `${inWan(high)}以内`,
        }[open];
        expect(value(parseRange(text, wan))).toEqual({
          min: open === 'to' ? null : low,
          max: open === 'from' ? null : high,
        });
      }),
    );
  });

  it('loses nothing to rounding', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999), fc.nat(999_999), (whole, part) => {
        const parsed = value(parseMoney(`${whole}.${String(part).padStart(6, '0')}`, wan));
        expect(parsed && fen(parsed)).toBe(BigInt(whole) * 1_000_000n + BigInt(part));
      }),
    );
  });
});

it('units are found in headers, and nothing is taken for one', () => {
  expect(unitOfHeader('预算（万元）')).toMatchObject({ zeros: 4 });
  for (const header of ['预算', '单元名称', '元宇宙投入', '万向集团预算', '预算（元/万元）'])
    expect(unitOfHeader(header)).toBeUndefined();
  expect(unitAbove('填报日期：2026年　　单位：千元')).toMatchObject({ zeros: 3 });
  expect(unitAbove('填报单位：示例医院')).toBeUndefined();
});
