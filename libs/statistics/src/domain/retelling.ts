import type { FactOf } from '#contracts';
import type { LedgerEntry } from './entry.js';
import type { Difference } from './recount.js';

type Step = FactOf<'claim.verified'> | FactOf<'claim.reversed'>;

/** A claim that was verified, and maybe reversed since, as the engagements have it. */
export interface DecidedClaim {
  readonly id: string;
  readonly state: 'verified' | 'reversed';
  readonly level: number;
  /** Yuan. */
  readonly amount: string | null;
  readonly demandListingId: string;
  readonly firmId: string;
  readonly number: string;
}

interface Told {
  readonly id: string;
  readonly fact: Step;
}

/**
 * Tells the ledger again from facts and claims, without the code that wrote it: what each fact should have entered is
 * the difference between how its pair stands before and after it, and each standing is counted from the claims alone.
 */
export class Retelling {
  private readonly pairs = new Map<string, Told[]>();
  private readonly found = new Map<string, number>();
  private told = 0;

  /** Facts told so far. */
  get facts(): number {
    return this.told;
  }

  fact(id: string, fact: Step): void {
    const firm = fact.name === 'claim.verified' ? fact.supply.organisationId : fact.firmId;
    const pair = `${fact.demandListingId} ${firm}`;
    const told = this.pairs.get(pair) ?? [];
    told.push({ id, fact });
    this.pairs.set(pair, told);
    this.told++;
  }

  entry(entry: LedgerEntry): void {
    const { factId, kind, level, occasion, amount } = entry;
    const lines = [
      ...(occasion === null ? [] : [pairLine(factId, kind, level)]),
      ...(amount === null ? [] : [amountLine(factId, kind, level, amount)]),
    ];
    for (const line of lines) this.found.set(line, (this.found.get(line) ?? 0) + 1);
  }

  /** What the entries lack or have too much, and where claims and facts do not tell the same. */
  compare(claims: readonly DecidedClaim[]): Difference[] {
    const missing: Difference[] = [];
    const left = new Map(this.found);
    for (const told of this.pairs.values())
      for (const [line, number] of linesOf(told)) {
        const count = left.get(line) ?? 0;
        if (count === 0) missing.push({ what: 'fact', detail: number, expected: line, found: 'none' });
        else left.set(line, count - 1);
      }
    const more = [...left].flatMap(([line, count]): Difference[] =>
      count > 0 ? [{ what: 'fact', detail: '台账多出的记录', expected: 'none', found: line }] : [],
    );
    return [...missing, ...more, ...this.claims(claims)];
  }

  private claims(claims: readonly DecidedClaim[]): Difference[] {
    const told = new Map<string, string>();
    for (const { fact } of [...this.pairs.values()].flatMap((steps) => bySequence(steps)))
      told.set(
        fact.claimId,
        fact.name === 'claim.verified'
          ? `verified ${fact.level} ${money(fact.amount)}`
          : (told.get(fact.claimId) ?? 'verified').replace('verified', 'reversed'),
      );
    const differences: Difference[] = [];
    for (const { id, state, level, amount, number } of claims) {
      const [expected, found] = [`${state} ${level} ${money(amount)}`, told.get(id) ?? 'none'];
      told.delete(id);
      if (expected !== found) differences.push({ what: 'claim', detail: `${number} ${id}`, expected, found });
    }
    for (const [id, found] of told)
      differences.push({ what: 'claim', detail: `没有申报 ${id}`, expected: 'none', found });
    return differences;
  }
}

/** How a pair stands: by level, the claim whose amount counts there; and the highest level of all claims. */
interface Standing {
  readonly highest: number;
  readonly amounts: ReadonlyMap<number, { readonly claimId: string; readonly amount: string }>;
}

/** Every line that the steps of a pair should have left in the ledger, with the engagement's number. */
function linesOf(told: readonly Told[]): [line: string, number: string][] {
  const lines: [string, string][] = [];
  const standing = new Map<string, number>();
  const amounts = new Map<number, { claimId: string; amount: string }>();
  let number = '';
  for (const [index, { id, fact }] of bySequence(told).entries()) {
    if (fact.sequence !== index + 1) {
      lines.push([`fact ${id}: an earlier step is missing`, number]);
      break;
    }
    const before: Standing = { highest: Math.max(1, ...standing.values()), amounts: new Map(amounts) };
    if (fact.name === 'claim.verified') {
      number = fact.number;
      standing.set(fact.claimId, fact.level);
      if (fact.amount !== null && !amounts.has(fact.level))
        amounts.set(fact.level, { claimId: fact.claimId, amount: fact.amount });
    } else {
      standing.delete(fact.claimId);
      if (amounts.get(fact.level)?.claimId === fact.claimId) amounts.delete(fact.level);
    }
    const after: Standing = { highest: Math.max(1, ...standing.values()), amounts };
    for (const line of between(id, before, after)) lines.push([line, number]);
  }
  return lines;
}

/** What changed at each level: the pair there, and its amount, each by itself. */
function between(factId: string, before: Standing, after: Standing): string[] {
  return [2, 3, 4, 5].flatMap((level) => {
    const [was, is] = [before.highest >= level, after.highest >= level];
    const [had, has] = [before.amounts.get(level)?.amount, after.amounts.get(level)?.amount];
    return [
      ...(was === is ? [] : [pairLine(factId, is ? 'verified' : 'reversal', level)]),
      ...(had === has
        ? []
        : [amountLine(factId, has === undefined ? 'reversal' : 'verified', level, has ?? had ?? '')]),
    ];
  });
}

type Kind = LedgerEntry['kind'];

function pairLine(factId: string, kind: Kind, level: number): string {
  return `${factId} ${kind} level ${level} pair`;
}

function amountLine(factId: string, kind: Kind, level: number, amount: string): string {
  return `${factId} ${kind} level ${level} amount ${money(amount)}`;
}

/** `12`, `12.5` and `12.50` are one amount. */
function money(amount: string | null): string {
  if (amount === null) return '-';
  const [yuan = '0', cents = ''] = amount.split('.');
  return `${BigInt(yuan)}.${cents.padEnd(2, '0')}`;
}

function bySequence(told: readonly Told[]): Told[] {
  return [...told].sort((a, b) => a.fact.sequence - b.fact.sequence);
}
