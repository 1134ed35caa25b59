import { FileRefused } from './errors.js';
import type { Cell, SheetRow } from './sheet.js';
import { columnOf } from './xlsx.sheet.js';
import { attribute, type XmlHandler } from './xml.js';

export interface Merge {
  /** From 0, both ends included. */
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const most = 100_000;
const range = attribute('ref');
const rowOf = (cell: string) => Number(cell.replace(/^[A-Z]+/i, '')) - 1;

/** The merged ranges of a worksheet; they stand behind its rows. */
export class MergeReader implements XmlHandler {
  readonly found: Merge[] = [];

  open(name: string, attributes: string): void {
    if (name !== 'mergeCell') return;
    const [from = '', to = from] = range(attributes)?.split(':') ?? [];
    const [left, right] = [columnOf(from), columnOf(to)];
    if (left === undefined || right === undefined) return;
    this.found.push({ top: rowOf(from), left, bottom: rowOf(to), right });
    if (this.found.length > most)
      throw new FileRefused('import.too_many_cells', `合并单元格超过 ${most} 处，请取消合并后上传`);
  }

  text(): void {}
  close(): void {}
}

/** The value of a merged range stands in its first cell only; it applies to all of it. */
export class MergedCells {
  private readonly waiting: Merge[];
  private current: { readonly merge: Merge; value: Cell }[] = [];

  constructor(merges: readonly Merge[]) {
    this.waiting = [...merges].sort((a, b) => b.top - a.top);
  }

  /** Rows have to come in their order. */
  fill({ row, cells }: SheetRow): SheetRow {
    const index = row - 1;
    const filled: Cell[] = [...cells];
    this.current = this.current.filter(({ merge }) => merge.bottom >= index);
    for (let next = this.waiting.at(-1); next && next.top <= index; next = this.waiting.at(-1)) {
      this.waiting.pop();
      const value = next.top === index ? (cells[next.left] ?? null) : null;
      if (next.bottom >= index) this.current.push({ merge: next, value });
    }
    for (const { merge, value } of this.current) {
      if (value === null) continue;
      for (let column = merge.left; column <= merge.right; column++) filled[column] ??= value;
    }
    return { row, cells: Array.from(filled, (cell) => cell ?? null) };
  }
}
