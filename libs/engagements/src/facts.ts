import type { FactOf } from '#contracts';
import { type Day, dayOf } from '#kernel';
import type { ClaimRow, EngagementRow } from './engagement.store.js';

export function subjectOf(row: Pick<EngagementRow, 'id'>): string {
  return `engagement:${row.id}`;
}

function common(row: EngagementRow) {
  const { scenario, capability } = row.subject;
  return {
    engagementId: row.id,
    number: row.number,
    scenarioId: scenario.id,
    scenarioNumber: scenario.number,
    scenarioTitle: scenario.title,
    capabilityId: capability.id,
    capabilityNumber: capability.number,
    product: capability.product,
    demand: row.demand,
    supply: row.supply,
    field: scenario.fields[0] ?? null,
    chain: scenario.chains[0] ?? null,
    chains: [...scenario.chains],
    firstVersion: capability.firstVersion,
  };
}

export function openedFact(
  row: EngagementRow,
  side: 'demand' | 'supply',
  day: Day,
): FactOf<'engagement.opened'> {
  return { name: 'engagement.opened', ...common(row), side, day };
}

export function confirmedFact(claim: ClaimRow): FactOf<'claim.confirmed'> {
  return {
    name: 'claim.confirmed',
    claimId: claim.id,
    engagementId: claim.engagement_id,
    level: claim.level,
  };
}

export function verifiedFact(
  row: EngagementRow,
  claim: ClaimRow,
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
  row: EngagementRow,
  claim: ClaimRow,
  by: { readonly personId: string; readonly reason: string },
  now: Date,
): FactOf<'claim.reversed'> {
  return {
    name: 'claim.reversed',
    claimId: claim.id,
    engagementId: row.id,
    sequence: row.sequence,
    level: claim.level,
    scenarioId: row.scenario_id,
    firmId: row.firm_id,
    reason: by.reason,
    reversedAt: now.toISOString(),
    day: dayOf(now),
    reverserId: by.personId,
  };
}
