import type { Cell, Merge, PlainCell, SheetRow } from '../cell.js';
import { dayOfSerial } from '../dates.js';
import { sheetLimits } from '../limits.js';
import { SheetRefused } from '../refused.js';
import { cellOfText } from '../text.js';
import { columnsIn } from '../xlsx/merges.js';
import { struckOf } from '../xlsx/sheet.js';
import { kind, type Record, recordAt, TextReader, withContinuations } from './records.js';
import type { XlsGlobals } from './workbook.js';

const errors: Readonly<{ [code: number]: string }> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};

const cellKinds: ReadonlySet<number> = new Set([
  kind.sharedText,
  kind.text,
  kind.richText,
  kind.number,
  kind.compact,
  kind.boolOrError,
  kind.formula,
]);

interface Line {
  readonly cells: Cell[];
  valued: number;
  readonly struck: number[];
  /** Cells that are struck through as a whole. */
  wholes: number;
}

/** One sheet's records, put together to rows; a sheet of this format has 65,536 of them at most. */
export class XlsRows {
  readonly merges: Merge[] = [];
  private readonly hiddenSpans: { readonly left: number; readonly right: number }[] = [];
  /** Formulas whose result is an empty text. */
  private readonly empty: { readonly row: number; readonly column: number; readonly look: number }[] = [];
  private calculated = 0;
  private readonly lines: Line[] = [];
  private readonly hidden = new Set<number>();
  private cells = 0;
  /** The formula whose text follows in a record of its own. */
  private open: { readonly row: number; readonly column: number; readonly look: number } | undefined;

  constructor(
    private readonly stream: Buffer,
    private readonly globals: XlsGlobals,
  ) {}

  /** Reads all records of the sheet that begins there; pauses lie between the parts that it gives. */
  *read(at: number): Generator<void> {
    let depth = 0;
    let count = 0;
    for (let record = recordAt(this.stream, at); record; record = recordAt(this.stream, record.next)) {
      // A chart inside the sheet has a beginning and an end of its own.
      if (record.kind === kind.begin) depth++;
      else if (record.kind === kind.end && --depth <= 0) break;
      else if (depth === 1) this.take(record);
      if (++count % 20_000 === 0) yield;
    }
    this.takeEmpty();
  }

  /** A program that calculates nothing writes an empty text for every result: of one sheet none has another. */
  private takeEmpty(): void {
    if (this.calculated === 0)
      for (const { row, column, look } of this.empty) this.set(row, column, look, { formula: '' });
  }

  *rows(): Generator<SheetRow> {
    for (const [index, line] of this.lines.entries())
      if (line)
        yield {
          row: index + 1,
          cells: line.cells,
          ...struckOf(line.struck, line.wholes === line.valued),
          ...(this.hidden.has(index) ? { hidden: true as const } : {}),
        };
  }

  /** Columns that are not shown, of those with values. */
  get hiddenColumns(): number[] {
    return columnsIn(this.hiddenSpans, this.width);
  }

  /** Columns up to the last that holds a value. */
  get width(): number {
    return this.lines.reduce((most, line) => Math.max(most, line?.cells.length ?? 0), 0);
  }

  private take(record: Record): void {
    const { data } = record;
    if (record.kind === kind.row) {
      if ((data.readUInt16LE(12) & 0x20) !== 0) this.hidden.add(data.readUInt16LE(0));
    } else if (record.kind === kind.columns) this.takeColumns(data);
    else if (record.kind === kind.merges) this.takeMerges(data);
    else if (record.kind === kind.numbers) this.takeNumbers(data);
    else if (record.kind === kind.result) this.takeResult(record);
    else if (cellKinds.has(record.kind)) this.takeCell(record);
  }

  private takeColumns(data: Buffer): void {
    const isHidden = (data.readUInt16LE(8) & 1) !== 0 || data.readUInt16LE(4) === 0;
    if (isHidden) this.hiddenSpans.push({ left: data.readUInt16LE(0), right: data.readUInt16LE(2) });
  }

  private takeNumbers(data: Buffer): void {
    const [row, first] = [data.readUInt16LE(0), data.readUInt16LE(2)];
    for (let i = 0; i * 6 + 12 <= data.length; i++)
      this.number(row, first + i, data.readUInt16LE(4 + i * 6), compact(data.readInt32LE(6 + i * 6)));
  }

  private takeCell(record: Record): void {
    const { data } = record;
    const [row, column, look] = [data.readUInt16LE(0), data.readUInt16LE(2), data.readUInt16LE(4)];
    if (record.kind === kind.sharedText) this.shared(row, column, look, data.readUInt32LE(6));
    else if (record.kind === kind.number) this.number(row, column, look, data.readDoubleLE(6));
    else if (record.kind === kind.compact) this.number(row, column, look, compact(data.readInt32LE(6)));
    else if (record.kind === kind.boolOrError)
      this.set(row, column, look, data[7] === 1 ? errorOf(data[6]) : data[6] !== 0);
    else if (record.kind === kind.formula) this.formula(row, column, look, data);
    else
      this.set(
        row,
        column,
        look,
        cellOfText(new TextReader(withContinuations(this.stream, record), 6).text()),
      );
  }

  private shared(row: number, column: number, look: number, place: number): void {
    this.set(row, column, look, cellOfText(this.globals.strings[place] ?? ''));
    const line = this.lines[row];
    if (this.globals.struckTexts.has(place) && line?.cells[column] && line.struck.at(-1) !== column)
      line.struck.push(column);
  }

  private formula(row: number, column: number, look: number, data: Buffer): void {
    const isEmpty = data.readUInt16LE(12) === 0xffff && data[6] === 3;
    if (isEmpty) this.empty.push({ row, column, look });
    else this.calculated++;
    if (data.readUInt16LE(12) !== 0xffff) this.number(row, column, look, data.readDoubleLE(6));
    else if (data[6] === 0) this.open = { row, column, look };
    else if (data[6] === 1) this.set(row, column, look, data[8] !== 0);
    else if (data[6] === 2) this.set(row, column, look, errorOf(data[8]));
  }

  private takeResult(record: Record): void {
    const text = new TextReader(withContinuations(this.stream, record), 0).text();
    if (this.open) this.set(this.open.row, this.open.column, this.open.look, cellOfText(text));
    this.open = undefined;
  }

  private takeMerges(data: Buffer): void {
    for (let i = 0; i < data.readUInt16LE(0) && i * 8 + 10 <= data.length; i++) {
      const [top = 0, bottom = 0, left = 0, right = 0] = [0, 2, 4, 6].map((at) =>
        data.readUInt16LE(2 + i * 8 + at),
      );
      this.merges.push({ top, left, bottom, right });
    }
  }

  private number(row: number, column: number, look: number, value: number): void {
    const style = this.globals.looks[look];
    if (style?.isDay) this.set(row, column, look, dayOfSerial(value, style, this.globals.from1904));
    else
      this.set(
        row,
        column,
        look,
        style?.format === undefined ? value : { number: value, format: style.format },
      );
  }

  private set(row: number, column: number, look: number, value: PlainCell): void {
    if (value === null || row > 65_535 || column > 255) return;
    this.lines[row] ??= { cells: [], valued: 0, struck: [], wholes: 0 };
    const line = this.lines[row];
    if (!line) return;
    while (line.cells.length < column) line.cells.push(null);
    line.cells[column] = value;
    line.valued++;
    if (this.globals.looks[look]?.isStruck) {
      line.struck.push(column);
      line.wholes++;
    }
    if (++this.cells > sheetLimits.cells)
      throw new SheetRefused('too_many_cells', `单元格超过 ${sheetLimits.cells} 个的上限，请拆分后上传`);
  }
}

const errorOf = (code: number | undefined): PlainCell => ({ error: errors[code ?? -1] ?? '#ERR!' });

/** A number in four bytes: thirty bits of a double or of an integer, perhaps in hundredths. */
function compact(bits: number): number {
  const value = bits & 2 ? bits >> 2 : doubleOf(bits & ~3);
  return bits & 1 ? value / 100 : value;
}

const eight = Buffer.alloc(8);
function doubleOf(high: number): number {
  eight.writeInt32LE(high, 4);
  return eight.readDoubleLE(0);
}
