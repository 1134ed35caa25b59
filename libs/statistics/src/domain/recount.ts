import { fen, yuan } from '#kernel';
import { type Head, hashOf, type LedgerEntry } from './entry.js';

/** A figure of the roll-ups, or of a count from scratch. */
export interface Figure {
  readonly period: string;
  readonly dimension: string;
  readonly key: string;
  readonly level: number;
  readonly count: number;
  /** Yuan with two decimals. */
  readonly amount: string;
}

export interface Difference {
  /** `fact`: what was announced and the entries differ; `claim`: what the engagements have and what was announced. */
  readonly what: 'count' | 'chain' | 'pair' | 'fact' | 'claim';
  readonly detail: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Counts the ledger again from its first entry, on its own: it shares no code with what keeps the roll-ups, so that a
 * mistake there shows here. Give it the entries in their order.
 */
export class Recount {
  private readonly sums = new Map<string, { count: number; fen: bigint }>();
  private readonly open = new Set<string>();
  /** Amount that stands, by pair and level. */
  private readonly money = new Map<string, string>();
  private readonly faults: Difference[] = [];
  private seq = 0;
  private hash = '0'.repeat(64);

  add(entry: LedgerEntry): void {
    this.link(entry);
    this.once(entry);
    const [year = '', month = ''] = entry.postedDay.split('-');
    const quarter = Math.floor((Number(month) + 2) / 3);
    const keys: Record<string, string | null> = {
      total: 'all',
      area: entry.area,
      department: entry.department,
      chain: entry.chain,
      field: entry.field,
      firm: entry.firmId,
      channel: entry.channel,
      firm_area: entry.firmArea,
    };
    const sign = entry.kind === 'verified' ? 1 : -1;
    const count = entry.occasion === null ? 0 : sign;
    const money = BigInt(sign) * fen(entry.amount ?? '0');
    for (const period of [year, `${year}-Q${quarter}`, `${year}-${month}`]) {
      for (const dimension in keys) {
        const at = JSON.stringify([period, dimension, keys[dimension] ?? 'none', entry.level]);
        const sum = this.sums.get(at) ?? { count: 0, fen: 0n };
        sum.count += count;
        sum.fen += money;
        this.sums.set(at, sum);
      }
    }
  }

  get figures(): Figure[] {
    return [...this.sums].map(([at, sum]) => {
      const [period, dimension, key, level] = JSON.parse(at) as [string, string, string, number];
      return { period, dimension, key, level, count: sum.count, amount: yuan(sum.fen) };
    });
  }

  /** Every difference between this count, the roll-ups and the head of the chain; empty when all is well. */
  compare(rollups: readonly Figure[], head: Head): Difference[] {
    const found = new Map(rollups.map((row) => [at(row), row]));
    const differences = [...this.faults];
    if (head.seq !== this.seq || head.hash !== this.hash)
      differences.push(
        fault('chain', '台账末条与链头不符', `${this.seq} ${this.hash}`, `${head.seq} ${head.hash}`),
      );
    for (const figure of this.figures) {
      const row = found.get(at(figure));
      found.delete(at(figure));
      const [expected, is] = [shown(figure), row ? shown(row) : '0 0.00'];
      if (expected !== is) differences.push(fault('count', name(figure), expected, is));
    }
    for (const row of found.values())
      if (shown(row) !== '0 0.00') differences.push(fault('count', name(row), '0 0.00', shown(row)));
    return differences;
  }

  get entries(): number {
    return this.seq;
  }

  private link(entry: LedgerEntry): void {
    if (entry.seq !== this.seq + 1)
      this.faults.push(fault('chain', '序号不连续', String(this.seq + 1), String(entry.seq)));
    if (entry.prevHash !== this.hash)
      this.faults.push(fault('chain', `第${entry.seq}条的前一哈希`, this.hash, entry.prevHash));
    const own = hashOf(entry);
    if (own !== entry.hash) this.faults.push(fault('chain', `第${entry.seq}条的哈希`, own, entry.hash));
    this.seq = entry.seq;
    this.hash = entry.hash;
  }

  /** A pair stands at a level once, or not at all. */
  private once(entry: LedgerEntry): void {
    const pair = `${entry.scenarioId} ${entry.firmId} ${entry.level}`;
    this.moneyOnce(entry, pair);
    if (entry.occasion === null) return;
    const stands = this.open.has(pair);
    if (stands === (entry.kind === 'verified'))
      this.faults.push(
        fault('pair', `第${entry.seq}条 ${pair}`, stands ? 'reversal' : 'verified', entry.kind),
      );
    if (entry.kind === 'verified') this.open.add(pair);
    else this.open.delete(pair);
  }

  /** An amount stands once for a pair at a level, that of its claim, and is taken back as it was entered. */
  private moneyOnce({ seq, kind, level, claimId, claimedLevel, amount }: LedgerEntry, pair: string): void {
    if (amount === null) return;
    const [stands, own] = [this.money.get(pair), `${claimId} ${amount}`];
    const wanted = kind === 'verified' ? undefined : own;
    if (stands !== wanted || level !== claimedLevel)
      this.faults.push(fault('pair', `第${seq}条金额 ${pair}`, stands ?? 'none', own));
    if (kind === 'verified') this.money.set(pair, own);
    else this.money.delete(pair);
  }
}

function fault(what: Difference['what'], detail: string, expected: string, found: string): Difference {
  return { what, detail, expected, found };
}

function at(figure: Figure): string {
  return JSON.stringify([figure.period, figure.dimension, figure.key, figure.level]);
}

function shown(figure: Figure): string {
  return `${figure.count} ${yuan(fen(figure.amount))}`;
}

function name(figure: Figure): string {
  return `${figure.period} ${figure.dimension}=${figure.key} level ${figure.level}`;
}
