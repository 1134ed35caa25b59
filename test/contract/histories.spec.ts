import fc from 'fast-check';
import type { ClaimState } from '#contracts';
import { addDays, fen, yuan } from '#kernel';
import { brokenAt, genesis, type LedgerEntry, Retelling } from '#statistics';
import { type Command, histories } from '../support/histories/commands.js';
import { type Claim, Market, same } from '../support/histories/market.js';
import { Model } from '../support/histories/model.js';

/** What the entries add up to, by the month in which they were posted. */
function posted(entries: readonly LedgerEntry[]): Map<string, { pairs: number; money: bigint }> {
  const sums = new Map<string, { pairs: number; money: bigint }>();
  for (const { kind, level, occasion, amount, postedDay } of entries) {
    const at = `${postedDay.slice(0, 7)} ${level}`;
    const sum = sums.get(at) ?? { pairs: 0, money: 0n };
    const sign = kind === 'verified' ? 1 : -1;
    if (occasion !== null) sum.pairs += sign;
    sum.money += BigInt(sign) * fen(amount ?? '0');
    sums.set(at, sum);
  }
  return sums;
}

const texts = (figures: ReadonlyMap<string, { pairs: number; money: bigint }>) =>
  [...figures]
    .filter(([, { pairs: count, money }]) => count !== 0 || money !== 0n)
    .map(([at, { pairs: count, money }]) => `${at} ${count} ${yuan(money)}`)
    .sort();

const onward: Partial<Record<ClaimState, ClaimState>> = { claimed: 'confirmed', confirmed: 'verified' };

function live(commands: readonly Command[]): { market: Market; model: Model } {
  const [market, model] = [new Market(), new Model()];
  const step = (claim: Claim, to: ClaimState) => {
    const expected = model.mayStep(claim, to);
    if (market.step(claim, to) !== expected) throw new Error(`${claim.state} to ${to}: ${expected}`);
    if (expected) model.step(claim, to);
  };
  for (const one of commands) {
    const own = 'pair' in one ? market.claims.filter((claim) => claim.pair === one.pair) : [];
    switch (one.do) {
      case 'claim': {
        const expected = model.mayClaim(own, one.level);
        if (market.claim(one) !== expected) throw new Error(`claim of level ${one.level}: ${expected}`);
        break;
      }
      case 'step': {
        const claim = own.at(-1 - (one.which % Math.max(own.length, 1)));
        if (claim) step(claim, one.to);
        break;
      }
      case 'forward': {
        // The next step of those that lead to the count, of a claim that has one.
        const open = own.filter((claim) => onward[claim.state] !== undefined);
        const claim = open.at(-1 - (one.which % Math.max(open.length, 1)));
        const to = claim && onward[claim.state];
        if (claim && to) step(claim, to);
        break;
      }
      case 'sample':
        for (const claim of market.sample(`seed ${one.seed}`, one.wrong)) step(claim, 'reversed');
        break;
      case 'days':
        market.today = addDays(market.today, one.days);
        break;
      case 'freeze': {
        // The month before this one, and with it no earlier one that is still open.
        market.frozen.add(addDays(`${market.today.slice(0, 7)}-01`, -1).slice(0, 7));
        break;
      }
      case 'follow':
        model.arrive(market.follow(one.facts, one.order), market.frozen);
        break;
      case 'restart':
        market.restart();
        break;
    }
  }
  model.arrive(market.follow(market.facts.length, 'backwards'), market.frozen);
  return { market, model };
}

/**
 * Random histories of a small market, told twice: by the pure rules that the services call (the claims' table, the draw,
 * the fold of facts into the ledger), and by a plain model, which is domain.md's "Counting" in the fewest words.
 */
describe('ten thousand histories of a market', () => {
  it('give the totals, amounts, ledger and recount that the plain model gives', () => {
    let entries = 0;
    let reversals = 0;
    let late = 0;
    fc.assert(
      fc.property(histories, (commands) => {
        const { market, model } = live(commands);
        same(texts(posted(market.ledger)), texts(model.figures));

        const retelling = new Retelling();
        for (const [n, entry] of market.ledger.entries()) {
          same(brokenAt(market.ledger[n - 1] ?? genesis, entry), undefined);
          retelling.entry(entry);
        }
        for (const { id, fact } of market.facts) retelling.fact(id, fact);
        same(retelling.compare(), []);
        entries += market.ledger.length;
        reversals += market.ledger.filter((entry) => entry.kind === 'reversal').length;
        late += market.ledger.filter((entry) => entry.postedDay !== entry.happenedDay).length;
      }),
      { numRuns: 10_000 },
    );
    // The histories are about something: each way to count and to take back is walked many times.
    expect(entries).toBeGreaterThan(10_000);
    expect(reversals).toBeGreaterThan(1_000);
    expect(late).toBeGreaterThan(300);
  }, 300_000);
});
