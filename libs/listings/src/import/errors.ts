import { DomainError } from '#kernel';

/** A whole file that cannot be taken, and why. */
export class FileRefused extends DomainError {
  readonly status: number;

  constructor(
    readonly code: `import.${string}`,
    message: string,
    details: Record<string, unknown> = {},
  ) {
    super(message, details);
    this.status = code === 'import.too_large' || code === 'import.unpacked_too_large' ? 413 : 422;
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

export const limits = {
  rows: 200_000,
  cells: 6_000_000,
  columns: 200,
  unpackedBytes: 512 * 1024 * 1024,
  cellCharacters: 32_000,
} as const;
