import type { Cell, PlainCell, SheetRow } from '../cell.js';
import { dayOfIso, dayOfSerial } from '../dates.js';
import { SheetRefused } from '../refused.js';
import { cellOfText } from '../text.js';
import { decodeEscapes, type SharedStrings } from './parts.js';
import type { CellStyle, Styles } from './styles.js';
import { attribute, isOn, type XmlHandler } from './xml.js';

export interface SheetContext {
  readonly strings: SharedStrings;
  readonly styles: Styles;
  readonly from1904: boolean;
}

const [reference, cellType, style, hidden, richValue] = [
  attribute('r'),
  attribute('t'),
  attribute('s'),
  attribute('hidden'),
  attribute('vm'),
];
/** The last column of a sheet, XFD. */
const columns = 16_384;

/** A worksheet's rows, as they come. */
export class SheetRows implements XmlHandler {
  private rows: SheetRow[] = [];
  private row = 0;
  private column = -1;
  private cells: Cell[] = [];
  private attributes = '';
  private rowAttributes = '';
  private value = '';
  private formula = '';
  private hasFormula = false;
  private readonly struck: number[] = [];
  private isTextStruck = false;
  /** Cells that are struck through as a whole. */
  private wholes = 0;
  private valued = 0;
  private inData = false;
  private inPhonetic = false;
  private taking: 'value' | 'formula' | undefined;

  constructor(private readonly context: SheetContext) {}

  /** Those that are whole since the last time. */
  take(): SheetRow[] {
    return this.rows.splice(0);
  }

  open(name: string, attributes: string): void {
    if (name === 'sheetData') this.inData = true;
    if (!this.inData) return;
    if (name === 'row') this.beginRow(attributes);
    else if (name === 'c') {
      this.attributes = attributes;
      this.column = columnOf(reference(attributes)) ?? this.column + 1;
      this.value = '';
      this.hasFormula = false;
      this.formula = '';
      this.isTextStruck = false;
    } else if (name === 'strike') this.isTextStruck ||= isOn(attributes);
    else if (name === 'rPh') this.inPhonetic = true;
    else if (name === 'f') {
      this.hasFormula = true;
      this.taking = 'formula';
    } else this.taking = name === 'v' || (name === 't' && !this.inPhonetic) ? 'value' : undefined;
  }

  text(text: string): void {
    if (this.taking === 'value') this.value += text;
    else if (this.taking === 'formula') this.formula += text;
  }

  close(name: string): void {
    if (name === 'sheetData') this.inData = false;
    else if (name === 'rPh') this.inPhonetic = false;
    else if (name === 'v' || name === 't' || name === 'f') this.taking = undefined;
    else if (name === 'c' && this.inData) this.endCell();
    else if (name === 'row' && this.inData) this.endRow();
  }

  private beginRow(attributes: string): void {
    this.row = Number(reference(attributes) ?? this.row + 1);
    this.rowAttributes = attributes;
    this.cells = [];
    this.column = -1;
    this.struck.length = 0;
    this.wholes = 0;
    this.valued = 0;
  }

  private endRow(): void {
    const isHidden = ['1', 'true'].includes(hidden(this.rowAttributes) ?? '');
    this.rows.push({
      row: this.row,
      cells: this.cells,
      ...struckOf(this.struck, this.wholes === this.valued),
      ...(isHidden ? { hidden: true } : {}),
    });
  }

  private endCell(): void {
    const written = style(this.attributes);
    const look = written === undefined ? undefined : this.context.styles.at(Number(written));
    const type = cellType(this.attributes) ?? 'n';
    const value = this.cellValue(type, look);
    if (value === null) return;
    if (this.column >= columns)
      throw new SheetRefused('too_many_columns', `第 ${this.row} 行的列数超过工作表的上限`);
    while (this.cells.length < this.column) this.cells.push(null);
    this.cells[this.column] = value;
    this.valued++;
    const isTextStruck =
      this.isTextStruck || (type === 's' && this.context.strings.isStruck(Number(this.value)));
    if (look?.isStruck) this.wholes++;
    if (look?.isStruck || isTextStruck) this.struck.push(this.column);
  }

  private cellValue(type: string, look: CellStyle | undefined): PlainCell {
    const text = this.value;
    // A cell without a value is empty, whatever type it has: some writers give blank cells the type of shared strings.
    if (text === '')
      return this.hasFormula && type !== 'str' ? { formula: this.formula.slice(0, 200) } : null;
    if (type === 's') return cellOfText(this.context.strings.at(Number(text)) ?? '');
    if (type === 'str' || type === 'inlineStr') return cellOfText(decodeEscapes(text));
    if (type === 'b') return text === '1' || text.toLowerCase() === 'true';
    // A picture placed in a cell is kept as an error with a rich value.
    if (type === 'e') return richValue(this.attributes) === undefined ? { error: text } : { picture: '' };
    if (type === 'd') return dayOfIso(text) ?? cellOfText(text);
    const number = Number(text);
    if (Number.isNaN(number)) return cellOfText(text);
    if (look?.isDay) return dayOfSerial(number, look, this.context.from1904);
    return look?.format === undefined ? number : { number, format: look.format };
  }
}

/** What a row says of its cells that are struck through. @param isWhole every cell with a value is, all of it */
export function struckOf(
  columns: readonly number[],
  isWhole: boolean,
): Pick<SheetRow, 'struck' | 'struckCells'> {
  if (columns.length === 0) return {};
  return isWhole ? { struck: true } : { struckCells: [...columns] };
}

/** From 0, of a reference as `AB12`. */
export function columnOf(cell: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/i.exec(cell ?? '')?.[0].toUpperCase();
  if (letters === undefined) return undefined;
  return [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;
}
