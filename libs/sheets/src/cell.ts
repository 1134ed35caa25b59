/** A calendar day. */
export interface DayCell {
  readonly day: string;
  /** `10:30`, where the cell shows a time of day, too. */
  readonly time?: string;
  /** The cell shows no more than the month or the year. */
  readonly shows?: 'month' | 'year';
}

/** A number whose format says more than digits: `0.00"万元"`, `0%`, `¥#,##0`. */
export interface NumberCell {
  readonly number: number;
  readonly format: string;
}

/** A formula that went wrong: `#N/A`, `#REF!`. */
export interface ErrorCell {
  readonly error: string;
}

/** A formula that was never calculated; its value is unknown. */
export interface FormulaCell {
  readonly formula: string;
}

/** A picture inside the cell; what stands there as text is only its id. */
export interface PictureCell {
  readonly picture: string;
}

/** Lies under a merged range: what applies is the value of the range's first cell. */
export interface CoveredCell {
  readonly covered: PlainCell;
}

/** A text, a number, a yes or no, or nothing stand as they are; the rest is told apart by its one member. */
export type PlainCell =
  | string
  | number
  | boolean
  | null
  | DayCell
  | NumberCell
  | ErrorCell
  | FormulaCell
  | PictureCell;

/** JSON as it is, so that it can be stored and read again. */
export type Cell = PlainCell | CoveredCell;

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

/** Rows and columns from 0, both ends included. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface SheetRow {
  /** Row of the sheet, from 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
  /** The file is broken here: the cells of this row cannot be trusted. */
  readonly broken?: BrokenRow;
  /** The merged ranges that begin in this row. */
  readonly merges?: readonly Merge[];
  /** Every cell with a value is struck through: whoever wrote it took the row back. */
  readonly struck?: true;
  /** Columns, from 0, whose cells are struck through, all of them or a part, where the row as a whole is not. */
  readonly struckCells?: readonly number[];
  /** The row is not shown: hidden by hand or by a filter. */
  readonly hidden?: true;
  /** Columns of the sheet, from 0, that are not shown; said by its first row. */
  readonly hiddenColumns?: readonly number[];
}

/** The value that stands for the cell: under a merged range, that of the range. */
export function standing(cell: Cell | undefined): PlainCell {
  if (cell === undefined) return null;
  return cell !== null && typeof cell === 'object' && 'covered' in cell ? cell.covered : cell;
}

/** The cell as people read it; a picture and a formula without a value show nothing. */
export function textOf(cell: Cell | undefined): string {
  const value = standing(cell);
  if (typeof value === 'string') return value.trim();
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if ('day' in value) return dayText(value);
  if ('number' in value) return shown(value);
  return 'error' in value ? value.error : '';
}

function dayText({ day, time, shows }: DayCell): string {
  if (shows !== undefined) return shows === 'year' ? day.slice(0, 4) : day.slice(0, 7);
  return time === undefined ? day : `${day} ${time}`;
}

/** Nothing stands in the cell and nothing applies to it. */
export const isBlank = (cell: Cell | undefined): boolean => {
  const value = standing(cell);
  return value === null || (typeof value === 'string' && value.trim() === '');
};

/** The number with the words that its format puts around it; not its rounding. */
function shown({ number, format }: NumberCell): string {
  const { before, after, isPercent } = wordsAround(format);
  const digits = isPercent ? Number((number * 100).toPrecision(12)) : number;
  return `${before}${digits}${after}`;
}

/** What a number format writes before and after the digits, colours, conditions and padding left out. */
export function wordsAround(format: string): {
  readonly before: string;
  readonly after: string;
  readonly isPercent: boolean;
} {
  const [positive = ''] = format.split(';');
  const plain = positive
    .replace(/\[\$([^\]-]*)[^\]]*\]/g, '$1')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/[_*]./g, '')
    .replace(/"([^"]*)"/g, (_, words: string) => words.replace(/[0#?.,]/g, ''))
    .replace(/[\\!](.)/g, '$1');
  const digits = /General|G\/通用格式|[0#?][0#?.,\s/]*(?:E\+0+)?/i.exec(plain);
  if (!digits) return { before: '', after: '', isPercent: plain.includes('%') };
  return {
    before: plain.slice(0, digits.index).trim(),
    after: plain.slice(digits.index + digits[0].length).trim(),
    isPercent: plain.includes('%'),
  };
}
