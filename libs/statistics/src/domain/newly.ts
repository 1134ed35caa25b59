import { periodsOf } from '#kernel';
import type { LedgerEntry } from './entry.js';
import { type Cell, cellsIn, type Move } from './rollups.js';

/**
 * Pairs newly at exactly a level, for one pair: +1 at its highest level at the end of a period where that is higher than
 * at its beginning; -1 at the level it had where a reversal took it down. Levels lie within each other, so that the
 * number of levels that stand tells the highest.
 * @param entries all of the pair, in the order of the ledger.
 */
function newlyMoves(entries: readonly LedgerEntry[]): Move[] {
  const moves = entries.filter((entry) => entry.occasion !== null);
  const periods = new Set(moves.flatMap((entry) => periodsOf(entry.postedDay)));
  return [...periods].flatMap((period) => {
    const first = moves.findIndex((entry) => periodsOf(entry.postedDay).includes(period));
    const before = highest(moves.slice(0, first));
    const within = moves.filter((entry) => periodsOf(entry.postedDay).includes(period));
    const after = before + sum(within);
    if (after === before) return [];
    const [level, kind, count] = after > before ? [after, 'verified', 1] : [before, 'reversal', -1];
    const deciding = within.findLast((entry) => entry.level === level && entry.kind === kind);
    if (!deciding) throw new Error(`no entry of ${period} moves the pair at level ${level}`);
    return { codes: deciding, period, part: 'newly', bucket: level, count: Number(count), amount: '0' };
  });
}

export function newlyCells(entries: readonly LedgerEntry[]): Cell[] {
  return cellsIn(newlyMoves(entries));
}

/** What more entries of a pair change. */
export function newlyChanges(before: readonly LedgerEntry[], more: readonly LedgerEntry[]): Move[] {
  const taken = newlyMoves(before).map((move) => ({ ...move, count: -move.count }));
  return [...taken, ...newlyMoves([...before, ...more])];
}

function highest(entries: readonly LedgerEntry[]): number {
  return 1 + sum(entries);
}

function sum(entries: readonly LedgerEntry[]): number {
  return entries.reduce((total, { kind }) => total + (kind === 'verified' ? 1 : -1), 0);
}
