import type { FactOf } from '#contracts';
import { type Day, dayOf } from '#kernel';
import type { Claim, Engagement } from './entities/index.js';

export function subjectOf(row: Pick<Engagement, 'id'>): string {
  return `engagement:${row.id}`;
}

function common(row: Engagement) {
  const { market, demand, supply } = row.subject;
  return {
    engagementId: row.id,
    number: row.number,
    market,
    demandListingId: demand.id,
    demandNumber: demand.number,
    demandTitle: demand.title,
    supplyListingId: supply.id,
    supplyNumber: supply.number,
    supplyTitle: supply.title,
    demand: row.demand,
    supply: row.supply,
    field: demand.fields[0] ?? null,
    chain: demand.chains[0] ?? null,
    chains: [...demand.chains],
    firstVersion: supply.firstVersion,
  };
}

export function openedFact(
  row: Engagement,
  side: 'demand' | 'supply',
  day: Day,
): FactOf<'engagement.opened'> {
  return { name: 'engagement.opened', ...common(row), side, day };
}

/** @param row as it was before the answer. */
export function answeredFact(
  row: Engagement,
  side: 'demand' | 'supply',
  answer: 'accepted' | 'declined',
  day: Day,
): FactOf<'engagement.answered'> {
  const opened = row.demandIntentAt ?? row.supplyIntentAt ?? row.createdAt;
  return { name: 'engagement.answered', ...common(row), side, answer, openedDay: dayOf(opened), day };
}

/** What those who are told of a step need. */
function step(row: Engagement, claim: Pick<Claim, 'id' | 'level' | 'side'>, day: Day) {
  return {
    claimId: claim.id,
    engagementId: row.id,
    number: row.number,
    level: claim.level,
    side: claim.side,
    market: row.market,
    demandListingId: row.demandListingId,
    demandTitle: row.subject.demand.title,
    supplyTitle: row.subject.supply.title,
    demandId: row.demandId,
    firmId: row.firmId,
    area: row.area,
    day,
  };
}

type Claimed = Pick<Claim, 'id' | 'level' | 'side'> & { readonly dueOn: Day };

export function claimedFact(row: Engagement, claim: Claimed, day: Day): FactOf<'claim.claimed'> {
  return { name: 'claim.claimed', ...step(row, claim, day), dueOn: claim.dueOn };
}

export function dueFact(row: Engagement, claim: Claimed, day: Day, daysLeft: number): FactOf<'claim.due'> {
  return { name: 'claim.due', ...step(row, claim, day), dueOn: claim.dueOn, daysLeft };
}

export function expiredFact(row: Engagement, claim: Claimed, day: Day): FactOf<'claim.expired'> {
  return { name: 'claim.expired', ...step(row, claim, day), dueOn: claim.dueOn };
}

/** Where and when a step is taken. */
interface Moment {
  readonly row: Engagement;
  readonly claim: Claim;
  readonly now: Date;
}

export function confirmedFact({ row, claim, now }: Moment): FactOf<'claim.confirmed'> {
  return { name: 'claim.confirmed', ...step(row, claim, dayOf(now)) };
}

export function declinedFact(
  { row, claim, now }: Moment,
  code: string,
  reason: string | null,
): FactOf<'claim.declined'> {
  return { name: 'claim.declined', ...step(row, claim, dayOf(now)), code, reason };
}

export function endedFact<N extends 'claim.withdrawn' | 'claim.rejected'>(
  name: N,
  { row, claim, now }: Moment,
  reason: string,
) {
  return { name, ...step(row, claim, dayOf(now)), reason };
}

export function disputedFact(
  { row, claim, now, side }: Moment & { readonly side: FactOf<'claim.disputed'>['by'] },
  reason: string,
): FactOf<'claim.disputed'> {
  return { name: 'claim.disputed', ...step(row, claim, dayOf(now)), by: side, reason };
}

export function flaggedFact(
  row: Engagement,
  claim: Claim,
  { flagId, rule, day }: { readonly flagId: string; readonly rule: string; readonly day: Day },
): FactOf<'claim.flagged'> {
  return { name: 'claim.flagged', ...step(row, claim, day), flagId, rule };
}

type Found = Pick<FactOf<'sample.checked'>, 'sampleId' | 'sampleNumber' | 'stratum' | 'outcome' | 'reason'>;

export function sampleCheckedFact({ row, claim, now }: Moment, found: Found): FactOf<'sample.checked'> {
  return {
    name: 'sample.checked',
    ...step(row, claim, dayOf(now)),
    ...found,
    department: row.demand.department,
    field: row.subject.demand.fields[0] ?? null,
    chain: row.subject.demand.chains[0] ?? null,
    firmArea: row.supply.area,
  };
}

export function engagementDeclinedFact(
  row: Engagement,
  given: Pick<FactOf<'engagement.declined'>, 'side' | 'code' | 'reason' | 'day'>,
): FactOf<'engagement.declined'> {
  return { name: 'engagement.declined', ...common(row), ...given };
}

export function verifiedFact(
  row: Engagement,
  claim: Claim,
  by: { readonly personId: string; readonly bodyId: string },
  now: Date,
): FactOf<'claim.verified'> {
  return {
    name: 'claim.verified',
    ...common(row),
    claimId: claim.id,
    sequence: row.sequence,
    level: claim.level,
    channel: claim.channel,
    amount: claim.amount,
    verifiedAt: now.toISOString(),
    day: dayOf(now),
    verifierId: by.personId,
    bodyId: by.bodyId,
  };
}

export function reversedFact(
  row: Engagement,
  claim: Claim,
  by: { readonly personId: string; readonly reason: string },
  now: Date,
): FactOf<'claim.reversed'> {
  return {
    name: 'claim.reversed',
    claimId: claim.id,
    engagementId: row.id,
    sequence: row.sequence,
    level: claim.level,
    market: row.market,
    demandListingId: row.demandListingId,
    firmId: row.firmId,
    reason: by.reason,
    reversedAt: now.toISOString(),
    day: dayOf(now),
    reverserId: by.personId,
  };
}
