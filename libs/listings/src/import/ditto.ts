import { ignored, kinds, serial } from '#contracts';
import { type Cell, type SheetRow, textOf } from '#sheets';
import type { ColumnMapping } from './layout/header.js';
import { type CellContext, columnLabel, type Notice } from './row.cells.js';

const ditto = /^(?:同上[行栏项列]?|如上|同前|同上一[行项]|[〃″"”]{1,2})$/;

/** Reads 同上 and 〃 as what stands above them, row by row. */
export class Dittos {
  private above: readonly Cell[] = [];
  private readonly columns: readonly number[];

  constructor(mapping: readonly ColumnMapping[]) {
    this.columns = mapping.flatMap(({ column, field }) =>
      field === ignored || field === serial ? [] : [column],
    );
  }

  /** @returns the row with what is meant, and the columns where that was said so. */
  next(row: SheetRow): { readonly row: SheetRow; readonly said: readonly number[] } {
    const { above } = this;
    const said = row.broken
      ? []
      : this.columns.filter(
          (column) => ditto.test(textOf(row.cells[column])) && textOf(above[column]) !== '',
        );
    const meant = said.length === 0 ? row : { ...row, cells: withAbove(row.cells, above, said) };
    if (!row.broken) this.above = meant.cells;
    return { row: meant, said };
  }
}

function withAbove(cells: readonly Cell[], above: readonly Cell[], said: readonly number[]): Cell[] {
  const meant = [...cells];
  for (const column of said) meant[column] = above[column] ?? null;
  return meant;
}

/** @param said columns of one row, as they were found */
export const saidAbove = (said: readonly number[], { kind, mapping }: CellContext): Notice[] =>
  mapping
    .filter(({ column }) => said.includes(column))
    .map(({ column, header, field }) => ({
      column: column + 1,
      header,
      field: columnLabel(kinds[kind], field),
      code: 'import.ditto',
      text: '写作“同上”，按上一行的内容读取',
    }));
