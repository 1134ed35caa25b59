import type { DeliveredFact, FactName, ListingKind } from '#contracts';

/** What puts listings into force, out of it, or changes what is read of them. */
export const listingFacts: readonly FactName[] = [
  'listing.published',
  'listing.withdrawn',
  'organisation.approved',
  'organisation.changed',
  'organisation.suspended',
  'organisation.restored',
];

export interface ListingRef {
  readonly kind: ListingKind;
  readonly id: string;
}

/** The listings that some facts name, those of them that were taken out of force, and the organisations they are about. */
export function mentioned(facts: readonly DeliveredFact[]): {
  readonly named: readonly ListingRef[];
  readonly withdrawn: readonly ListingRef[];
  readonly organisations: readonly string[];
} {
  const [named, withdrawn]: [ListingRef[], ListingRef[]] = [[], []];
  const organisations: string[] = [];
  for (const { fact } of facts) {
    if (fact.name === 'listing.published' || fact.name === 'listing.withdrawn')
      named.push({ kind: fact.kind, id: fact.listingId });
    if (fact.name === 'listing.withdrawn') withdrawn.push({ kind: fact.kind, id: fact.listingId });
    if (fact.name === 'organisation.approved' || fact.name === 'organisation.changed')
      organisations.push(fact.party.organisationId);
    if (fact.name === 'organisation.suspended' || fact.name === 'organisation.restored')
      organisations.push(fact.organisationId);
  }
  return { named, withdrawn, organisations };
}

/** Each once. */
export function distinctRefs(refs: readonly ListingRef[]): ListingRef[] {
  return [...new Map(refs.map((ref) => [`${ref.kind} ${ref.id}`, ref])).values()];
}
