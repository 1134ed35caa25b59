const digits: Readonly<Record<string, number>> = {
  ...{ 零: 0, 〇: 0, 一: 1, 壹: 1, 二: 2, 贰: 2, 两: 2, 三: 3, 叁: 3, 四: 4, 肆: 4, 五: 5, 伍: 5 },
  ...{ 六: 6, 陆: 6, 七: 7, 柒: 7, 八: 8, 捌: 8, 九: 9, 玖: 9 },
};
const tens: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const digit = '[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]';
const zero = '[零〇]';
/** Below ten thousand: each place once and from the highest on, no two digits beside each other. */
const section = [
  `(?:${digit}[千仟])?`,
  `(?:${zero}?${digit}[百佰])?`,
  `(?:${zero}?${digit}?[十拾])?`,
  `(?:${zero}?${digit}(?![十拾百佰千仟]))?`,
].join('');
const whole = new RegExp(`^(?:(${section})亿)?${zero}?(?:(${section})万)?${zero}?(${section})$`);
const run = /[零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿]+/g;

/**
 * Amounts in Chinese numerals as digits: 叁拾万元整 is 300000元整. What is no numeral, or can be read in two ways
 * (五六十万, 三万五), stays as it is, as do the units behind digits: 3千万.
 */
export function arabic(text: string): string {
  return text.replace(run, (found, at: number) => {
    const value = /[\d.十几数]/.test(text[at - 1] ?? '') ? undefined : numberOf(found);
    if (value === undefined) return found;
    const hasUnit = /^[元圆]/.test(text.slice(at + found.length));
    // 五十 alone says no unit, and is no way to write an amount.
    return hasUnit ? String(value) : /[万亿]/.test(found) ? `${value}元` : found;
  });
}

function numberOf(numeral: string): number | undefined {
  const [, hundredMillions, tenThousands, rest = ''] = whole.exec(numeral) ?? [];
  const parts = [hundredMillions, tenThousands].filter((part) => part !== undefined);
  // 万 alone is a unit.
  if ((rest === '' && parts.length === 0) || parts.some((part) => part === '')) return undefined;
  // 三万五: five thousand, or five.
  const isCut = parts.length > 0 && rest.length === 1 && !numeral.includes('零') && !numeral.includes('〇');
  // 二百五: two hundred and fifty, or and five.
  const isShort = [...parts, rest].some((part) => new RegExp(`[百佰千仟]${digit}$`).test(part ?? ''));
  return isCut || isShort
    ? undefined
    : belowTenThousand(hundredMillions) * 1e8 + belowTenThousand(tenThousands) * 1e4 + belowTenThousand(rest);
}

function belowTenThousand(text = ''): number {
  let sum = 0;
  let last: number | undefined;
  for (const sign of text) {
    const place = tens[sign];
    if (place === undefined) last = digits[sign];
    else {
      sum += (last ?? 1) * place;
      last = undefined;
    }
    if (sign === '零' || sign === '〇') last = undefined;
  }
  return sum + (last ?? 0);
}
