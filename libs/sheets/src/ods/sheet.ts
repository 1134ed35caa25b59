import type { Cell, Merge, PlainCell, SheetRow } from '../cell.js';
import { dayOfIso } from '../dates.js';
import { SheetRefused } from '../refused.js';
import { cellOfText } from '../text.js';
import { struckOf } from '../xlsx/sheet.js';
import { attribute, type XmlHandler } from '../xlsx/xml.js';

const [valueType, errorType, number, iso, bool, kept, currency, formula] = [
  attribute('office:value-type'),
  attribute('calcext:value-type'),
  attribute('office:value'),
  attribute('office:date-value'),
  attribute('office:boolean-value'),
  attribute('office:string-value'),
  attribute('office:currency'),
  attribute('table:formula'),
];
const [columnsRepeated, rowsRepeated, columnsSpanned, rowsSpanned, visibility, blanks] = [
  attribute('table:number-columns-repeated'),
  attribute('table:number-rows-repeated'),
  attribute('table:number-columns-spanned'),
  attribute('table:number-rows-spanned'),
  attribute('table:visibility'),
  attribute('text:c'),
];
const [tableName, tableStyle, styleName, display, textStyle, lineThrough] = [
  attribute('table:name'),
  attribute('table:style-name'),
  attribute('style:name'),
  attribute('table:display'),
  attribute('text:style-name'),
  attribute('style:text-line-through-style'),
];

const sheetLimits = { columns: 16_384, merges: 100_000, characters: 1024 * 1024 };
const isOutOfSight = (attributes: string) => ['collapse', 'filter'].includes(visibility(attributes) ?? '');
const times = (written: string | undefined) => Math.max(1, Math.trunc(Number(written ?? 1)) || 1);

export interface OdsTable {
  readonly name: string;
  readonly isHidden: boolean;
  readonly merges: Merge[];
  /** Columns up to the last that holds a value. */
  width: number;
  /** Columns that are not shown, both ends included. */
  readonly hidden: { readonly left: number; readonly right: number }[];
}

/**
 * The tables of a document, as they come: their names and merged ranges, and the rows of one of them. Merged ranges are
 * wanted before the rows, so a document is read twice.
 */
export class OdsTables implements XmlHandler {
  readonly tables: OdsTable[] = [];
  private readonly hiddenStyles = new Set<string>();
  /** Styles of cells and of texts that are struck through. */
  private readonly struckStyles = new Set<string>();
  /** Of the row: cells with a value, those that are struck through, and how many of these as a whole. */
  private valued = 0;
  private struck: number[] = [];
  private wholes = 0;
  private isTextStruck = false;
  private style = '';
  private rows: SheetRow[] = [];
  private depth = 0;
  private row = 0;
  private column = 0;
  /** Columns that were described. */
  private columns = 0;
  private rowAttributes = '';
  private cells: Cell[] = [];
  private cell: string | undefined;
  private isCovered = false;
  private texts: string[] = [];
  private characters = 0;
  private inText = 0;
  private inNote = 0;

  /** @param wanted the table whose rows are given, from 0; without it, of all tables only their shape. */
  constructor(private readonly wanted?: number) {}

  take(): SheetRow[] {
    return this.rows.splice(0);
  }

  open(name: string, attributes: string): void {
    if (name === 'style') this.style = styleName(attributes) ?? '';
    else if (name === 'table-properties') {
      if (display(attributes) === 'false') this.hiddenStyles.add(this.style);
    } else if (name === 'text-properties') {
      if (!['none', undefined].includes(lineThrough(attributes))) this.struckStyles.add(this.style);
    } else if (name === 'table') this.beginTable(attributes);
    else if (this.depth === 1) this.inTable(name, attributes);
  }

  text(text: string): void {
    if (this.inText === 0 || this.inNote > 0) return;
    this.characters += text.length;
    if (this.characters <= sheetLimits.characters) this.texts.push(text);
  }

  close(name: string): void {
    if (name === 'table') this.depth--;
    if (this.depth !== 1) return;
    if (name === 'p') this.inText--;
    else if (name === 'annotation') this.inNote--;
    else if (name === 'table-cell' || name === 'covered-table-cell') this.endCell();
    else if (name === 'table-row') this.endRow();
  }

  private beginTable(attributes: string): void {
    // A table inside a cell is part of that cell.
    if (++this.depth > 1) return;
    this.row = 0;
    this.columns = 0;
    this.tables.push({
      name: tableName(attributes) ?? '',
      isHidden: this.hiddenStyles.has(tableStyle(attributes) ?? ''),
      merges: [],
      width: 0,
      hidden: [],
    });
  }

  private inTable(name: string, attributes: string): void {
    if (name === 'table-row') {
      this.rowAttributes = attributes;
      this.cells = [];
      this.column = 0;
      this.valued = 0;
      this.struck = [];
      this.wholes = 0;
    } else if (name === 'table-cell' || name === 'covered-table-cell') {
      this.cell = attributes;
      this.isCovered = name === 'covered-table-cell';
      this.texts = [];
      this.characters = 0;
      this.isTextStruck = false;
    } else if (name === 'table-column') this.addColumns(attributes);
    else if (name === 'annotation') this.inNote++;
    else if (name === 'span') this.isTextStruck ||= this.struckStyles.has(textStyle(attributes) ?? '');
    else if (name === 'p') {
      if (this.texts.length > 0 && this.inNote === 0) this.texts.push('\n');
      this.inText++;
    } else if (name === 's') this.text(' '.repeat(Math.min(times(blanks(attributes)), 1000)));
    else if (name === 'tab') this.text('\t');
    else if (name === 'line-break') this.text('\n');
  }

  private addColumns(attributes: string): void {
    const left = this.columns;
    this.columns += times(columnsRepeated(attributes));
    if (isOutOfSight(attributes)) this.tables.at(-1)?.hidden.push({ left, right: this.columns - 1 });
  }

  private endCell(): void {
    const attributes = this.cell ?? '';
    this.cell = undefined;
    const repeated = times(columnsRepeated(attributes));
    const value = this.isCovered ? null : valueOfCell(attributes, this.texts.join(''));
    this.addMerge(attributes);
    if (value !== null) {
      if (this.column + repeated > sheetLimits.columns)
        throw new SheetRefused('too_many_columns', `第 ${this.row + 1} 行的列数超过工作表的上限`);
      while (this.cells.length < this.column) this.cells.push(null);
      const isWhole = this.struckStyles.has(tableStyle(attributes) ?? '');
      for (let i = 0; i < repeated; i++) {
        if (isWhole || this.isTextStruck) this.struck.push(this.cells.length);
        this.cells.push(value);
      }
      this.valued += repeated;
      if (isWhole) this.wholes += repeated;
    }
    this.column += repeated;
  }

  private addMerge(attributes: string): void {
    const [wide, high] = [times(columnsSpanned(attributes)), times(rowsSpanned(attributes))];
    const table = this.tables.at(-1);
    if ((wide === 1 && high === 1) || !table) return;
    const [top, left] = [this.row, this.column];
    table.merges.push({ top, left, bottom: top + high - 1, right: left + wide - 1 });
    if (table.merges.length > sheetLimits.merges)
      throw new SheetRefused('too_many_cells', `合并单元格超过 ${sheetLimits.merges} 处，请取消合并后上传`);
  }

  private endRow(): void {
    const repeated = times(rowsRepeated(this.rowAttributes));
    const table = this.tables.at(-1);
    if (table && this.cells.length > 0) {
      table.width = Math.max(table.width, this.cells.length);
      if (this.wanted === this.tables.length - 1) this.give(repeated);
    }
    this.row += repeated;
  }

  private give(repeated: number): void {
    const isHidden = isOutOfSight(this.rowAttributes);
    // Few rows are repeated with values; whoever repeats a million is stopped by the limit of rows.
    for (let i = 0; i < Math.min(repeated, 250_000); i++)
      this.rows.push({
        row: this.row + i + 1,
        cells: this.cells,
        ...struckOf(this.struck, this.wholes === this.valued),
        ...(isHidden ? { hidden: true as const } : {}),
      });
  }
}

const isFar = (shown: number, value: number) =>
  shown >= 1 && value >= 1 && (shown * 5 < value || value * 5 < shown);

function valueOfCell(attributes: string, shown: string): PlainCell {
  if (errorType(attributes) === 'error') return { error: shown.trim() || '#VALUE!' };
  switch (valueType(attributes)) {
    case 'float':
    case 'percentage':
    case 'currency':
      return numberOf(attributes, shown);
    case 'date':
      return dayOf(iso(attributes) ?? '', shown) ?? cellOfText(shown);
    case 'boolean':
      return bool(attributes) === 'true';
    case undefined:
      return shown.trim() === '' && formula(attributes) !== undefined
        ? { formula: (formula(attributes) ?? '').slice(0, 200) }
        : cellOfText(shown);
    default:
      return cellOfText(shown || (kept(attributes) ?? ''));
  }
}

/** The format stands elsewhere; whether the day itself is shown is seen in the text. */
function dayOf(written: string, shown: string): PlainCell | undefined {
  const day = dayOfIso(written);
  if (day === null || typeof day !== 'object' || !('day' in day) || day.time !== undefined) return day;
  const text = shown.trim();
  if (/^\d{4}年?$/.test(text)) return { ...day, shows: 'year' };
  return /^\d{2,4}[年./-]\d{1,2}月?$/.test(text) ? { ...day, shows: 'month' } : day;
}

/** The format stands elsewhere; what it shows beside the digits is seen in the text. */
function numberOf(attributes: string, shown: string): PlainCell {
  const value = Number(number(attributes) ?? '');
  if (number(attributes) === undefined || Number.isNaN(value)) return cellOfText(shown);
  if (valueType(attributes) === 'percentage') return { number: value, format: '0%' };
  const said = currency(attributes);
  if (said !== undefined && said !== 'CNY') return { number: value, format: `[$${said}] 0` };
  const [, before = '', digits = '', after = ''] =
    /^([^\d.,+-]*)([\d.,+\s-]+)([^\d.,+\s-][^\d]*)?$/.exec(shown.trim()) ?? [];
  // Thousands that are left out are no rounding: the format shows another number than the cell holds.
  const isRescaled = digits !== '' && isFar(Number(digits.replace(/[,+\s-]/g, '')), Math.abs(value));
  if (isRescaled)
    return { number: value, format: `"${before.replaceAll('"', '')}"0,"${after.replaceAll('"', '')}"` };
  const words = `${before}${after}`.trim();
  return words === '' || /^e$/i.test(words)
    ? value
    : { number: value, format: `"${before.replaceAll('"', '')}"0"${after.replaceAll('"', '')}"` };
}
