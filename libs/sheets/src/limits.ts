/** What a file may hold; more is refused, with the figure. */
export const sheetLimits = {
  rows: 200_000,
  cells: 6_000_000,
  /** Columns that hold a value anywhere. */
  columns: 200,
  unpackedBytes: 512 * 1024 * 1024,
  /** Of a file that has to be held in memory as a whole. */
  heldBytes: 64 * 1024 * 1024,
  cellCharacters: 32_000,
} as const;
