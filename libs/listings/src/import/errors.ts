import { DomainError } from '#kernel';

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

/** One cell that is wrong. */
export interface CellError {
  /** Row of the sheet, from 1. */
  readonly row: number;
  /** Column of the sheet, from 1; 0 where the row as a whole is wrong. */
  readonly column: number;
  readonly header: string;
  readonly code: string;
  readonly value: string;
  /** What would be right. */
  readonly expected: string;
}
