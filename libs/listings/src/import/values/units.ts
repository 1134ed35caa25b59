/** Zeros of the unit's amounts in yuan: 万元 4. */
export interface Unit {
  readonly name: string;
  readonly zeros: number;
}

const zerosOf: Readonly<Record<string, number>> = {
  '': 0,
  百: 2,
  千: 3,
  万: 4,
  W: 4,
  十万: 5,
  百万: 6,
  千万: 7,
  亿: 8,
};

/** Spellings of units: with 元, or without it where no other unit is possible. */
export const unitPattern = '(?:十万|百万|千万|百|千|万|亿)?(?:元|圆)|十万|百万|千万|千|万|亿|[wW]';

/** @param written as `unitPattern` finds it. */
export function unitOf(written: string): Unit {
  const scale = written.replace(/[元圆]$/, '').toUpperCase();
  return { name: `${scale === 'W' ? '万' : scale}元`, zeros: zerosOf[scale] ?? 0 };
}

const foreign =
  /美元|美金|USD|US\$|欧元|EUR|€|港元|港币|港幣|HKD|HK\$|日元|日币|円|JPY|英镑|GBP|£|澳元|AUD|加元|CAD|新加坡元|新元|SGD|瑞郎|CHF|卢布|RUB|韩元|韩币|KRW|₩|台币|TWD|澳门币|MOP|法郎|\$/i;

/** The name of a currency other than the yuan. */
export function foreignCurrency(text: string): string | undefined {
  return foreign.exec(text.normalize('NFKC'))?.[0];
}

const closed = '(?=$|[)\\]】}>,，;；、/|\\s整左以])';
const inHeader = new RegExp(
  `(?:(?:十万|百万|千万|百|千|万|亿)?元|(?<=[([【{<:：/\\s_-]|单位|人民币)(?:十万|百万|千万|千|万|亿))${closed}`,
  'g',
);

/** Narrow columns part a unit by a blank or a line's end: （千 元）. */
const whole = (text: string) =>
  text.normalize('NFKC').replaceAll(/(?<=[十百千万亿])\s+(?=[百千万亿]?[元圆])/g, '');

/** The unit that a header names, 预算（万元）; undefined where it names none, or several. */
export function unitOfHeader(header: string): Unit | undefined {
  return only(whole(header).matchAll(inHeader));
}

/** The unit of what stands above a table: 单位：元, 金额单位：人民币万元. */
export function unitAbove(text: string): Unit | undefined {
  const said = /单位[:：\s]*(?:人民币|RMB)?[\s(（]*((?:十万|百万|千万|百|千|万|亿)?元)/.exec(whole(text));
  return said?.[1] === undefined ? unitOfHeader(text) : unitOf(said[1]);
}

function only(found: Iterable<RegExpMatchArray>): Unit | undefined {
  const names = new Set([...found].map(([written]) => unitOf(written).name));
  const [name] = names;
  return names.size === 1 && name !== undefined ? unitOf(name) : undefined;
}
