/** A header as it is compared: stars, brackets, units, blanks and line breaks aside. */
export interface HeaderName {
  /** With what stands in brackets. */
  readonly full: string;
  /** Without it. */
  readonly bare: string;
  /** What stands in brackets. */
  readonly asides: readonly string[];
}

const brackets = /[([{【〔<《「]([^()[\]{}【】〔〕<>《》「」]*)[)\]}】〕>》」]/g;
const unitAtEnd = /(?<=[^\s/:,;-]{2})(?:[\s/:,;-]*(?:亿|千万|百万|十万|万|千)元|[\s/:,;-]+元)$/;
/** 1. 2、 一、 (三) before a header. */
const ordinal =
  /^(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、](?!\d))/;
const marks = /(?:必填|选填)(?:项)?/g;

const letters = (text: string) => text.replace(marks, '').replace(/[^\p{L}\p{N}]/gu, '');

export function headerName(header: string): HeaderName {
  const text = header.normalize('NFKC').toLowerCase().trim().replace(ordinal, '');
  const asides = [...text.matchAll(brackets)].map(([, inside = '']) => inside.trim()).filter(Boolean);
  const bare = letters(text.replace(brackets, '').trim().replace(unitAtEnd, ''));
  return { full: letters(text.replace(unitAtEnd, '')), bare, asides };
}

const hints = [
  /^(?:必填|选填|非必填|可选|可不填|可空|单选|多选|可多选|可附页|盖章|公章|全称|签字|含税|人民币|rmb|cny|%)$/,
  /字(?:以内|内|以上|左右)?$|\d+\s*位|元|单位|格式|例|如|请|填|选择|注明|年月日|yyyy|不超过|不少于|限|下拉/,
  /^[个项件台套人家年月日万]$/,
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

/** 元, 千元, 万元, 百万元 or 亿元, as a line above the table says it: 单位：万元. */
export function unitIn(line: string): string | undefined {
  return /单位\s*[:]?\s*\(?\s*(?:人民币)?\s*((?:亿|千万|百万|十万|万|千)?元)(?![\p{L}\p{N}])/u.exec(
    line.normalize('NFKC'),
  )?.[1];
}
