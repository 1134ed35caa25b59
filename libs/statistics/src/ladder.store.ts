import { fen, yuan } from '#kernel';
import { rows, type Tx } from '#platform';
import {
  type Cell,
  type Codes,
  type Dimension,
  dimensions,
  keyIn,
  type Move,
  type Part,
  scopesOf,
} from './domain/rollups.js';

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
const rungAt = new Map<Part, Map<number, number>>();
for (const [n, { part, bucket }] of rungs.entries())
  rungAt.set(part, (rungAt.get(part) ?? new Map<number, number>()).set(bucket, n));

type Place = Pick<Cell, (typeof place)[number]>;

/** What is added to a row: pairs by rung, and fen by rung where they bring money. */
class Sums {
  readonly counts: number[] = counts.map(() => 0);
  readonly fen: bigint[] = amounts.map(() => 0n);

  move({ part, bucket, count, amount }: Move): void {
    const at = rungAt.get(part)?.get(bucket);
    if (at === undefined) throw new Error(`no ladder has ${part} ${bucket}`);
    this.add(this.counts, at, count);
    if (amount !== '0' && amount !== '-0') this.addFen(at, fen(amount));
  }

  all(by: Sums): void {
    for (let at = 0; at < counts.length; at++) this.add(this.counts, at, by.counts[at] ?? 0);
    for (let at = 0; at < amounts.length; at++) this.addFen(at, by.fen[at] ?? 0n);
  }

  get isNothing(): boolean {
    return this.counts.every((count) => count === 0) && this.fen.every((money) => money === 0n);
  }

  private add(to: number[], at: number, count: number): void {
    to[at] = (to[at] ?? 0) + count;
  }

  private addFen(at: number, money: bigint): void {
    if (money !== 0n) this.fen[at] = (this.fen[at] ?? 0n) + money;
  }
}

interface Alike {
  readonly of: Move;
  readonly sums: Sums;
}

/** Moves under the same codes in a period are one before they are split: a claim moves several levels at once. */
function alike(moves: readonly Move[]): Alike[] {
  const said = new Map<Codes, string>();
  const found = new Map<string, Alike>();
  for (const move of moves) {
    const under = said.get(move.codes) ?? codesSaid(move.codes);
    said.set(move.codes, under);
    const key = `${move.period}|${under}`;
    const known = found.get(key) ?? { of: move, sums: new Sums() };
    found.set(key, known);
    known.sums.move(move);
  }
  return [...found.values()];
}

function codesSaid({ market, area, department, chain, field, firmId, firmArea, channel }: Codes): string {
  return `${market}|${area}|${department}|${chain}|${field}|${firmId}|${firmArea}|${channel}`;
}

/** The rows of a scope in a period, by split and key. */
type Splits = ReadonlyMap<Dimension, Map<string, { readonly at: Place; readonly sums: Sums }>>;

function laddersOf(moves: readonly Move[]) {
  const scopes = new Map<string, Splits>();
  for (const { of, sums } of alike(moves)) {
    const { codes, period } = of;
    for (const scope of scopesOf(codes)) {
      const id = `${codes.market}|${scope}|${period}`;
      const splits: Splits = scopes.get(id) ?? new Map(dimensions.map((dimension) => [dimension, new Map()]));
      scopes.set(id, splits);
      for (const [dimension, keys] of splits) {
        const key = keyIn(dimension, codes);
        const known = keys.get(key) ?? {
          at: { market: codes.market, scope, period, dimension, key },
          sums: new Sums(),
        };
        keys.set(key, known);
        known.sums.all(sums);
      }
    }
  }
  return [...scopes.values()]
    .flatMap((splits) => [...splits.values()].flatMap((keys) => [...keys.values()]))
    .filter(({ sums }) => !sums.isNothing);
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
      ...counts.map((_, n) => numbersOf(ladders, ({ sums }) => sums.counts[n] ?? 0)),
      ...amounts.map((_, n) => numbersOf(ladders, ({ sums }) => moneyOf(sums.fen[n] ?? 0n))),
    ],
  );
}

/** As PostgreSQL writes an array: numbers need none of what the driver does for texts. */
function numbersOf<T>(items: readonly T[], number: (item: T) => number | string): string {
  return `{${items.map(number).join(',')}}`;
}

function moneyOf(fen: bigint): string {
  return fen === 0n ? '0' : yuan(fen);
}
