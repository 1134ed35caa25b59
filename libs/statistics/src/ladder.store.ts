import { rows, type Tx } from '#platform';
import type { Cell, Part } from './domain/rollups.js';

/** A part of the roll-ups that claims move, and its columns in the one row that a place has for all of them. */
export interface Rung {
  readonly part: Part;
  readonly bucket: number;
  readonly count: string;
  /** Only pairs at a level bring money. */
  readonly amount: string | null;
}

const levels = [2, 3, 4, 5];
export const rungs: readonly Rung[] = [
  ...levels.map(
    (level) =>
      ({ part: 'reached', bucket: level, count: `reached${level}`, amount: `amount${level}` }) as const,
  ),
  ...levels.map((level) => ({ part: 'newly', bucket: level, count: `newly${level}`, amount: null }) as const),
  { part: 'first_version', bucket: 0, count: 'first_version', amount: null },
  { part: 'agreement', bucket: 0, count: 'agreements', amount: null },
];
const counts = rungs.map(({ count }) => count);
const amounts = rungs.flatMap(({ amount }) => amount ?? []);
const place = ['market', 'scope', 'period', 'dimension', 'key'] as const;

/** The columns of the sums, in their order. */
export const rungColumns = [...counts, ...amounts];
export const ladderParts: readonly Part[] = [...new Set(rungs.map(({ part }) => part))];
const rungAt = new Map(rungs.map((rung) => [`${rung.part} ${rung.bucket}`, rung]));

/** Cells with a place in a ladder, and the others. */
export function parted(cells: readonly Cell[]): { readonly climbing: Cell[]; readonly others: Cell[] } {
  const [climbing, others]: [Cell[], Cell[]] = [[], []];
  for (const cell of cells) (ladderParts.includes(cell.part) ? climbing : others).push(cell);
  return { climbing, others };
}

interface Ladder {
  readonly cell: Cell;
  readonly sums: Map<string, number | string>;
}

function laddersOf(cells: readonly Cell[]): Ladder[] {
  const ladders = new Map<string, Ladder>();
  for (const cell of cells) {
    const at = `${cell.market}|${cell.scope}|${cell.period}|${cell.dimension}|${cell.key}`;
    const ladder = ladders.get(at) ?? { cell, sums: new Map() };
    ladders.set(at, ladder);
    const rung = rungAt.get(`${cell.part} ${cell.bucket}`);
    if (!rung) throw new Error(`no ladder has ${cell.part} ${cell.bucket}`);
    ladder.sums.set(rung.count, cell.count);
    if (rung.amount) ladder.sums.set(rung.amount, cell.amount);
  }
  return [...ladders.values()];
}

/** Adds folded cells, in one order always, so that two writers never wait for each other in a circle. */
export async function addToLadders(tx: Tx, cells: readonly Cell[]): Promise<void> {
  const ladders = laddersOf(cells);
  if (ladders.length === 0) return;
  const types = [...place.map(() => 'text'), ...counts.map(() => 'bigint'), ...amounts.map(() => 'numeric')];
  const names = [...place, ...rungColumns].join(', ');
  await rows(
    tx,
    `INSERT INTO ledger_ladders AS r (${names})
     SELECT * FROM unnest(${types.map((type, n) => `$${n + 1}::${type}[]`).join(', ')}) AS c (${names})
     ORDER BY ${place.join(', ')}
     ON CONFLICT ON CONSTRAINT pk_ledger_ladders
     DO UPDATE SET ${rungColumns.map((column) => `${column} = r.${column} + excluded.${column}`).join(', ')}`,
    [
      ...place.map((member) => ladders.map(({ cell }) => cell[member])),
      ...rungColumns.map((column) => ladders.map(({ sums }) => sums.get(column) ?? 0)),
    ],
  );
}
