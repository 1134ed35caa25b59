import { fen, yuan } from '#kernel';
import { rows, type Tx } from '#platform';
import { type Cell, dimensions, keyIn, type Move, type Part, scopesOf } from './domain/rollups.js';

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
/** Of a row: that a measure of it is not 0. Money is told of contracts and of acceptances. */
export const telling = [...counts, 'amount4', 'amount5'].map((column) => `${column} <> 0`).join(' OR ');
const rungAt = new Map(rungs.map((rung, n) => [`${rung.part} ${rung.bucket}`, n]));

/** Sums by rung: pairs, and fen where they bring money. */
interface Sums {
  readonly counts: number[];
  readonly fen: bigint[];
}
type Place = Pick<Cell, (typeof place)[number]>;

function added(sums: Sums | undefined, by: Sums): Sums {
  if (!sums) return { counts: [...by.counts], fen: [...by.fen] };
  for (const [n, count] of by.counts.entries()) sums.counts[n] = (sums.counts[n] ?? 0) + count;
  for (const [n, money] of by.fen.entries()) if (money !== 0n) sums.fen[n] = (sums.fen[n] ?? 0n) + money;
  return sums;
}

function sumsOf({ part, bucket, count, amount }: Move): Sums {
  const at = rungAt.get(`${part} ${bucket}`);
  if (at === undefined) throw new Error(`no ladder has ${part} ${bucket}`);
  const money = amount === '0' || amount === '-0' ? 0n : fen(amount);
  return {
    counts: rungs.map((_, n) => (n === at ? count : 0)),
    fen: amounts.map((_, n) => (n === at ? money : 0n)),
  };
}

/** Moves under the same codes are one before they are split: a claim moves several levels at once. */
function laddersOf(moves: readonly Move[]): { readonly at: Place; readonly sums: Sums }[] {
  const alike = new Map<string, { readonly of: Move; readonly sums: Sums }>();
  for (const move of moves) {
    const { market, area, department, chain, field, firmId, firmArea, channel } = move.codes;
    const key = `${move.period}|${market}|${area}|${department}|${chain}|${field}|${firmId}|${firmArea}|${channel}`;
    const known = alike.get(key);
    alike.set(key, { of: known?.of ?? move, sums: added(known?.sums, sumsOf(move)) });
  }
  const ladders = new Map<string, { readonly at: Place; readonly sums: Sums }>();
  for (const { of, sums } of alike.values())
    for (const scope of scopesOf(of.codes))
      for (const dimension of dimensions) {
        const key = keyIn(dimension, of.codes);
        const id = `${of.codes.market}|${scope}|${of.period}|${dimension}|${key}`;
        const known = ladders.get(id);
        if (known) added(known.sums, sums);
        else {
          const at = { market: of.codes.market, scope, period: of.period, dimension, key };
          ladders.set(id, { at, sums: added(undefined, sums) });
        }
      }
  return [...ladders.values()].filter(
    ({ sums }) => sums.counts.some((count) => count !== 0) || sums.fen.some((money) => money !== 0n),
  );
}

/** Adds what claims moved, in one order always, so that two writers never wait for each other in a circle. */
export async function addToLadders(tx: Tx, moves: readonly Move[]): Promise<void> {
  const ladders = laddersOf(moves);
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
      ...place.map((member) => ladders.map(({ at }) => at[member])),
      ...counts.map((_, n) => ladders.map(({ sums }) => sums.counts[n] ?? 0)),
      ...amounts.map((_, n) => ladders.map(({ sums }) => yuan(sums.fen[n] ?? 0n))),
    ],
  );
}
