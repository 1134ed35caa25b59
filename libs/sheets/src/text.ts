import type { PlainCell } from './cell.js';

const errors = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/i;
const picture = /^=?(?:_xlfn\.)?DISPIMG\("([^"]*)"/i;
const wrapped = /^="((?:[^"]|"")*)"$/;

/** What a text stands for where it is more than a text: an error's name, a picture's id, digits kept by `="…"`. */
export function cellOfText(text: string): PlainCell {
  const first = text.charCodeAt(0);
  if (first > 0x3d && first !== 0x5f && first !== 0x44) return text.trim() === '' ? null : text;
  if (first === 0x23 && errors.test(text)) return { error: text.toUpperCase() };
  if (first === 0x3d || first === 0x5f || first === 0x44) {
    const id = picture.exec(text);
    if (id) return { picture: id[1] ?? '' };
    const kept = wrapped.exec(text);
    if (kept) return kept[1] === '' ? null : (kept[1] ?? '').replaceAll('""', '"');
  }
  // An apostrophe before a sign or a number keeps a spreadsheet from calculating; it is no part of the text.
  if (first === 0x27 && /^'(?:[=+\-@\t\r]|\d[^']*$)/.test(text)) return text.slice(1);
  return text.trim() === '' ? null : text;
}
