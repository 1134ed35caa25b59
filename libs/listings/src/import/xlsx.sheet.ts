import { serialToDate } from 'hucre';
import { FileRefused } from './errors.js';
import type { Cell, SheetRow } from './sheet.js';
import { decodeEscapes, type SharedStrings } from './xlsx.parts.js';
import { attribute, type XmlHandler } from './xml.js';

export interface SheetContext {
  readonly strings: SharedStrings;
  readonly isDay: readonly boolean[];
  readonly from1904: boolean;
}

const [reference, cellType, style] = [attribute('r'), attribute('t'), attribute('s')];
/** The last column of a sheet, XFD. */
const columns = 16_384;

/** A worksheet's rows, as they come. */
export class SheetRows implements XmlHandler {
  private rows: SheetRow[] = [];
  private row = 0;
  private column = -1;
  private cells: Cell[] = [];
  private type = '';
  private style = -1;
  private value: string[] = [];
  private inData = false;
  private inPhonetic = false;
  private taking = false;

  constructor(private readonly context: SheetContext) {}

  /** Those that are whole since the last time. */
  take(): SheetRow[] {
    return this.rows.splice(0);
  }

  open(name: string, attributes: string): void {
    if (name === 'sheetData') this.inData = true;
    if (!this.inData) return;
    if (name === 'row') {
      this.row = Number(reference(attributes) ?? this.row + 1);
      this.cells = [];
      this.column = -1;
    } else if (name === 'c') {
      this.column = columnOf(reference(attributes)) ?? this.column + 1;
      this.type = cellType(attributes) ?? 'n';
      this.style = Number(style(attributes) ?? -1);
      this.value = [];
    } else if (name === 'rPh') this.inPhonetic = true;
    else this.taking = name === 'v' || (name === 't' && !this.inPhonetic);
  }

  text(text: string): void {
    if (this.taking) this.value.push(text);
  }

  close(name: string): void {
    if (name === 'sheetData') this.inData = false;
    else if (name === 'rPh') this.inPhonetic = false;
    else if (name === 'v' || name === 't') this.taking = false;
    else if (name === 'c' && this.inData) this.endCell();
    else if (name === 'row' && this.inData) this.rows.push({ row: this.row, cells: this.cells });
  }

  private endCell(): void {
    const value = this.cellValue(this.value.join(''));
    if (value === null) return;
    if (this.column >= columns)
      throw new FileRefused('import.too_many_columns', `第 ${this.row} 行的列数超过工作表的上限`);
    while (this.cells.length < this.column) this.cells.push(null);
    this.cells[this.column] = value;
  }

  private cellValue(text: string): Cell {
    if (this.type === 's') return this.context.strings.at(Number(text)) ?? null;
    if (this.type === 'str' || this.type === 'inlineStr') return decodeEscapes(text);
    if (this.type === 'b') return text === '1' || text.toLowerCase() === 'true';
    if (this.type === 'e') return text;
    const number = text === '' ? Number.NaN : Number(text);
    if (Number.isNaN(number)) return text || null;
    return this.context.isDay[this.style] ? serialToDate(number, this.context.from1904) : number;
  }
}

/** From 0, of a reference as `AB12`. */
export function columnOf(cell: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/i.exec(cell ?? '')?.[0].toUpperCase();
  if (letters === undefined) return undefined;
  return [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;
}
