import { cellPlace, shownOfCell } from '#contracts';
import { DomainError } from '#kernel';
import type { Choice } from './values/parsed.js';

const statuses: ReadonlyMap<string, number> = new Map([
  ['import.too_large', 413],
  ['import.unpacked_too_large', 413],
  ['import.file_gone', 410],
]);

/** A whole file that cannot be taken, and why. */
export class FileRefused extends DomainError {
  readonly status: number;

  constructor(
    readonly code: `import.${string}`,
    message: string,
    details: Record<string, unknown> = {},
  ) {
    super(message, details);
    this.status = statuses.get(code) ?? 422;
  }
}

/** What would be saved is what a preview shows of a longer cell; the rest would be lost. */
export class CellCut extends DomainError {
  readonly code = 'import.cell_cut';
  readonly status = 422;

  constructor(column: number, length: number) {
    super(
      `第${column}列的内容有 ${length} 个字，提交的只是预览中的前 ${shownOfCell} 个字，保存会丢失其余内容；请取得整格内容后再改正`,
      { column, length },
    );
  }
}

/** One cell that is wrong, or that asks. */
export interface CellError {
  /** Row of the sheet, from 1. */
  readonly row: number;
  /** Column of the sheet, from 1; 0 where the row as a whole is wrong. */
  readonly column: number;
  readonly header: string;
  /** What the platform calls the column. */
  readonly field?: string;
  readonly code: string;
  readonly value: string;
  /** What would be right. */
  readonly expected: string;
  /** Where it is a question: texts that would answer it, in the cell's place. */
  readonly choices?: readonly Choice[];
}

/** 第12行“投资预算”（预算区间）：“五十万左右”，应为金额 */
export function errorText(error: CellError): string {
  const { row, value, expected } = error;
  return `第${row}行${cellPlace(error)}：${value === '' ? '' : `“${value.slice(0, 60)}”，`}${expected}`;
}
