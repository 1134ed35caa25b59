/** What was read otherwise than it stands, for a person to know. */
export interface Notice {
  /** `import.…`, permanent. */
  readonly code: string;
  readonly text: string;
}

/** A text that would answer the question in the cell's place, and how a person is asked for it. */
export interface Choice {
  readonly label: string;
  readonly text: string;
}

/**
 * What a cell holds; a question that only a person can answer, until then there is no value; or what is wrong. `expected`
 * says what would be right.
 */
export type Parsed<T> =
  | { readonly value: T; readonly notices?: readonly Notice[] }
  | { readonly question: string; readonly expected: string; readonly choices: readonly Choice[] }
  | { readonly code: string; readonly expected: string };

/** What a cell's reading depends on besides the cell. */
export interface ColumnContext {
  readonly header: string;
  /** What stands above the table, such as 单位：元. */
  readonly above?: string;
  /** Which end of a range of days the column is; a month alone is its first day as a start, its last otherwise. */
  readonly end?: 'start' | 'end';
}

export const refused = (code: string, expected: string) => ({ code: `import.${code}`, expected });

export const notice = (code: string, text: string): Notice => ({ code: `import.${code}`, text });

export const asks = (code: string, expected: string, choices: readonly Choice[]) => ({
  question: `import.${code}`,
  expected,
  choices,
});
