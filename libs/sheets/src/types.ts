import type { SheetRow } from './cell.js';

export type FileType = 'xlsx' | 'xls' | 'ods' | 'csv';

export interface SheetInfo {
  /** From 0. */
  readonly index: number;
  /** Empty for a text file. */
  readonly name: string;
  /** `veryHidden` can be shown again by a program only. */
  readonly state: 'visible' | 'hidden' | 'veryHidden';
}

/** A file that has been opened; it has to be closed. */
export interface Book {
  readonly type: FileType;
  readonly sheets: readonly SheetInfo[];
  /**
   * Rows of one sheet, those without any value left out. May be asked again, one after the other.
   * @throws SheetRefused
   */
  rows(sheet: number): AsyncGenerator<SheetRow>;
  close(): Promise<void>;
}
