import fc from 'fast-check';
import type { DeliveredFact, FactOf } from '#contracts';
import { newId } from '#kernel';
import { type About, type Standing, take } from './lines.told.js';

const nothing = (): Standing => ({
  sums: new Map(),
  served: new Set(),
  newest: new Map(),
  came: new Map(),
});
/** What stands in a part after these facts, each taken once. */
function told(part: string, facts: readonly About[]): number {
  const [standing, seen] = [nothing(), new Set<string>()];
  return facts
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .flatMap((one) => take(one, standing))
    .filter((line) => line.part === part)
    .reduce((sum, line) => sum + line.count, 0);
}

const subjects = Array.from({ length: 3 }, () => newId());
const instant = (n: number) => new Date(Date.UTC(2026, 2, 1) + n * 3_600_000).toISOString();
/** Steps of a few things in the order in which they happened, and the same facts in any order and repetition. */
function delivered<T>(steps: fc.Arbitrary<T>, fact: (step: T, subject: string) => DeliveredFact['fact']) {
  return fc.array(fc.tuple(fc.constantFrom(...subjects), steps), { maxLength: 12 }).chain((all) => {
    const facts = all.map(([subject, step], n): About & { step: T } => ({
      id: newId(),
      occurredAt: instant(n),
      fact: fact(step, subject),
      subject,
      step,
    }));
    const shuffled = fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 });
    return fc.record({ facts: fc.constant(facts), arrivals: shuffled });
  });
}
/** The last step of each thing. */
function lastSteps<T>(facts: readonly (About & { step: T })[]): T[] {
  return [...new Map(facts.map(({ subject, step }) => [subject, step])).values()];
}

const meeting = (subject: string) => ({
  meetingId: subject,
  number: 'HY-2026-000001',
  title: '智能制造专场',
  bodyId: newId(),
  area: '410105',
  day: '2026-03-01',
});
const listing = (subject: string, kind: 'scenario' | 'capability' = 'scenario') => ({
  kind,
  listingId: subject,
  number: 'CJ-2026-000001',
  revision: 1,
  organisationId: newId(),
  area: '410105',
  department: null,
  fields: [],
  chains: [],
});
const sample = (subject: string, outcome: 'upheld' | 'wrong'): FactOf<'sample.checked'> => ({
  name: 'sample.checked',
  claimId: subject,
  engagementId: newId(),
  number: 'DJ-2026-000001',
  level: 2,
  side: 'demand',
  market: 'software',
  demandListingId: newId(),
  demandTitle: '示例场景',
  supplyTitle: '示例产品',
  demandId: newId(),
  firmId: newId(),
  area: '410105',
  day: '2026-03-01',
  sampleId: newId(),
  sampleNumber: 'FH-2026-000001',
  stratum: 'drawn',
  outcome,
  reason: '示例',
  department: null,
  field: null,
  chain: null,
  firmArea: null,
});

describe('measures of their own lines', () => {
  it('meetingsHeld counts a meeting once while it stands as held, in whatever order and repetition facts come', () => {
    const steps = fc.constantFrom('held', 'cancelled');
    const fact = (step: string, subject: string): DeliveredFact['fact'] =>
      step === 'held'
        ? { name: 'meeting.held', ...meeting(subject), demands: 1, firms: 1 }
        : { name: 'meeting.cancelled', ...meeting(subject), held: true, reason: '误记' };
    fc.assert(
      fc.property(delivered(steps, fact), ({ facts, arrivals }) => {
        const held = lastSteps(facts).filter((step) => step === 'held').length;
        expect(told('meeting', arrivals)).toBe(held);
      }),
    );
  });

  it('sampleFailures counts a claim once that any second look found wrong, and none that was upheld', () => {
    fc.assert(
      fc.property(
        delivered(fc.constantFrom('upheld' as const, 'wrong' as const), (outcome, subject) =>
          sample(subject, outcome),
        ),
        ({ facts, arrivals }) => {
          const wrong = new Set(facts.filter(({ step }) => step === 'wrong').map(({ subject }) => subject));
          expect(told('sample_wrong', arrivals)).toBe(wrong.size);
        },
      ),
    );
  });

  it('scenariosPublished counts a scenario once, however often it is published again', () => {
    const fact = (step: string, subject: string): DeliveredFact['fact'] =>
      step === 'published'
        ? { name: 'listing.published', ...listing(subject) }
        : { name: 'listing.withdrawn', ...listing(subject), cause: 'withdrawn', reason: '示例' };
    fc.assert(
      fc.property(delivered(fc.constantFrom('published', 'withdrawn'), fact), ({ facts, arrivals }) => {
        const published = new Set(facts.filter(({ step }) => step === 'published').map((one) => one.subject));
        expect(told('demand_published', arrivals)).toBe(published.size);
        // Without a supplier are those whose newest fact is their publication.
        expect(told('unserved', arrivals)).toBe(
          lastSteps(facts).filter((step) => step === 'published').length,
        );
      }),
    );
  });

  it('capabilitiesPublished counts a capability once, however often it is published again', () => {
    const fact = (_step: string, subject: string): DeliveredFact['fact'] => ({
      name: 'listing.published',
      ...listing(subject, 'capability'),
    });
    fc.assert(
      fc.property(delivered(fc.constant('published'), fact), ({ facts, arrivals }) => {
        expect(told('supply_published', arrivals)).toBe(new Set(facts.map((one) => one.subject)).size);
        expect(told('unserved', arrivals)).toBe(0);
      }),
    );
  });
});
