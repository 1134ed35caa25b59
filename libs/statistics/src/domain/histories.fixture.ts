import fc from 'fast-check';
import { addDays, newId, yuan } from '#kernel';
import { genesis, type LedgerEntry, seal } from './entry.js';
import { postedDay } from './posting.js';
import { changesBy, type Received, type ReversedFact, type StepFact, type VerifiedFact } from './steps.js';

const party = (organisationId: string, uscc: string, area: string | null) => ({
  organisationId,
  uscc,
  name: uscc,
  area,
  department: 'gxj',
});

export interface Step {
  readonly level: number;
  readonly reverse: boolean;
  readonly amount: number | null;
  readonly dayOffset: number;
  readonly area: string | null;
}

export const step: fc.Arbitrary<Step> = fc.record({
  level: fc.integer({ min: 2, max: 5 }),
  reverse: fc.boolean(),
  amount: fc.option(fc.integer({ min: 0, max: 1_000_000_00 })),
  dayOffset: fc.integer({ min: 0, max: 70 }),
  area: fc.constantFrom('410105', '410172', null),
});

/** A pair's true history: it verifies and reverses claims that stand, days never going back. */
export function history(steps: readonly Step[]): Received[] {
  const [demandListingId, firmId, engagementId] = [newId(), newId(), newId()];
  const standing: { claimId: string; level: number }[] = [];
  let day = '2026-01-15';
  return steps.map(({ level, reverse, amount, dayOffset, area }, index) => {
    day = addDays(day, dayOffset);
    const sequence = index + 1;
    const taken = reverse ? standing.pop() : undefined;
    const at = `${day}T01:00:00.000Z`;
    if (taken)
      return {
        id: newId(),
        fact: {
          name: 'claim.reversed',
          ...taken,
          engagementId,
          sequence,
          market: 'software',
          demandListingId,
          firmId,
          reason: '核实有误',
          reversedAt: at,
          day,
          reverserId: firmId,
        } satisfies StepFact,
      };
    const claim = { claimId: newId(), level };
    standing.push(claim);
    const fact: VerifiedFact = {
      name: 'claim.verified',
      ...claim,
      engagementId,
      sequence,
      number: 'DJ-2026-000001',
      market: 'software',
      demandListingId,
      demandNumber: 'CJ-2026-000001',
      demandTitle: '示例',
      supplyListingId: newId(),
      supplyNumber: 'NL-2026-000001',
      supplyTitle: '示例产品',
      demand: party(newId(), '91410100MA40000001', area),
      supply: party(firmId, '91410100MA40000002', '410172'),
      field: 'ai',
      chain: null,
      chains: [],
      firstVersion: false,
      channel: 'online',
      amount: amount === null ? null : yuan(BigInt(amount)),
      verifiedAt: at,
      day,
      verifierId: newId(),
      bodyId: newId(),
    };
    return { id: newId(), fact };
  });
}

/** What the service does, without a database: each fact once, changes by all that came before for its pair. */
export function ledgerOf(
  arrivals: readonly Received[],
  frozen: ReadonlySet<string> = new Set(),
): LedgerEntry[] {
  const received = new Map<string, Received[]>();
  const seen = new Set<string>();
  const entries: LedgerEntry[] = [];
  for (const arrived of arrivals) {
    if (seen.has(arrived.id)) continue;
    seen.add(arrived.id);
    const before = received.get(arrived.fact.demandListingId) ?? [];
    for (const { id, fact, postings, kind } of changesBy(before, arrived)) {
      for (const { takenFrom, ...posting } of postings) {
        const taken = entries.find((e) => e.factId === takenFrom && e.level === posting.level);
        const [v, at] = [fact as VerifiedFact, postedDay(fact.day, frozen)];
        const common = {
          factId: id,
          kind,
          ...posting,
          happenedDay: fact.day,
          postedDay: at,
          recordedAt: `${at}T00:00:00.000Z`,
        };
        const entry =
          kind === 'verified'
            ? {
                ...common,
                market: v.market,
                demandListingId: v.demandListingId,
                firmId: v.supply.organisationId,
                engagementId: v.engagementId,
                claimId: v.claimId,
                claimedLevel: v.level,
                number: v.number,
                demandNumber: v.demandNumber,
                demandTitle: v.demandTitle,
                supplyNumber: v.supplyNumber,
                supplyTitle: v.supplyTitle,
                demandName: v.demand.name,
                demandUscc: v.demand.uscc,
                supplyName: v.supply.name,
                supplyUscc: v.supply.uscc,
                area: v.demand.area,
                department: v.demand.department,
                chain: v.chain,
                field: v.field,
                firmArea: v.supply.area,
                channel: v.channel,
                firstVersion: v.firstVersion,
                reason: null,
                actorId: v.verifierId,
              }
            : {
                ...(taken as LedgerEntry),
                ...common,
                claimId: fact.claimId,
                claimedLevel: fact.level,
                reason: '核实有误',
                actorId: (fact as ReversedFact).reverserId,
              };
        entries.push(seal(entries.at(-1) ?? genesis, entry));
      }
    }
    received.set(arrived.fact.demandListingId, [...before, arrived]);
  }
  return entries;
}
