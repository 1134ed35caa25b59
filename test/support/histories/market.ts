import type { ClaimState } from '#contracts';
import { claimStates, draw, levelOf, occupyingStates, populationSha256 } from '#engagements';
import { TransitionRefused, transition, yuan } from '#kernel';
import { foldStep, genesis, type LedgerEntry, type PairSteps, type StepFact } from '#statistics';
import { type Command, pairs } from './commands.js';

export interface Claim {
  readonly id: string;
  readonly pair: number;
  readonly level: number;
  readonly amount: string | null;
  state: ClaimState;
}
export interface Told {
  readonly id: string;
  readonly pair: number;
  readonly fact: StepFact;
}

/** Ten thousand times over, an assertion with its report is what would take the time. */
export function same(found: unknown, expected: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found).toEqual(expected);
}

/** The rules as the services call them, without their database. */
export class Market {
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
    const taken = own.some((claim) => claim.level === level && occupyingStates.includes(claim.state));
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
