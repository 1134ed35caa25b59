import { copyRows, rows, type Tx } from '#platform';
import type { RowOutcome } from './import.types.js';

/** What became of a row. */
export interface Outcome {
  readonly row: number;
  readonly outcome: RowOutcome;
  readonly listing: string | null;
  /** The version that the listing has by it; null where nothing was written. */
  readonly version: number | null;
  /** What stood there, where it was changed. */
  readonly before: unknown;
}

/** The outcome `o` of row `r` of an import, where it has one. */
export const joinOutcome = 'LEFT JOIN import_outcomes o ON o.import_id = r.import_id AND o.row = r.row';

/** Whether row `r` of an import has an outcome, one of those that are named where some are. */
export const hasOutcome = (...which: readonly RowOutcome[]) =>
  `EXISTS (SELECT 1 FROM import_outcomes o WHERE o.import_id = r.import_id AND o.row = r.row${
    which.length === 0 ? '' : ` AND o.outcome IN (${which.map((one) => `'${one}'`).join(', ')})`
  })`;

/** Each row's once: a row that has an outcome is not written again. */
export async function keepOutcomes(tx: Tx, id: string, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await copyRows(
    tx,
    'import_outcomes',
    ['import_id', 'row', 'outcome', 'listing_id', 'listing_version', 'before'],
    outcomes.map(({ row, outcome, listing, version, before }) => [
      id,
      row,
      outcome,
      listing,
      version,
      before === null ? null : JSON.stringify(before),
    ]),
  );
}

/** Rows that are put right are written as if they had never been. */
export async function forgetOutcomes(tx: Tx, id: string, some: readonly number[]): Promise<void> {
  await rows(tx, 'DELETE FROM import_outcomes WHERE import_id = $1 AND row = ANY($2::integer[])', [id, some]);
}
