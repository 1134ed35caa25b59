import type { Cell, Merge, PlainCell, SheetRow } from '../cell.js';
import { standing } from '../cell.js';
import { SheetRefused } from '../refused.js';
import { columnOf } from './sheet.js';
import { attribute, type XmlHandler } from './xml.js';

const mostMerges = 100_000;
/**
 * Columns to which a merged range applies at most: a title is often merged over all 16,384 columns of a sheet.
 */
const widest = 255;
const range = attribute('ref');
const reference = attribute('r');
const [hidden, wide, from, to] = [
  attribute('hidden'),
  attribute('width'),
  attribute('min'),
  attribute('max'),
];
const columnsMost = 1000;
const rowOf = (cell: string) => Number(cell.replace(/^[A-Z]+/i, '')) - 1;

/** Columns from 0, both ends included. */
interface Span {
  readonly left: number;
  readonly right: number;
}

/** The columns of some spans, as far as a sheet has values. */
export const columnsIn = (spans: readonly Span[], width: number): number[] =>
  Array.from({ length: width }, (_, column) => column).filter((column) =>
    spans.some(({ left, right }) => left <= column && column <= right),
  );

/**
 * Reads what has to be known before the rows of a worksheet: its width, and its merged ranges, which stand behind
 * the rows in the file.
 */
export class SheetShape implements XmlHandler {
  readonly merges: Merge[] = [];
  private readonly hidden: Span[] = [];
  /** Columns up to the last that holds a value. */
  width = 0;
  private cell = '';
  private inRow = 0;
  private lastWithValue = '';

  open(name: string, attributes: string): void {
    if (name === 'c') {
      this.cell = attributes;
      this.inRow++;
    } else if (name === 'col') this.addColumns(attributes);
    else if (name === 'v' || name === 'is') this.lastWithValue = this.cell;
    else if (name === 'mergeCell') this.add(range(attributes));
  }

  text(): void {}

  close(name: string): void {
    if (name !== 'row') return;
    // Cells stand in their order: the last of the row is the farthest. Those without a reference follow each other.
    if (this.lastWithValue !== '')
      this.width = Math.max(this.width, (columnOf(reference(this.lastWithValue)) ?? this.inRow - 1) + 1);
    this.lastWithValue = '';
    this.inRow = 0;
  }

  /** Columns that are not shown, of those with values. */
  get hiddenColumns(): number[] {
    return columnsIn(this.hidden, this.width);
  }

  private addColumns(attributes: string): void {
    const isHidden = ['1', 'true'].includes(hidden(attributes) ?? '') || Number(wide(attributes) ?? 1) === 0;
    if (!isHidden || this.hidden.length > columnsMost) return;
    const [first, last] = [Number(from(attributes)), Number(to(attributes))];
    this.hidden.push({ left: first - 1, right: last - 1 });
  }

  private add(written: string | undefined): void {
    const [first = '', last = first] = written?.split(':') ?? [];
    const [left, right] = [columnOf(first), columnOf(last)];
    if (left === undefined || right === undefined) return;
    this.merges.push({ top: rowOf(first), left, bottom: rowOf(last), right });
    if (this.merges.length > mostMerges)
      throw new SheetRefused('too_many_cells', `合并单元格超过 ${mostMerges} 处，请取消合并后上传`);
  }
}

/** The value of a merged range stands in its first cell only; it applies to all of it, whatever lies underneath. */
export class MergedCells {
  private readonly waiting: Merge[];
  private isFirst = true;
  private current: { readonly merge: Merge; readonly value: PlainCell }[] = [];

  /** @param width of the sheet: a range that goes on to the right of it covers nothing there. */
  constructor(
    merges: readonly Merge[],
    private readonly width: number,
    private readonly hiddenColumns: readonly number[] = [],
  ) {
    this.waiting = [...merges].sort((a, b) => b.top - a.top);
  }

  /** Rows have to come in their order; the first says which columns are hidden. */
  fill(read: SheetRow): SheetRow {
    const row = this.filled(read);
    if (!this.isFirst || this.hiddenColumns.length === 0) return row;
    this.isFirst = false;
    return { ...row, hiddenColumns: this.hiddenColumns };
  }

  private filled(read: SheetRow): SheetRow {
    const index = read.row - 1;
    const begins: Merge[] = [];
    if (this.current.length > 0) this.current = this.current.filter(({ merge }) => merge.bottom >= index);
    for (let next = this.waiting.at(-1); next && next.top <= index; next = this.waiting.at(-1)) {
      this.waiting.pop();
      if (next.top === index) begins.push(next);
      const value = next.top === index ? standing(read.cells[next.left]) : null;
      if (next.bottom >= index) this.current.push({ merge: next, value });
    }
    if (this.current.length === 0) return read;
    const cells: Cell[] = [...read.cells];
    for (const { merge, value } of this.current) this.cover(cells, merge, value, index);
    return {
      ...read,
      cells: Array.from(cells, (cell) => cell ?? null),
      ...(begins.length > 0 ? { merges: begins } : {}),
    };
  }

  private cover(cells: Cell[], merge: Merge, value: PlainCell, index: number): void {
    const last = Math.min(merge.right, this.width - 1, merge.left + widest);
    for (let column = merge.left; column <= last; column++) {
      if (index === merge.top && column === merge.left) continue;
      if (value !== null) cells[column] = { covered: value };
      else if (column < cells.length) cells[column] = null;
    }
  }
}
