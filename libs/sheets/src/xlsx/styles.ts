import { isDateFormat } from 'hucre';
import { attribute, isOn, type XmlHandler } from './xml.js';

const [formatId, formatCode, fontId] = [attribute('numFmtId'), attribute('formatCode'), attribute('fontId')];
const mostStyles = 100_000;

/** Formats that every workbook has without saying so, and that say more than digits. */
const builtIn: Readonly<Record<number, string>> = { 9: '0%', 10: '0.00%' };

export interface CellStyle {
  /** Shows a number as a day. */
  readonly isDay: boolean;
  readonly hasTime: boolean;
  readonly shows: 'month' | 'year' | undefined;
  /** The number format where it says more than digits: a unit, a currency, per cent. */
  readonly format: string | undefined;
  readonly isStruck: boolean;
}

const plain: CellStyle = {
  isDay: false,
  hasTime: false,
  shows: undefined,
  format: undefined,
  isStruck: false,
};

/** How cells show their values, as far as it changes what is read. */
export class Styles implements XmlHandler {
  private readonly cells: CellStyle[] = [];
  private readonly formats = new Map<number, string>();
  private readonly struckFonts: boolean[] = [];
  private within = '';

  open(name: string, attributes: string): void {
    if (name === 'cellXfs' || name === 'fonts' || name === 'dxfs') this.within = name;
    else if (name === 'numFmt' && this.within !== 'dxfs')
      this.formats.set(Number(formatId(attributes) ?? Number.NaN), formatCode(attributes) ?? '');
    else if (this.within === 'fonts' && name === 'font') this.struckFonts.push(false);
    else if (this.within === 'fonts' && name === 'strike')
      this.struckFonts[this.struckFonts.length - 1] = isOn(attributes);
    else if (this.within === 'cellXfs' && name === 'xf' && this.cells.length < mostStyles)
      this.cells.push(this.styleOf(attributes));
  }

  text(): void {}

  close(name: string): void {
    if (name === this.within) this.within = '';
  }

  at(index: number): CellStyle {
    return this.cells[index] ?? plain;
  }

  private styleOf(attributes: string): CellStyle {
    const id = Number(formatId(attributes) ?? Number.NaN);
    const isStruck = this.struckFonts[Number(fontId(attributes) ?? -1)] ?? false;
    return styleOf(id, this.formats.get(id), isStruck);
  }
}

/** @param written the format's own text; without one, its number is that of a format which every workbook has. */
export function styleOf(id: number, written: string | undefined, isStruck: boolean): CellStyle {
  const own = written ?? builtIn[id];
  const isDay = written === undefined ? isDayByNumber(id) : isDateFormat(written);
  return {
    isDay,
    shows: isDay ? partShown(id, own) : undefined,
    hasTime: isDay && (own === undefined ? id === 22 : /h/i.test(withoutWords(own))),
    format: !isDay && own !== undefined && saysMore(own) ? own : undefined,
    isStruck,
  };
}

function isDayByNumber(format: number): boolean {
  const isBetween = (from: number, to: number) => format >= from && format <= to;
  return isBetween(14, 22) || isBetween(27, 36) || isBetween(45, 47) || isBetween(50, 58);
}

/** Of formats by number, 17 is mmm-yy, and 57 年月 where Chinese is the language. */
function partShown(id: number, format: string | undefined): CellStyle['shows'] {
  if (format === undefined) return id === 17 || id === 57 ? 'month' : undefined;
  const plain = withoutWords(format);
  if (/[dh]/i.test(plain) || !/y/i.test(plain)) return undefined;
  return /m/i.test(plain) ? 'month' : 'year';
}

const withoutWords = (format: string) => format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');

/** Whether a format shows anything that is no digit: a unit, a currency, per cent, a point that it only puts in. */
function saysMore(format: string): boolean {
  const left = format
    .replace(/\[\$-[^\]]*\]|\[(?!\$)[^\]]*\]/g, '')
    .replace(/[_*]./g, '')
    .replace(/General|G\/通用格式|E\+0+/gi, '')
    .replace(/"\s*-?\s*"/g, '')
    .replace(/[0#?.,;@()+\-\s/\\]/g, '');
  return left !== '' || /[!\\]\.|[0#?],+(?:[^0#?]|$)/.test(format);
}
