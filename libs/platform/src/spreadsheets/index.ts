export { letters, type Mark, type Sheet, type SheetColumn, type Value, writeWorkbook } from './workbook.js';
