import fc from 'fast-check';
import { parseMoney } from './money.js';
import { arabic } from './numerals.js';

const plain = [...'零一二三四五六七八九'];
const formal = [...'零壹贰叁肆伍陆柒捌玖'];

/** As a cheque has it: every place with its name, zeros between said once. */
function written(amount: number, signs: readonly string[], places: readonly string[]): string {
  const section = (n: number) => {
    let text = '';
    for (let i = 3; i >= 0; i--) {
      const digit = Math.floor(n / 10 ** i) % 10;
      if (digit > 0) text += `${signs[digit]}${places[i]}`;
      else if (text !== '' && !text.endsWith('零') && n % 10 ** i > 0) text += '零';
    }
    return text;
  };
  const [high, low] = [Math.floor(amount / 1e4), amount % 1e4];
  if (high === 0) return section(low);
  return `${section(high)}万${low > 0 && low < 1000 ? '零' : ''}${section(low)}`;
}

const column = { header: '预算金额' };
const yuanOf = (text: string) => {
  const parsed = parseMoney(text, column);
  return 'value' in parsed ? parsed.value : parsed;
};

describe('an amount in Chinese numerals', () => {
  it('is read as what it says, however large it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.boolean(), (amount, isFormal) => {
        const text = isFormal
          ? written(amount, formal, ['', '拾', '佰', '仟'])
          : written(amount, plain, ['', '十', '百', '千']);
        expect(arabic(`${text}元整`)).toBe(`${amount}元整`);
      }),
    );
  });

  it.each([
    ['叁拾万元整', '300000.00'],
    ['人民币伍佰万元', '5000000.00'],
    ['三十万', '300000.00'],
    ['十五万元左右', '150000.00'],
    ['两千万', '20000000.00'],
    ['一亿二千万元', '120000000.00'],
    ['壹佰贰拾叁万肆仟伍佰元', '1234500.00'],
    ['3千万', '30000000.00'],
  ])('%s is %s yuan', (text, yuan) => expect(yuanOf(text)).toBe(yuan));

  it('is said to be read as digits', () =>
    expect(parseMoney('叁拾万元整', column)).toMatchObject({
      notices: [{ text: '“叁拾万元整”读作 30 万元' }],
    }));

  it.each(['五十', '五六十万', '三万五', '二百五万', '十几万', '一期30万、二期50万', '壹万贰仟叁'])(
    '%s, which says more than one thing, is refused',
    (text) => expect(yuanOf(text)).toMatchObject({ code: 'import.not_an_amount' }),
  );
});
