import type { DeliveredFact, FactOf } from '#contracts';
import { newId } from '#kernel';
import { engagementFacts } from './facts.js';

/** Areas of the facts. */
export const gold = '410105';
export const east = '410104';

const scenario = (id: string, day: string, name: 'listing.published' | 'listing.withdrawn', area = gold) => {
  const codes = {
    kind: 'scenario' as const,
    listingId: id,
    number: 'CJ-2026-000001',
    revision: 1,
    organisationId: newId(),
    area,
    department: 'gxj',
    fields: ['ai'],
    chains: [],
  };
  const fact: FactOf<'listing.published'> | FactOf<'listing.withdrawn'> =
    name === 'listing.published'
      ? { name, ...codes }
      : { name, ...codes, cause: 'withdrawn', reason: '示例' };
  return { id: newId(), occurredAt: `${day}T02:00:00.000Z`, fact, requestId: null };
};

const meeting = (id: string, day: string) => ({
  meetingId: id,
  number: 'HY-2026-000001',
  title: '示例对接会',
  bodyId: newId(),
  area: gold,
  day,
});
const meetingHeld = (id: string, day: string): DeliveredFact => ({
  id: newId(),
  occurredAt: `${day}T02:00:00.000Z`,
  fact: { name: 'meeting.held', ...meeting(id, day), demands: 1, firms: 1 },
  requestId: null,
});
const meetingCancelled = (id: string, day: string, on: string): DeliveredFact => ({
  id: newId(),
  occurredAt: `${on}T02:00:00.000Z`,
  fact: { name: 'meeting.cancelled', ...meeting(id, day), held: true, reason: '误记' },
  requestId: null,
});
const foundWrong = (
  of: ReturnType<typeof engagementFacts>,
  claimId: string,
  day: string,
): FactOf<'sample.checked'> => ({
  name: 'sample.checked',
  claimId,
  engagementId: of.engagementId,
  number: of.number,
  level: 2,
  side: 'supply',
  market: 'software',
  demandListingId: of.demandListingId,
  demandTitle: of.demandTitle,
  supplyTitle: of.supplyTitle,
  demandId: of.demand.organisationId,
  firmId: of.supply.organisationId,
  area: of.demand.area,
  day,
  sampleId: newId(),
  sampleNumber: 'FH-2026-000001',
  stratum: 'drawn',
  outcome: 'wrong',
  reason: '示例',
  department: of.demand.department,
  field: of.field,
  chain: of.chain,
  firmArea: of.supply.area,
});

/** Facts of the first half of a year, few enough to work their figures out by hand. */
export function halfAYear(): { readonly facts: readonly DeliveredFact[]; readonly openListing: string } {
  const [a, b, c, d] = [gold, gold, east, east].map((area) => engagementFacts(area)) as ReturnType<
    typeof engagementFacts
  >[] as [
    ReturnType<typeof engagementFacts>,
    ReturnType<typeof engagementFacts>,
    ReturnType<typeof engagementFacts>,
    ReturnType<typeof engagementFacts>,
  ];
  const [contract, met] = [newId(), newId()];
  const [served, gone, mistaken, openListing] = [newId(), newId(), newId(), newId()];
  const facts: DeliveredFact[] = [
    // a: met in January, agreed in February, contract of 4.6 million in May, accepted for 4 million in June.
    a.opened('2026-01-02'),
    a.answered('2026-01-02', '2026-01-05'),
    a.verified(2, '2026-01-20'),
    a.verified(3, '2026-02-10', newId(), '1000000'),
    a.verified(4, '2026-05-11', contract, '4600000'),
    a.verified(5, '2026-06-30', newId(), '4000000'),
    // b: a contract of 3 million at once, in May; no agreement was signed.
    b.opened('2026-04-01'),
    b.answered('2026-04-01', '2026-04-20'),
    b.verified(4, '2026-05-20', newId(), '3000000'),
    // c: met in March, taken back in June.
    c.opened('2026-03-01'),
    c.verified(2, '2026-03-09', met),
    c.reversed(met, 2, '2026-06-01'),
    // d: intent of July, not due yet.
    d.opened('2026-07-05'),
    scenario(served, '2026-02-01', 'listing.published'),
    scenario(gone, '2026-02-02', 'listing.published'),
    scenario(openListing, '2026-03-03', 'listing.published', east),
    scenario(openListing, '2026-03-20', 'listing.published', east),
    {
      id: newId(),
      occurredAt: '2026-04-02T00:00:00.000Z',
      requestId: null,
      fact: {
        name: 'match.proposed',
        market: 'software',
        runId: newId(),
        day: '2026-04-02',
        pairs: [
          {
            demandListingId: served,
            firmId: newId(),
            area: gold,
            department: 'gxj',
            firmArea: null,
            field: 'ai',
            chain: null,
          },
        ],
      },
    },
    scenario(gone, '2026-05-01', 'listing.withdrawn'),
    // A meeting of March, held; one of April was said to be held by mistake. A second look found c's meeting wrong.
    meetingHeld(newId(), '2026-03-10'),
    meetingHeld(mistaken, '2026-04-10'),
    meetingCancelled(mistaken, '2026-04-10', '2026-04-11'),
    {
      id: newId(),
      occurredAt: '2026-06-01T02:00:00.000Z',
      requestId: null,
      fact: foundWrong(c, met, '2026-06-01'),
    },
  ];
  return { facts, openListing };
}
