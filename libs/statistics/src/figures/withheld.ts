import { parsePeriod } from '#kernel';
import { determined, type Equation } from './reckoning.js';

/** An amount that fewer pairs stand behind is not published: it would be a single firm's contract. */
export const fewestPairs = 3;

/** Money of a period of one year, of the whole market (`total`) or under one key of a split. */
export interface Amount {
  readonly period: string;
  readonly split: string;
  readonly key: string;
  readonly fen: bigint;
  readonly pairs: number;
}

/** Where an amount stands, as `withheldOf` names it. */
export function placeOf({ period, split, key }: Pick<Amount, 'period' | 'split' | 'key'>): string {
  return `${period} ${split} ${key}`;
}

/** Of the whole market. */
export const whole = { split: 'total', key: 'all' } as const;

/**
 * What the public does not read of all the amounts of one market and year. An amount of fewer than `fewestPairs` pairs is
 * withheld. Periods add up to longer ones and every split to its total, so that an amount that is withheld alone could be
 * reckoned from the others, across pages too: further amounts are withheld until no withheld one can be, and until those
 * withheld of one sum are of `fewestPairs` pairs together. What is 0 everyone knows by the number of pairs.
 */
export function withheldOf(all: readonly Amount[]): ReadonlySet<string> {
  const amounts = new Map(all.filter(({ fen }) => fen !== 0n).map((one) => [placeOf(one), one]));
  const same = sameIn(sumsOf(amounts));
  const unknowns = new Map<string, Unknown>();
  for (const [place, one] of amounts) unknowns.set(same(place), missed(unknowns.get(same(place)), one));
  const sums = sumsOf(amounts).map((sum) => ({
    whole: sum.whole && same(sum.whole),
    parts: sum.parts.map(same),
  }));
  const withheld = withheldAmong(unknowns, distinct(sums));
  return new Set([...amounts.keys()].filter((place) => withheld.has(same(place))));
}

/** What stands at one place or at several that are always the same. */
interface Unknown {
  readonly pairs: number;
  readonly fen: bigint;
  /** How much it is missed: splits less than totals, short periods less than long ones. */
  readonly rank: number;
}

function missed(before: Unknown | undefined, { period, split, fen, pairs }: Amount): Unknown {
  const rank = (parsePeriod(period)?.months.length ?? 12) + (split === whole.split ? 100 : 0);
  return { pairs: Math.min(pairs, before?.pairs ?? pairs), fen, rank: Math.max(rank, before?.rank ?? 0) };
}

/** Of a sum with one part the whole is the part: under which name each place goes. */
function sameIn(sums: readonly Equation[]): (place: string) => string {
  const names = new Map<string, string>();
  const nameOf = (place: string): string => {
    let name = place;
    for (let next = names.get(name); next !== undefined; next = names.get(name)) name = next;
    return name;
  };
  for (const { whole: sum, parts } of sums) {
    const [only, another] = parts;
    if (sum === null || only === undefined || another !== undefined || nameOf(only) === nameOf(sum)) continue;
    names.set(nameOf(only), nameOf(sum));
  }
  return nameOf;
}

function distinct(sums: readonly Equation[]): Equation[] {
  const several = sums.filter(({ whole: sum, parts }) => sum === null || parts.length > 1);
  return [...new Map(several.map((sum) => [placesIn(sum).join('|'), sum])).values()];
}

function withheldAmong(
  unknowns: ReadonlyMap<string, Unknown>,
  sums: readonly Equation[],
): ReadonlySet<string> {
  const of = (name: string): Unknown => unknowns.get(name) ?? { pairs: 0, fen: 0n, rank: 0 };
  const withheld = new Set([...unknowns.keys()].filter((name) => of(name).pairs < fewestPairs));
  const sumsWith = new Map<string, Equation[]>();
  for (const sum of sums)
    for (const name of placesIn(sum)) sumsWith.set(name, [...(sumsWith.get(name) ?? []), sum]);
  for (let more = complements(); more.size > 0; more = complements())
    for (const name of more) withheld.add(name);
  return withheld;

  /** One further amount for each that could be reckoned, and for each told sum whose withheld parts are too few. */
  function complements(): Set<string> {
    const left = sums.map(({ whole: sum, parts }) => ({
      whole: sum !== null && withheld.has(sum) ? sum : null,
      parts: parts.filter((part) => withheld.has(part)),
    }));
    const open = determined(left);
    const chosen = new Set<string>();
    for (const name of open) choose(sumsWith.get(name) ?? [], chosen);
    for (const [n, { whole: sum, parts }] of left.entries())
      if (
        sum === null &&
        parts.length > 0 &&
        parts.reduce((all, part) => all + of(part).pairs, 0) < fewestPairs
      )
        choose(sums.slice(n, n + 1), chosen);
    // All that stands beside them is withheld already: then any other amount of a sum is.
    if (chosen.size === 0 && open.size > 0) choose(sums, chosen);
    // Those that are missed least first: with them, others may be needed no longer.
    const least = Math.min(...[...chosen].map((name) => of(name).rank));
    return new Set([...chosen].filter((name) => of(name).rank === least));
  }

  /** The one that is missed least of those that these sums still tell, unless one of them has been chosen. */
  function choose(among: readonly Equation[], chosen: Set<string>): void {
    const told = among.flatMap(placesIn).filter((name) => !withheld.has(name));
    if (told.some((name) => chosen.has(name))) return;
    const size = ({ fen }: Unknown) => (fen < 0n ? -Number(fen) : Number(fen));
    const [first] = told.sort(
      (a, b) => of(a).rank - of(b).rank || size(of(a)) - size(of(b)) || (a < b ? -1 : 1),
    );
    if (first !== undefined) chosen.add(first);
  }
}

function placesIn({ whole: sum, parts }: Equation): string[] {
  return sum === null ? [...parts] : [...parts, sum];
}

/** The periods that a longer one is the sum of. */
export function partsOf(period: string): string[] {
  const [year, part] = period.split('-');
  if (part === undefined) return [`${year}-H1`, `${year}-H2`];
  const n = Number(part.slice(1));
  if (part.startsWith('H')) return [`${year}-Q${2 * n - 1}`, `${year}-Q${2 * n}`];
  return part.startsWith('Q') ? [...(parsePeriod(period)?.months ?? [])] : [];
}

/** A period with all that lies in it. */
export function within(period: string): string[] {
  return [period, ...partsOf(period).flatMap(within)];
}

/** Every sum among the amounts that are not 0: over time, under each key, and of each split. */
function sumsOf(amounts: ReadonlyMap<string, Amount>): Equation[] {
  const all = [...amounts.values()];
  const periods = [...new Set(all.map(({ period }) => period.slice(0, 4)))].flatMap(within);
  const keys = [...new Map(all.map(({ split, key }) => [`${split} ${key}`, { split, key }])).values()];
  const splits = new Set(all.map(({ split }) => split).filter((split) => split !== whole.split));
  const known = (at: Pick<Amount, 'period' | 'split' | 'key'>) => {
    const place = placeOf(at);
    return amounts.has(place) ? [place] : [];
  };
  const over = keys.flatMap((key) =>
    periods.map((period) => ({
      whole: known({ period, ...key })[0] ?? null,
      parts: partsOf(period).flatMap((part) => known({ period: part, ...key })),
    })),
  );
  const split = periods.flatMap((period) =>
    [...splits].map((of) => ({
      whole: known({ period, ...whole })[0] ?? null,
      parts: keys.filter((key) => key.split === of).flatMap((key) => known({ period, ...key })),
    })),
  );
  // Sums over time are short, and taken first.
  return [...over, ...split].filter(({ parts }) => parts.length > 0);
}

/** How a reader is told. */
export const withheldSaid = `“*”：不足${fewestPairs}对的金额涉及个别企业，不公布；为免由合计、由各分组或由其他统计期推算，必要时另隐去几项。`;
