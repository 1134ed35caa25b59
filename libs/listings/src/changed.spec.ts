import type { DeliveredFact } from '#contracts';
import { distinctRefs, mentioned } from './changed.js';

const facts = (...all: object[]) => all.map((fact) => ({ fact })) as unknown as readonly DeliveredFact[];

describe('what facts say of listings', () => {
  it('tells those that left force from those that came into it, and names the organisations of the others', () => {
    const said = mentioned(
      facts(
        { name: 'listing.published', kind: 'scenario', listingId: 'a' },
        { name: 'listing.withdrawn', kind: 'capability', listingId: 'b' },
        { name: 'organisation.changed', party: { organisationId: 'c' } },
        { name: 'organisation.suspended', organisationId: 'd' },
        { name: 'claim.verified' },
      ),
    );
    const withdrawn = { kind: 'capability', id: 'b' };
    expect(said).toEqual({
      named: [{ kind: 'scenario', id: 'a' }, withdrawn],
      withdrawn: [withdrawn],
      organisations: ['c', 'd'],
    });
  });

  it('names each listing once, also where its id is that of another kind', () => {
    const [one, other] = [
      { kind: 'scenario', id: 'a' },
      { kind: 'capability', id: 'a' },
    ] as const;
    expect(distinctRefs([one, other, { ...one }])).toEqual([one, other]);
  });
});
