export type Cell = string | number | boolean | Date | null;

/** Where a row of a text file breaks. */
export interface BrokenRow {
  /** Line of the file, from 1. */
  readonly line: number;
  /** Column of the sheet, from 1; 0 where the row as a whole is wrong. */
  readonly column: number;
  /** How the cell begins. */
  readonly value: string;
  /** What would be right. */
  readonly expected: string;
}

export interface SheetRow {
  /** Row of the sheet, from 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
  /** The file is broken here: the cells of this row cannot be trusted. */
  readonly broken?: BrokenRow;
}
