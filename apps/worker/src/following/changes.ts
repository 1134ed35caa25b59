import type { DeliveredFact } from '#contracts';
import { distinctRefs, type ListingReader, mentioned } from '#listings';
import type { MatchChanges } from '#matching';

/** What some facts change, as matching wants it. */
export async function changedMatches(
  listings: ListingReader,
  facts: readonly DeliveredFact[],
): Promise<MatchChanges> {
  const withdrawn = facts.flatMap(({ fact }) =>
    fact.name === 'listing.withdrawn' ? [{ kind: fact.kind, id: fact.listingId }] : [],
  );
  const ofOrganisations = await listings.publishedOf(mentioned(facts).organisations);
  return {
    listings: await listings.changedBy(facts),
    left: distinctRefs([...withdrawn, ...ofOrganisations]),
    decided: facts.flatMap(({ fact }) => (fact.name === 'match.decided' ? [fact.demandListingId] : [])),
  };
}
