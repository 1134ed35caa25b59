import type { ClaimState } from '#contracts';
import { addDays, fen } from '#kernel';
import type { Claim, Told } from './market.js';

/** domain.md in the fewest words. It knows no ledger, no occasion and no sequence: it looks at claims and counts. */
export class Model {
  private readonly states = new Map<string, ClaimState>();
  private readonly seen: Told[] = [];
  /** By month and level: pairs gained less pairs lost, and money. */
  readonly figures = new Map<string, { pairs: number; money: bigint }>();

  mayClaim(own: readonly Claim[], level: number): boolean {
    const verified = own.filter((claim) => this.state(claim) === 'verified').map((claim) => claim.level);
    const busy = own.some(
      (claim) =>
        claim.level === level && ['claimed', 'confirmed', 'disputed', 'verified'].includes(this.state(claim)),
    );
    return !busy && verified.every((reached) => reached < level);
  }

  mayStep(claim: Claim, to: ClaimState): boolean {
    switch (this.state(claim)) {
      case 'claimed':
        return ['confirmed', 'declined', 'withdrawn', 'disputed', 'expired'].includes(to);
      case 'confirmed':
        return ['verified', 'rejected', 'withdrawn', 'disputed'].includes(to);
      case 'disputed':
        return ['verified', 'rejected', 'withdrawn'].includes(to);
      case 'verified':
        return to === 'reversed';
      default:
        return false;
    }
  }

  step(claim: Claim, to: ClaimState): void {
    this.states.set(claim.id, to);
  }

  private state(claim: Claim): ClaimState {
    return this.states.get(claim.id) ?? 'claimed';
  }

  /** Facts arrived: of each pair those without a gap before them count, in the month of their day or the next open one. */
  arrive(told: readonly Told[], frozen: ReadonlySet<string>): void {
    for (const one of told) {
      if (this.seen.includes(one)) continue;
      const before = this.prefix(one.pair);
      this.seen.push(one);
      const after = this.prefix(one.pair);
      for (let n = before.length; n < after.length; n++)
        this.post(after.slice(0, n), after.slice(0, n + 1), frozen);
    }
  }

  private prefix(of: number): Told[] {
    const own = this.seen.filter((one) => one.pair === of).sort((a, b) => a.fact.sequence - b.fact.sequence);
    const gap = own.findIndex((one, index) => one.fact.sequence !== index + 1);
    return gap < 0 ? own : own.slice(0, gap);
  }

  private post(before: readonly Told[], after: readonly Told[], frozen: ReadonlySet<string>): void {
    const [was, is] = [stands(before), stands(after)];
    let month = after.at(-1)?.fact.day.slice(0, 7) ?? '';
    while (frozen.has(month)) month = addDays(`${month}-28`, 4).slice(0, 7);
    for (const level of [2, 3, 4, 5]) {
      const at = `${month} ${level}`;
      const figure = this.figures.get(at) ?? { pairs: 0, money: 0n };
      figure.pairs += Number(is.reached >= level) - Number(was.reached >= level);
      figure.money += (is.money.get(level) ?? 0n) - (was.money.get(level) ?? 0n);
      this.figures.set(at, figure);
    }
  }
}

/** How high a pair stands after these facts, and the money of each level: of the claims that stand, each at its own. */
function stands(told: readonly Told[]): { reached: number; money: Map<number, bigint> } {
  const gone = new Set(told.flatMap(({ fact }) => (fact.name === 'claim.reversed' ? [fact.claimId] : [])));
  const money = new Map<number, bigint>();
  let reached = 0;
  for (const { fact } of told) {
    if (fact.name !== 'claim.verified' || gone.has(fact.claimId)) continue;
    reached = Math.max(reached, fact.level);
    money.set(fact.level, (money.get(fact.level) ?? 0n) + fen(fact.amount ?? '0'));
  }
  return { reached, money };
}
