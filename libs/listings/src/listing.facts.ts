import type { FactOf } from '#contracts';
import { appendFacts, type Tx } from '#platform';
import type { Listing } from './listing.store.js';

/** Into the log of facts, in the order given, under the listing's own subject. */
export function announce(
  tx: Tx,
  facts: readonly (FactOf<'listing.published'> | FactOf<'listing.withdrawn'>)[],
): Promise<void> {
  return appendFacts(
    tx,
    facts.map((fact) => ({ subject: `${fact.kind}:${fact.listingId}`, fact })),
  );
}

/** The codes as they are now: whoever reads the fact years later counts by them. */
export function codesOf(listing: Listing): Omit<FactOf<'listing.published'>, 'name' | 'kind'> {
  const { content, organisation } = listing;
  return {
    listingId: listing.id,
    number: listing.number,
    revision: listing.revision,
    organisationId: organisation.id,
    area: content.area ?? organisation.area,
    department: ('department' in content ? content.department : null) ?? organisation.department,
    fields: content.fields,
    chains: content.chains,
  };
}
