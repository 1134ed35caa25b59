import { type Rung, rungs } from '../ladder.store.js';
import { restlessSplits, tops, topsWith } from './entries.sql.js';
import { after, codeSql, type Length, lengths, newlyIn } from './splits.sql.js';

/**
 * Two collections of places (market, scope, period, split, part) with their counts and money are compared without
 * bringing either together by place. Each place has a weight, the product of random numbers of its members, and the sums
 * of what stands at each place times its weight are compared: a product over all periods, scopes and splits of an entry
 * is that of their sums, so an entry is one term of the sum, in however many places it counts. The numbers are others in
 * every recount. Two different collections have the same sum with a chance below one in 10^7 in a lane, by Schwartz and
 * Zippel, and there are two lanes, of different primes, so that no amount is a multiple of both.
 */
const lanes = [
  {
    name: 'a',
    prime: 2147483647,
    bits: (hash: string) => `(${hash} & 536870911)`,
    ofSum: (sum: string) => `(${sum} & 4294967295)`,
  },
  {
    name: 'b',
    prime: 2147483629,
    bits: (hash: string) => `((${hash} >> 32) & 268435455)`,
    ofSum: (sum: string) => `(${sum} >> 32)`,
  },
] as const;
type Lane = (typeof lanes)[number];
/** The bits of both lanes where they stand in a hash: eight of these are added up in one number, and no lane runs over. */
const bothLanes = (hash: string) => `(${hash} & ${(268435455n << 32n) | 536870911n})`;

const perLane = (said: (lane: Lane) => string, separator = ', ') => lanes.map(said).join(separator);

/** Splits in which an entry has a code; each entry is in the whole, and under its code in each of the others. */
const splitBy = {
  area: 'area',
  department: 'department',
  chain: 'chain',
  field: 'field',
  firm: 'firm_id::text',
  firm_area: 'firm_area',
  channel: 'channel',
} as const;
const codes = Object.keys(splitBy) as (keyof typeof splitBy)[];

/** A day, the level before and the one reached, as one number. */
const rise = (day: string) => `((${day} - DATE '2000-01-01') * 64 + had * 8 + level)`;

export class Weights {
  /** @param salt a random whole number below 2^53 */
  constructor(private readonly salt: number) {}

  /** What pairs that only climbed come to: a term a fact that took them up, for all levels that it brought. */
  get climbs(): string {
    const counted = ({
      name: l,
      prime,
    }: Lane) => `base_${l} * ((reach_${l} + CASE WHEN first_version THEN first_${l} ELSE 0 END
      + CASE WHEN next IS NULL OR next >= ${after('year')} THEN year_${l} WHEN next >= ${after('half')} THEN half_${l}
          WHEN next >= ${after('quarter')} THEN quarter_${l} WHEN next >= ${after('month')} THEN month_${l} ELSE 0 END) % ${prime}) % ${prime}`;
    const money = ({ name: l, prime }: Lane) =>
      `CASE fen WHEN 0 THEN 0 ELSE base_${l} * money_${l} % ${prime} * (fen % ${prime}) % ${prime} END`;
    return `WITH ${topsWith}, months AS MATERIALIZED (${this.months}), parts AS MATERIALIZED (${this.levels}),
  steps AS MATERIALIZED (${this.steps})
SELECT ${perLane((lane) => `coalesce(sum(${counted(lane)}), 0) AS count_${lane.name}, coalesce(sum(${money(lane)}), 0) AS money_${lane.name}`)}
FROM (
  SELECT ${perLane((lane) => this.base(lane))}, ${rise('posted_day')} AS rise, next, fen, first_version
  FROM ${tops(`${this.hashes}, CASE WHEN amount IS NULL THEN 0 ELSE (amount * 100)::bigint END AS fen`)} OFFSET 0
) AS w JOIN steps USING (rise)`;
  }

  /** What the other pairs come to, entry by entry. */
  get restless(): string {
    const newly = ({ name }: Lane) =>
      `(${lengths.map((of) => `${newlyIn(of)} * ${of}_${name}`).join(' + ')})`;
    const counted = (lane: Lane) => {
      const [all, l] = [`all_${lane.name}`, lane.name];
      return `base_${l} * ((count * (${all} * reached_${l} % ${lane.prime}) + first_version * (${all} * first_version_${l} % ${lane.prime})
      + ${newly(lane)} % ${lane.prime} * newly_${l}) % ${lane.prime}) % ${lane.prime}`;
    };
    const money = (lane: Lane) =>
      `CASE fen WHEN 0 THEN 0 ELSE ${product(lane, `base_${lane.name}`, `all_${lane.name}`, `reached_${lane.name}`, 'fen')} END`;
    const kept = `start, level, count, fen, first_version, ${lengths.map(newlyIn).join(', ')}`;
    return `WITH ${restlessSplits.with}, months AS MATERIALIZED (${this.months}), parts AS MATERIALIZED (${this.levels})
SELECT ${perLane((lane) => `coalesce(sum(${counted(lane)}), 0) AS count_${lane.name}, coalesce(sum(${money(lane)}), 0) AS money_${lane.name}`)}
FROM (
  SELECT ${perLane((lane) => this.base(lane))}, ${kept} FROM (
    SELECT ${this.hashes}, ${kept} FROM (${restlessSplits.from.map((one) => `SELECT * FROM ${one}`).join(' UNION ALL ')}) AS e OFFSET 0
  ) AS h OFFSET 0
) AS w JOIN months USING (start) JOIN parts USING (level)`;
  }

  /** The numbers of an entry's codes; those of its splits are added up. */
  private get hashes(): string {
    const splits = codes.map((code) => this.keyHash(`'${code}'`, `coalesce(${splitBy[code]}, 'none')`));
    return [
      `${this.hash('market', 'market')} AS market`,
      `CASE WHEN area IS NULL THEN NULL ELSE ${this.hash('scope', 'area')} END AS own_scope`,
      `${[this.keyHash(`'total'`, `'all'`), ...splits].map(bothLanes).join(' + ')} AS splits`,
    ].join(', ');
  }

  /** Of all scopes and splits in which an entry with these codes stands. */
  private base({ name, prime, bits, ofSum }: Lane): string {
    const scopes = `${bits(this.hash('scope', `'city'`))} + coalesce(${bits('own_scope')}, 0)`;
    return `${bits('market')} * (${scopes}) % ${prime} * (${ofSum('splits')} % ${prime}) % ${prime} AS base_${name}`;
  }

  /** Of a climb from one level to another: all levels that it brings, and the one on which it ends. */
  private get rises(): string {
    const lane = ({ name: l, prime }: Lane) =>
      `sum(k.reached_${l})::bigint % ${prime} AS levels_${l}, min(b.reached_${l}) AS top_${l}, min(b.newly_${l}) AS newly_${l},
    CASE WHEN a.level < 4 AND b.level >= 4 THEN min(b.first_version_${l}) ELSE 0 END AS first_version_${l}`;
    return `SELECT a.level AS had, b.level, ${perLane(lane)}
  FROM parts a JOIN parts b ON b.level > a.level JOIN parts k ON k.level > a.level AND k.level <= b.level GROUP BY a.level, b.level`;
  }

  /** Of every day, and of each rise on it: what its levels, its money and its periods weigh. */
  private get steps(): string {
    const lane = ({ name: l, prime }: Lane) => {
      const upTo = lengths.map((of, n) => {
        const periods = lengths.slice(0, n + 1).map((one) => `${one}_${l}`);
        return `(${periods.join(' + ')}) % ${prime} * newly_${l} % ${prime} AS ${of}_${l}`;
      });
      return `all_${l} * levels_${l} % ${prime} AS reach_${l}, all_${l} * top_${l} % ${prime} AS money_${l}, ${upTo.join(', ')},
    all_${l} * first_version_${l} % ${prime} AS first_${l}`;
    };
    return `SELECT ${rise('day')} AS rise, ${lengths.map(after).join(', ')}, ${perLane(lane)}
  FROM days JOIN months ON months.start = days.month CROSS JOIN (${this.rises}) AS r`;
  }

  /** What stands at places that are told one by one. @param places rows of the roll-ups */
  of(places: string): string {
    const weight = (lane: Lane) =>
      `${product(lane, ...['market', 'scope', 'period', 'key', 'part'].map((of) => lane.bits(of)))} AS weight_${lane.name}`;
    const fen = '(amount * 100)::bigint';
    return `SELECT count(*) AS places, ${perLane(
      ({ name, prime }) =>
        `coalesce(sum(count % ${prime} * weight_${name} % ${prime}), 0) AS count_${name}, coalesce(sum(${fen} % ${prime} * weight_${name} % ${prime}), 0) AS money_${name}`,
    )}
FROM (
  SELECT count, amount, ${perLane(weight)} FROM (
    SELECT count, amount, ${this.hash('market', 'market')} AS market, ${this.hash('scope', 'scope')} AS scope,
      ${this.hash('period', 'period')} AS period, ${this.keyHash('dimension', 'key')} AS key, ${this.partHash('part', 'bucket')} AS part
    FROM (${places}) AS p OFFSET 0
  ) AS h OFFSET 0
) AS w`;
  }

  /** What stands in the ladders: one term a place, for all that claims move there. */
  get ladders(): string {
    const weight = (lane: Lane) =>
      `${product(lane, ...['market', 'scope', 'period', 'key'].map((of) => lane.bits(of)))} AS weight_${lane.name}`;
    // A count or money below the prime, times a number of 29 bits: five of these are added up without running over.
    const sum = ({ bits, prime }: Lane, terms: readonly (readonly [of: string, rung: Rung])[]) =>
      [terms.slice(0, 5), terms.slice(5)]
        .filter((some) => some.length > 0)
        .map(
          (some) =>
            `(${some.map(([of, { part, bucket }]) => `${of} % ${prime} * ${bits(this.partHash(`'${part}'`, String(bucket)))}`).join(' + ')}) % ${prime}`,
        )
        .join(' + ');
    const counted = rungs.map((rung) => [rung.count, rung] as const);
    const money = rungs.flatMap((rung) => (rung.amount === null ? [] : [[rung.amount, rung] as const]));
    const told = rungs.map(
      ({ count, amount }) =>
        `CASE WHEN ${count} <> 0${amount === null ? '' : ` OR ${amount} <> 0`} THEN 1 ELSE 0 END`,
    );
    return `SELECT coalesce(sum(${told.join(' + ')}), 0) AS places, ${perLane(
      (lane) =>
        `coalesce(sum((${sum(lane, counted)}) % ${lane.prime} * weight_${lane.name} % ${lane.prime}), 0) AS count_${lane.name},
  coalesce(sum((${sum(lane, money)}) % ${lane.prime} * weight_${lane.name} % ${lane.prime}), 0) AS money_${lane.name}`,
    )}
FROM (
  SELECT *, ${perLane(weight)} FROM (
    SELECT ${rungs.map(({ count, amount }) => (amount === null ? count : `${count}, (${amount} * 100)::bigint AS ${amount}`)).join(', ')},
      ${this.hash('market', 'market')} AS market, ${this.hash('scope', 'scope')} AS scope, ${this.hash('period', 'period')} AS period,
      ${this.keyHash('dimension', 'key')} AS key
    FROM ledger_ladders OFFSET 0
  ) AS h OFFSET 0
) AS w`;
  }

  /** Of months, and of the starts of longer periods: the numbers of each period that begins or holds it, and of all. */
  private get months(): string {
    const hash = (length: Length) => this.hash('period', codeSql(length, 'start'));
    const one = (lane: Lane) =>
      `${lengths.map((of) => `${lane.bits(of)} AS ${of}_${lane.name}`).join(', ')}, (${lengths.map((of) => lane.bits(of)).join(' + ')}) % ${lane.prime} AS all_${lane.name}`;
    return `SELECT start, ${perLane(one)} FROM (
  SELECT start, ${lengths.map((of) => `${hash(of)} AS ${of}`).join(', ')} FROM (SELECT DISTINCT month AS start FROM days) AS m OFFSET 0) AS h`;
  }

  private get levels(): string {
    const one = ({ name, bits }: Lane) =>
      ['reached', 'newly', 'first_version']
        .map(
          (part) =>
            `${bits(this.partHash(`'${part}'`, part === 'first_version' ? '0' : 'level'))} AS ${part}_${name}`,
        )
        .join(', ');
    return `SELECT level::smallint, ${perLane(one)} FROM generate_series(1, 5) AS level`;
  }

  /** The same text is another number as a scope and as a period. */
  private hash(member: 'market' | 'scope' | 'period' | 'dimension' | 'part', text: string): string {
    return `hashtextextended(${text}, hashtextextended('${member}', ${this.salt}))`;
  }

  private keyHash(dimension: string, key: string): string {
    return `hashtextextended(${key}, ${this.hash('dimension', dimension)})`;
  }

  private partHash(part: string, bucket: string): string {
    return `hashint4extended(${bucket}::integer, ${this.hash('part', part)})`;
  }
}

/** Sums of both lanes, and how many places were summed where that is told. */
export interface Weighed extends Record<string, unknown> {
  readonly places?: string;
  readonly count_a: string;
  readonly money_a: string;
  readonly count_b: string;
  readonly money_b: string;
}

/** What parts come to together, in words that are the same where the sums are. */
export function sumsOf(parts: readonly Weighed[]): string {
  const sums = lanes.flatMap(({ name, prime }) =>
    ([`count_${name}`, `money_${name}`] as const).map((of) => {
      const rest = parts.reduce((sum, part) => sum + BigInt(part[of]), 0n) % BigInt(prime);
      return (rest + BigInt(prime)) % BigInt(prime);
    }),
  );
  return sums.join(' ');
}

/** A product of numbers, each of a few bits more than the prime at most. */
function product({ prime }: Lane, ...factors: readonly string[]): string {
  return factors.reduce((sum, factor) => `${sum} * ((${factor}) % ${prime}) % ${prime}`, '1');
}
