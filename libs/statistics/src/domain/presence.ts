import { parsePeriod, periodsOf } from '#kernel';
import { type Cell, type Codes, folded, spread } from './rollups.js';

/** A pair of level 0 or 1 in a month; the same pair may stand in several, under other codes too. */
export interface Presence extends Codes {
  readonly month: string;
}

/** A pair counts once in each period and under each key, however many of its months and codes lie in it. */
export function presenceCells(level: 0 | 1, rows: readonly Presence[]): Cell[] {
  const cells = rows.flatMap((row) =>
    spread({ ...row, channel: null }, periodsOf(parsePeriod(row.month)?.first ?? row.month), {
      part: level === 0 ? 'proposed' : 'intended',
      bucket: 0,
      count: 1,
      amount: '0',
    }),
  );
  return folded(cells).map((cell) => ({ ...cell, count: 1 }));
}

export function presenceChanges(
  level: 0 | 1,
  before: readonly Presence[],
  more: readonly Presence[],
): Cell[] {
  const taken = presenceCells(level, before).map((cell) => ({ ...cell, count: -1 }));
  return folded([...taken, ...presenceCells(level, [...before, ...more])]);
}
