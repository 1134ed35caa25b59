import type { Computed } from './computed.js';

export type Plain = string | number | boolean | Date | null;
/** A computed value is written as its formula, with the result beside it for readers that do not calculate. */
export type Value = Plain | Computed;

export interface WrittenColumn {
  readonly header: string;
  /** In characters. */
  readonly width?: number;
  /** Excel's number format, `#,##0.00`. */
  readonly format?: string;
}

export interface Mark {
  /** From 0; the header is row 0. */
  readonly row: number;
  readonly column: number;
  /** Shown as the cell's comment. */
  readonly comment: string;
}

export interface Sheet {
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  readonly rows: readonly (readonly Value[])[];
  /** Cells to mark in red. */
  readonly marks?: readonly Mark[];
  /** Rows to set in bold: totals. */
  readonly bold?: readonly number[];
  /** Rows to set in grey and struck through: what holds no more; row 1 is the first below the header. */
  readonly struck?: readonly number[];
  /**
   * By column from 0: the values to choose from, as a list in the cells below the header; or the range that they stand in,
   * `'可选项'!$A$2:$A$9`, which a spreadsheet wants where they have more than 255 characters.
   */
  readonly choices?: ReadonlyMap<number, readonly string[] | string>;
  /** What stands around the table where the sheet is a paper to be signed and filed. */
  readonly form?: SheetForm;
}

/** A sheet as a paper that is signed and filed: what stands above and below its table, and how it is printed. */
export interface SheetForm {
  readonly title: string;
  /** Lines between the title and the table: who made it, for which period, on which day, in which unit. */
  readonly facts: readonly string[];
  /** Lines below the table. */
  readonly notes?: readonly string[];
  /** Whose signatures it asks for, from left to right. */
  readonly signatures: readonly string[];
  /** How many rows of the table from its end are totals, which no filter hides. */
  readonly totals?: number;
}
