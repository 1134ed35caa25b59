import { kinds, type LabelOf, type ListingKind, type PublishedListing, textsOf } from '#contracts';

/** A listing in force as a search engine holds it. */
export interface SearchDocument {
  readonly id: string;
  readonly kind: ListingKind;
  readonly revision: number;
  readonly number: string;
  readonly title: string;
  readonly organisation: string;
  readonly organisationId: string;
  readonly body: string;
  readonly fields: readonly string[];
  readonly chains: readonly string[];
  readonly areas: readonly string[];
  readonly visibility: string;
  readonly firstVersion: boolean;
  readonly publishedAt: string;
}

/** The title names the listing; the body is every other text that its kind has searched. */
export function documentOf(kind: ListingKind, listing: PublishedListing, labelOf: LabelOf): SearchDocument {
  const { title } = kinds[kind].definition;
  const body = textsOf(kinds[kind], listing, labelOf).filter(
    ({ field, text }) => field !== title && text !== '',
  );
  return {
    id: listing.id,
    kind,
    revision: listing.revision,
    number: listing.number,
    title: kinds[kind].titleOf(listing),
    organisation: listing.organisation.name,
    organisationId: listing.organisation.id,
    body: body.map(({ text }) => text).join('\n'),
    fields: listing.fields,
    chains: listing.chains,
    areas: listing.area === null ? [] : [listing.area],
    visibility: listing.visibility,
    firstVersion: isFirstVersion(listing),
    publishedAt: listing.publishedAt,
  };
}

/** A recognised first-version product, or a need that prefers them; no other kind knows of such. */
function isFirstVersion(listing: PublishedListing): boolean {
  if ('firstVersion' in listing) return listing.firstVersion !== null;
  return 'prefersFirstVersion' in listing && listing.prefersFirstVersion;
}

/** One document a listing: that of its latest revision. */
export function newest(documents: readonly SearchDocument[]): SearchDocument[] {
  const byId = new Map<string, SearchDocument>();
  for (const document of documents) {
    const known = byId.get(document.id);
    if (known === undefined || known.revision <= document.revision) byId.set(document.id, document);
  }
  return [...byId.values()];
}
