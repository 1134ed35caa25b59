import type { ListingKind } from '#contracts';
import { type Day, periodsOf } from '#kernel';
import { type Cell, type Codes, cellsIn, type Move, type Part } from '../domain/rollups.js';

/** One case of a measure that does not stand on the ledger's own entries. */
export interface FigureLine extends Codes {
  readonly part: Part;
  readonly factId: string;
  /** What it is about: the id of an engagement or of a listing. */
  readonly subject: string;
  readonly count: 1 | -1;
  /** Of an answer: its days. */
  readonly bucket: number;
  readonly engagementId: string | null;
  readonly listingId: string | null;
  readonly listingKind: ListingKind | null;
  readonly number: string | null;
  readonly title: string | null;
  readonly demandName: string | null;
  readonly supplyName: string | null;
  readonly supplyTitle: string | null;
  readonly happenedDay: Day;
  readonly postedDay: Day;
}

export function movesOfLine(line: FigureLine): Move[] {
  const { part, bucket, count, postedDay } = line;
  return periodsOf(postedDay).map((period) => ({ codes: line, period, part, bucket, count, amount: '0' }));
}

export function cellsOfLine(line: FigureLine): Cell[] {
  return cellsIn(movesOfLine(line));
}
