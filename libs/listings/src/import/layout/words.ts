/** A header as it is compared: stars, brackets, units, blanks and line breaks aside. */
export interface HeaderName {
  /** With what stands in brackets, where that is more than how the column is filled in. */
  readonly full: string;
  /** Without it. */
  readonly bare: string;
  /** What stands in brackets. */
  readonly asides: readonly string[];
}

const brackets = /[([{【〔<《「]([^()[\]{}【】〔〕<>《》「」]*)[)\]}】〕>》」]/g;
const unitAtEnd =
  /(?<=[^\s/:,;_-]{2})[\s/:,;_-]*(?:(?:金额)?单位\s*:?\s*(?:人民币)?\s*(?:亿|千万|百万|十万|万|千)?元|(?:亿|千万|百万|十万|万|千)元|(?<=[\s/:,;_-])元)$/;
/** 1. 2、 一、 (三) before a header. */
const ordinal =
  /^(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、](?!\d))/;
const marks = /(?:必填|选填)(?:项)?/g;

const letters = (text: string) => text.replace(marks, '').replace(/[^\p{L}\p{N}]/gu, '');

export function headerName(header: string): HeaderName {
  const text = header.normalize('NFKC').toLowerCase().trim().replace(ordinal, '');
  const asides = [...text.matchAll(brackets)].map(([, inside = '']) => inside.trim()).filter(Boolean);
  const without = (is: (aside: string) => boolean) =>
    letters(
      text
        .replace(brackets, (whole, inside: string) => (is(inside.trim()) ? '' : whole))
        .trim()
        .replace(unitAtEnd, ''),
    );
  return { full: without(isHint), bare: without(() => true), asides };
}

const hints = [
  /^(?:可选|可空|单选|多选|可多选|可附页|(?:单位)?(?:盖章|公章)|(?:单位|企业)?全称|签字|含税|人民币|rmb|cny|%)$/,
  /字(?:以内|内|以上|左右)?$|\d+位|格式|^(?:例|如|请|限)|例如|示例|填|选择|注明|年月日|yyyy|不超过|不少于|下拉/,
  /^(?:(?:金额|货币|计量)?单位:?)?(?:人民币)?(?:[亿万千百十]*元|[亿万千百十]+)(?:人民币)?(?:\/.*)?$/,
  /^(?:计量)?单位:|^[个项件台套人家年月日]$/,
];

/** What in brackets says how the column is filled in, not what it is. */
export const isHint = (aside: string) => hints.some((hint) => hint.test(aside.replace(/\s/g, '')));

/** Levenshtein's distance, up to `most`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(
        Math.min(
          (before[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    }
    before = row;
  }
  return before[b.length] ?? most + 1;
}

const unitSaid =
  /单位\s*:?\s*\(?\s*(?:人民币|rmb)?\s*((?:亿|千万|百万|十万|万|千|百)?(?:[美欧日港澳加韩]元|美金|港币|英镑|元|圆))(?![\p{L}\p{N}/])/giu;
const unitAlone = /^\(?\s*((?:亿|千万|百万|十万|万|千)?(?:[美欧日港]元|元))\s*\)?$/;

/**
 * The unit of amounts as a cell above the table says it, 单位：万元 or （万元） alone; that of another currency, too, for its
 * amounts are none that can be taken. Undefined where several are named.
 */
export function unitIn(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim();
  const units = new Set([...plain.matchAll(unitSaid)].map(([, unit]) => unit));
  const [unit] = units;
  return units.size === 1 ? unit : unitAlone.exec(plain)?.[1];
}
