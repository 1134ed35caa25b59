import { periodsOf } from '#kernel';
import type { LedgerEntry } from './entry.js';

export const dimensions = [
  'total',
  'area',
  'department',
  'chain',
  'field',
  'firm',
  'channel',
  'firm_area',
] as const;
export type Dimension = (typeof dimensions)[number];

/** Key of what has no code, and of the one row of `total`. */
export const none = 'none';
export const all = 'all';

/** The entry's own key in each dimension. */
export function keyIn(dimension: Dimension, entry: Omit<LedgerEntry, 'seq' | 'prevHash' | 'hash'>): string {
  switch (dimension) {
    case 'total':
      return all;
    case 'firm':
      return entry.firmId;
    case 'firm_area':
      return entry.firmArea ?? none;
    default:
      return entry[dimension] ?? none;
  }
}

/** A row of the roll-ups to be added to. */
export interface Cell {
  readonly period: string;
  readonly dimension: Dimension;
  readonly key: string;
  readonly level: number;
  /** 0 of an entry about an amount alone. */
  readonly count: 1 | 0 | -1;
  /** Yuan; negative for a reversal. */
  readonly amount: string;
}

/** What one entry adds to the roll-ups: its month, quarter and year in every dimension. */
export function cellsOf(entry: LedgerEntry): Cell[] {
  const sign = entry.kind === 'verified' ? 1 : -1;
  const count = entry.occasion === null ? 0 : sign;
  const amount = sign === 1 ? (entry.amount ?? '0') : `-${entry.amount ?? '0'}`;
  return periodsOf(entry.postedDay).flatMap((period) =>
    dimensions.map((dimension) => ({
      period,
      dimension,
      key: keyIn(dimension, entry),
      level: entry.level,
      count,
      amount,
    })),
  );
}
