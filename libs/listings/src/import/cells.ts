import { type Cell, standing, textOf } from '#sheets';
import { type Parsed, refused } from './values/parsed.js';

export { parseDay, parsePeriodEnd } from './values/day.js';
export { type MoneyRange, parseMoney, parseRange } from './values/money.js';

export function parseYes(cell: Cell): Parsed<boolean> {
  const value = standing(cell);
  if (typeof value === 'boolean') return { value };
  const text = ticked(textOf(cell).toLowerCase());
  if (/^(是|有|y|yes|true|1|√|✓|优先)$/.test(text)) return { value: true };
  if (/^(否|无|n|no|false|0|×|不|不限|)$/.test(text)) return { value: false };
  return refused('not_yes_or_no', '应填“是”或“否”');
}

/** ☑是 □否, 是（√） 否（）: of printed choices the one that is ticked. */
function ticked(text: string): string {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const boxes = [...plain.matchAll(/([□☐○]|[☑☒■√✓✔●])(是|否|有|无)/g)];
  const brackets = [...plain.matchAll(/(是|否|有|无)\(([^)]*)\)/g)];
  const chosen = [
    ...boxes.flatMap(([, box = '', word = '']) => (/[□☐○]/.test(box) ? [] : [word])),
    ...brackets.flatMap(([, word = '', mark = '']) => (mark === '' ? [] : [word])),
  ];
  const [one] = chosen;
  return boxes.length + brackets.length > 1 && chosen.length === 1 && one !== undefined ? one : text;
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
