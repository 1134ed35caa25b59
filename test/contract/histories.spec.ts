import fc from 'fast-check';
import type { ClaimState } from '#contracts';
import { claimStates, draw, levelOf, populationSha256, standing } from '#engagements';
import { addDays, fen, TransitionRefused, transition, yuan } from '#kernel';
import {
  brokenAt,
  foldStep,
  genesis,
  type LedgerEntry,
  type PairSteps,
  Retelling,
  type StepFact,
} from '#statistics';

/**
 * Random histories of a small market, told twice: by the pure rules that the services call (the claims' table, the draw,
 * the fold of facts into the ledger), and by the plain model below, which is domain.md's "Counting" in the fewest words.
 */
type Command =
  | { readonly do: 'claim'; readonly pair: number; readonly level: number; readonly amount: number | null }
  | { readonly do: 'step'; readonly pair: number; readonly which: number; readonly to: ClaimState }
  | { readonly do: 'forward'; readonly pair: number; readonly which: number }
  | { readonly do: 'sample'; readonly seed: number; readonly wrong: boolean }
  | { readonly do: 'days'; readonly days: number }
  | { readonly do: 'freeze' }
  | { readonly do: 'follow'; readonly facts: number; readonly order: 'as told' | 'backwards' | 'twice' }
  | { readonly do: 'restart' };

const pairs = 3;
const pair = fc.nat(pairs - 1);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      pair,
      level: fc.integer({ min: 2, max: 5 }),
      amount: fc.option(fc.integer({ min: 1, max: 9 }).map((n) => n * 1_000_000_50)),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constant('forward' as const), pair, which: fc.nat(2) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('step' as const),
      pair,
      which: fc.nat(3),
      to: fc.constantFrom<ClaimState>(
        'confirmed',
        'verified',
        'reversed',
        'reversed',
        'disputed',
        'rejected',
        'declined',
        'withdrawn',
        'expired',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('sample' as const), seed: fc.nat(), wrong: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('days' as const), days: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'freeze' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('follow' as const),
      facts: fc.integer({ min: 1, max: 5 }),
      order: fc.constantFrom('as told' as const, 'backwards' as const, 'twice' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);
const histories = fc.array(command, { minLength: 10, maxLength: 30, size: 'max' });

interface Claim {
  readonly id: string;
  readonly pair: number;
  readonly level: number;
  readonly amount: string | null;
  state: ClaimState;
}
interface Told {
  readonly id: string;
  readonly pair: number;
  readonly fact: StepFact;
}

/** The rules as the services call them, without their database. */
class Market {
  readonly claims: Claim[] = [];
  readonly facts: Told[] = [];
  readonly ledger: LedgerEntry[] = [];
  readonly frozen = new Set<string>();
  /** In what population a claim has been. */
  readonly sampled = new Set<string>();
  today = '2026-01-20';
  private followed = 0;
  private steps: PairSteps[] = Array.from({ length: pairs }, () => ({ received: [], before: [], added: [] }));
  private readonly sequence = Array.from({ length: pairs }, () => 0);

  claim({ pair: of, level, amount }: Extract<Command, { do: 'claim' }>): boolean {
    const own = this.claims.filter((claim) => claim.pair === of);
    const taken = own.some((claim) => claim.level === level && standing.includes(claim.state));
    if (taken || level <= levelOf(true, own)) return false;
    const id = `claim ${this.claims.length}`;
    const money = amount === null ? null : yuan(BigInt(amount));
    this.claims.push({ id, pair: of, level, amount: money, state: 'claimed' });
    return true;
  }

  step(claim: Claim, to: ClaimState): boolean {
    try {
      claim.state = transition<ClaimState>(claimStates, '申报', claim.state, to);
    } catch (error) {
      if (error instanceof TransitionRefused) return false;
      throw error;
    }
    if (to === 'verified' || to === 'reversed') this.announce(claim, to);
    return true;
  }

  /** @returns the claims that were found wrong. */
  sample(seed: string, wrong: boolean): Claim[] {
    const population = this.claims
      .filter((claim) => claim.state === 'verified' && !this.sampled.has(claim.id))
      .map((claim) => ({ claimId: claim.id, amount: claim.amount, flagged: false }));
    const terms = { seed, threshold: '4000000.00', percent: 30 };
    const strata = draw(population, terms);
    const turned = [...population].reverse();
    same([...draw(turned, terms)].sort(), [...strata].sort());
    same(populationSha256(turned), populationSha256(population));
    for (const { claimId } of population) this.sampled.add(claimId);
    if (!wrong) return [];
    return this.claims.filter((claim) => ['above', 'drawn'].includes(strata.get(claim.id) ?? ''));
  }

  /** Delivers the next facts. @returns all that were delivered, in their order. */
  follow(count: number, order: Extract<Command, { do: 'follow' }>['order']): Told[] {
    const next = this.facts.slice(this.followed, this.followed + count);
    this.followed += next.length;
    const delivered =
      order === 'backwards' ? [...next].reverse() : order === 'twice' ? [...next, ...next] : next;
    for (const { id, pair: of, fact } of delivered) {
      const pairSteps = this.steps[of] as PairSteps;
      const folded = foldStep(
        pairSteps,
        { id, fact },
        {
          head: this.ledger.at(-1) ?? genesis,
          frozen: this.frozen,
          recordedAt: `${this.today}T01:00:00.000Z`,
        },
      );
      this.ledger.push(...(folded?.entries ?? []));
    }
    return delivered;
  }

  /** A follower that is started again knows what was kept, and nothing else. */
  restart(): void {
    this.steps = this.steps.map(({ received, before, added }) => ({
      received: [...received],
      before: [...before, ...added],
      added: [],
    }));
  }

  private announce(claim: Claim, to: 'verified' | 'reversed'): void {
    const of = claim.pair;
    const sequence = (this.sequence[of] ?? 0) + 1;
    this.sequence[of] = sequence;
    const at = `${this.today}T01:00:00.000Z`;
    const common = {
      claimId: claim.id,
      engagementId: `e${of}`,
      sequence,
      level: claim.level,
      market: 'software' as const,
      demandListingId: `s${of}`,
      day: this.today,
    };
    const fact: StepFact =
      to === 'reversed'
        ? {
            ...common,
            name: 'claim.reversed',
            firmId: `f${of}`,
            reason: '不实',
            reversedAt: at,
            reverserId: 'r',
          }
        : {
            ...common,
            name: 'claim.verified',
            number: `DJ-${of}`,
            demandNumber: `CJ-${of}`,
            demandTitle: '示例',
            supplyListingId: `c${of}`,
            supplyNumber: `NL-${of}`,
            supplyTitle: '示例产品',
            demand: side(`d${of}`, of % 2 === 0 ? '410105' : '410172'),
            supply: side(`f${of}`, '410105'),
            field: 'ai',
            chain: null,
            chains: [],
            firstVersion: false,
            channel: 'online',
            amount: claim.amount,
            verifiedAt: at,
            verifierId: 'v',
            bodyId: 'b',
          };
    this.facts.push({ id: `fact ${this.facts.length}`, pair: of, fact });
  }
}

function side(organisationId: string, area: string) {
  return { organisationId, uscc: organisationId, name: organisationId, area, department: null };
}

/** domain.md in the fewest words. It knows no ledger, no occasion and no sequence: it looks at claims and counts. */
class Model {
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

/** Ten thousand times over, an assertion with its report is what would take the time. */
function same(found: unknown, expected: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found).toEqual(expected);
}

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
