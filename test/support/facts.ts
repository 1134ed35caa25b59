import type { DeliveredFact, FactOf, MarketCode } from '#contracts';
import { newId } from '#kernel';

let numbers = 0;

/** What one pair announces, in the order of its sequence. */
export function engagementFacts(
  area: string | null,
  more: { firmId?: string; department?: string; market?: MarketCode } = {},
) {
  let sequence = 0;
  const number = `DJ-2026-${String(++numbers).padStart(6, '0')}`;
  const party = (organisationId: string, uscc: string, name: string, own: string | null) => ({
    organisationId,
    uscc,
    name,
    area: own,
    department: more.department ?? 'gxj',
  });
  const common = {
    engagementId: newId(),
    number,
    market: more.market ?? ('software' as const),
    demandListingId: newId(),
    demandNumber: 'CJ-2026-000001',
    demandTitle: '示例场景',
    supplyListingId: newId(),
    supplyNumber: 'NL-2026-000001',
    supplyTitle: '示例产品',
    demand: party(newId(), '91410100MA40000001', '示例单位', area),
    supply: party(more.firmId ?? newId(), '91410100MA40000002', '示例企业', '410172'),
    field: 'ai',
    chain: 'software',
    chains: ['software'],
    firstVersion: true,
  };
  const deliver = (fact: DeliveredFact['fact'], day: string): DeliveredFact => ({
    id: newId(),
    occurredAt: `${day}T02:00:00.000Z`,
    fact,
    requestId: null,
  });
  return {
    ...common,
    opened: (day: string) => deliver({ name: 'engagement.opened', ...common, side: 'demand', day }, day),
    answered: (openedDay: string, day: string) =>
      deliver(
        { name: 'engagement.answered', ...common, side: 'supply', answer: 'accepted', openedDay, day },
        day,
      ),
    verified: (level: number, day: string, claimId = newId(), amount: string | null = null) => {
      const fact: FactOf<'claim.verified'> = {
        name: 'claim.verified',
        ...common,
        claimId,
        sequence: ++sequence,
        level,
        channel: 'online',
        amount,
        verifiedAt: `${day}T02:00:00.000Z`,
        day,
        verifierId: newId(),
        bodyId: newId(),
      };
      return deliver(fact, day);
    },
    reversed: (claimId: string, level: number, day: string) =>
      deliver(
        {
          name: 'claim.reversed',
          claimId,
          engagementId: common.engagementId,
          sequence: ++sequence,
          level,
          market: common.market,
          demandListingId: common.demandListingId,
          firmId: common.supply.organisationId,
          reason: '材料不实',
          reversedAt: `${day}T02:00:00.000Z`,
          day,
          reverserId: newId(),
        },
        day,
      ),
  };
}
