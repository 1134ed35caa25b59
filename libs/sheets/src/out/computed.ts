import { letters } from './letters.js';

/** A number that the file computes again from other cells. */
export interface Computed {
  /** What the formula gives: shown by readers that do not calculate. */
  readonly result: number;
  readonly sum: SumOfRows | SumWhere;
}

/** The column's own rows of the table, from and to included; the first row below the header is 1. */
export interface SumOfRows {
  readonly from: number;
  readonly to: number;
}

/** The numbers of a column of another sheet, of those rows that have the given values. */
export interface SumWhere {
  readonly sheet: string;
  /** From 0. */
  readonly column: number;
  /** How many rows the other table has. */
  readonly rows: number;
  readonly where: readonly { readonly column: number; readonly is: string | number }[];
}

interface Where {
  readonly column: number;
  /** Rows above the header. */
  readonly top: number;
  /** The name that a sheet has in the file, and the rows above its header. */
  readonly place: (sheet: string) => { readonly name: string; readonly top: number };
}

export function isComputed(value: unknown): value is Computed {
  return typeof value === 'object' && value !== null && 'sum' in value;
}

/** The formula as the file holds it, without the leading `=`. */
export function formulaOf({ sum }: Computed, { column, top, place }: Where): string {
  if ('from' in sum) {
    const name = letters(column);
    // Row 1 of the table stands below its header, and rows of a file begin with 1.
    return `SUM(${name}${top + 1 + sum.from}:${name}${top + 1 + sum.to})`;
  }
  const { name, top: above } = place(sum.sheet);
  const range = (of: number) =>
    `'${name.replaceAll("'", "''")}'!$${letters(of)}$${above + 2}:$${letters(of)}$${above + 1 + Math.max(1, sum.rows)}`;
  const conditions = sum.where.map(({ column: of, is }) =>
    typeof is === 'number' ? `${range(of)},${is}` : `${range(of)},"${is.replaceAll('"', '""')}"`,
  );
  return `SUMIFS(${[range(sum.column), ...conditions].join(',')})`;
}
