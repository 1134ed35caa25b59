import type { MarketCode } from '#contracts';
import { fen, periodsOf, yuan } from '#kernel';
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

/** What the roll-ups sum, beside the buckets within it. */
export type Part =
  | 'reached'
  | 'newly'
  | 'first_version'
  | 'agreement'
  | 'proposed'
  | 'intended'
  | 'answer'
  | 'due'
  | 'in_time'
  | 'demand_published'
  | 'supply_published'
  | 'unserved'
  | 'meeting'
  | 'sample_wrong';

/** Key of what has no code, and of the one row of `total`. */
export const none = 'none';
const all = 'all';
/** The scope of all areas together. */
export const city = 'city';

/** Codes of the moment by which a thing is counted; null: none is known, or the thing has none. */
export interface Codes {
  readonly market: MarketCode;
  readonly area: string | null;
  readonly department: string | null;
  readonly chain: string | null;
  readonly field: string | null;
  readonly firmId: string | null;
  readonly firmArea: string | null;
  readonly channel: string | null;
}

export function keyIn(dimension: Dimension, codes: Codes): string {
  switch (dimension) {
    case 'total':
      return all;
    case 'firm':
      return codes.firmId ?? none;
    case 'firm_area':
      return codes.firmArea ?? none;
    default:
      return codes[dimension] ?? none;
  }
}

/** A row of the roll-ups, or what is added to it. */
export interface Cell {
  readonly market: MarketCode;
  readonly scope: string;
  readonly period: string;
  readonly dimension: Dimension;
  readonly key: string;
  readonly part: Part;
  readonly bucket: number;
  readonly count: number;
  /** Yuan; negative for what is taken back. */
  readonly amount: string;
}

export interface Counted {
  readonly part: Part;
  readonly bucket: number;
  readonly count: number;
  readonly amount: string;
}

/** The city, and the area that owns the thing. */
export function scopesOf({ area }: Codes): readonly string[] {
  return area === null ? [city] : [city, area];
}

/** In how many ways one thing is counted: its month, quarter, half and year, the city and its area, every dimension. */
export function spread(codes: Codes, periods: readonly string[], counted: Counted): Cell[] {
  return scopesOf(codes).flatMap((scope) =>
    periods.flatMap((period) =>
      dimensions.map((dimension) => ({
        market: codes.market,
        scope,
        period,
        dimension,
        key: keyIn(dimension, codes),
        ...counted,
      })),
    ),
  );
}

/** What is counted of one thing in one period, before it is split. */
export interface Move extends Counted {
  readonly codes: Codes;
  readonly period: string;
}

export function cellsIn(moves: readonly Move[]): Cell[] {
  return moves.flatMap(({ codes, period, ...counted }) => spread(codes, [period], counted));
}

/** What one entry adds: the pair at its level, its amount, and a first-version product that came into use. */
export function movesOf(entry: LedgerEntry): Move[] {
  const sign = entry.kind === 'verified' ? 1 : -1;
  const count = entry.occasion === null ? 0 : sign;
  const amount = sign === 1 ? (entry.amount ?? '0') : `-${entry.amount ?? '0'}`;
  const firstVersion = entry.firstVersion && entry.level === 4 && count !== 0;
  return periodsOf(entry.postedDay).flatMap((period): Move[] => {
    const of = { codes: entry, period };
    const reached: Move = { ...of, part: 'reached', bucket: entry.level, count, amount };
    return firstVersion
      ? [reached, { ...of, part: 'first_version', bucket: 0, count, amount: '0' }]
      : [reached];
  });
}

export function cellsOf(entry: LedgerEntry): Cell[] {
  return cellsIn(movesOf(entry));
}

/** Cells of the same place become one; those that cancel each other go. */
export function folded(cells: Iterable<Cell>): Cell[] {
  const sums = new Map<string, { cell: Cell; count: number; amount: bigint }>();
  for (const cell of cells) {
    const at = `${cell.market}|${cell.scope}|${cell.period}|${cell.dimension}|${cell.part}|${cell.bucket}|${cell.key}`;
    const sum = sums.get(at);
    const amount = cell.amount === '0' ? 0n : fen(cell.amount);
    if (!sum) sums.set(at, { cell, count: cell.count, amount });
    else {
      sum.count += cell.count;
      sum.amount += amount;
    }
  }
  return [...sums.values()]
    .filter(({ count, amount }) => count !== 0 || amount !== 0n)
    .map(({ cell, count, amount }) => ({ ...cell, count, amount: yuan(amount) }));
}
