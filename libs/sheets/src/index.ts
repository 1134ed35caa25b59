export { openBook } from './book.js';
export {
  type BrokenRow,
  type Cell,
  type CoveredCell,
  type DayCell,
  type ErrorCell,
  type FormulaCell,
  isBlank,
  type Merge,
  type NumberCell,
  type PictureCell,
  type PlainCell,
  type SheetRow,
  standing,
  textOf,
  wordsAround,
} from './cell.js';
export { sheetLimits } from './limits.js';
export type { Computed } from './out/computed.js';
export { writeDocument } from './out/document.js';
export { letters } from './out/letters.js';
export type { Block, PaperDocument } from './out/paper.js';
export type { Mark, Sheet, SheetForm, Value, WrittenColumn } from './out/sheet.js';
export { writeWorkbook } from './out/workbook.js';
export { type RefusalCode, SheetRefused } from './refused.js';
export type { Book, FileType, SheetInfo } from './types.js';
