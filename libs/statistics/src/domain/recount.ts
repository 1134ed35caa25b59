import { type Head, hashOf, type LedgerEntry } from './entry.js';

export interface Difference {
  /** `fact`: what was announced and the entries differ; `claim`: what the engagements have and what was announced. */
  readonly what: 'count' | 'chain' | 'pair' | 'fact' | 'claim';
  readonly detail: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Walks the ledger from its first entry: every link, and that a pair and its amount stand once at a level or not at all.
 * It shares no code with what writes the entries. Give it the entries in their order.
 */
export class ChainWalk {
  private readonly open = new Set<string>();
  /** Amount that stands, by pair and level. */
  private readonly money = new Map<string, string>();
  private readonly faults: Difference[] = [];
  private seq = 0;
  private hash = '0'.repeat(64);

  add(entry: LedgerEntry): void {
    this.link(entry);
    this.once(entry);
  }

  /** Every fault, the head of the chain included; empty when all is well. */
  compare(head: Head): Difference[] {
    if (head.seq === this.seq && head.hash === this.hash) return this.faults;
    return [
      ...this.faults,
      fault('chain', '台账末条与链头不符', `${this.seq} ${this.hash}`, `${head.seq} ${head.hash}`),
    ];
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
    const pair = `${entry.demandListingId} ${entry.firmId} ${entry.level}`;
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
