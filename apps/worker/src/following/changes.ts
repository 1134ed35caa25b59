import type { DeliveredFact, ListingKind } from '#contracts';
import type { ListingReader } from '#listings';
import type { MatchChanges } from '#matching';
import type { Tx } from '#platform';

interface ListingRef {
  readonly kind: ListingKind;
  readonly id: string;
}

/** The listings that some facts are about, each once: what is in force of them is read anew by who works them. */
export async function changedListings(
  listings: ListingReader,
  facts: readonly DeliveredFact[],
  by?: Tx,
): Promise<ListingRef[]> {
  const { named, organisations } = mentioned(facts);
  return distinct([...named, ...(await listings.publishedOf(organisations, by))]);
}

/** The same as matching wants it. */
export async function changedMatches(
  listings: ListingReader,
  facts: readonly DeliveredFact[],
): Promise<MatchChanges> {
  const withdrawn = facts.flatMap(({ fact }) =>
    fact.name === 'listing.withdrawn' ? [{ kind: fact.kind, id: fact.listingId }] : [],
  );
  const ofOrganisations = await listings.publishedOf(mentioned(facts).organisations);
  return {
    listings: await changedListings(listings, facts),
    left: distinct([...withdrawn, ...ofOrganisations]),
    decided: facts.flatMap(({ fact }) => (fact.name === 'match.decided' ? [fact.scenarioId] : [])),
  };
}

function mentioned(facts: readonly DeliveredFact[]) {
  const named: ListingRef[] = [];
  const organisations: string[] = [];
  for (const { fact } of facts) {
    if (fact.name === 'listing.published' || fact.name === 'listing.withdrawn')
      named.push({ kind: fact.kind, id: fact.listingId });
    if (fact.name === 'organisation.approved' || fact.name === 'organisation.changed')
      organisations.push(fact.party.organisationId);
    if (fact.name === 'organisation.suspended' || fact.name === 'organisation.restored')
      organisations.push(fact.organisationId);
  }
  return { named, organisations };
}

function distinct(refs: readonly ListingRef[]): ListingRef[] {
  return [...new Map(refs.map((ref) => [`${ref.kind} ${ref.id}`, ref])).values()];
}
