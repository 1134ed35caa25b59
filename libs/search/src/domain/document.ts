import type {
  LabelOf,
  ListingKind,
  PublishedCapability,
  PublishedListing,
  PublishedScenario,
} from '#contracts';

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

export function documentOf(kind: ListingKind, listing: PublishedListing, labelOf: LabelOf): SearchDocument {
  const labels = [
    ...listing.fields.map((code) => labelOf('fields', code)),
    ...listing.chains.map((code) => labelOf('chains', code)),
  ];
  const common = {
    id: listing.id,
    kind,
    revision: listing.revision,
    number: listing.number,
    organisation: listing.organisation.name,
    organisationId: listing.organisation.id,
    fields: listing.fields,
    chains: listing.chains,
    areas: listing.area === null ? [] : [listing.area],
    visibility: listing.visibility,
    publishedAt: listing.publishedAt,
  };
  if (kind === 'scenario') {
    const s = listing as PublishedScenario;
    return {
      ...common,
      title: s.title,
      body: [s.needs, s.technicalIndicators, ...labels].filter(Boolean).join('\n'),
      firstVersion: s.prefersFirstVersion,
    };
  }
  const c = listing as PublishedCapability;
  return {
    ...common,
    title: c.product,
    body: [c.functions, c.cases, c.advancement, labelOf('productClasses', c.productClass), ...labels]
      .filter(Boolean)
      .join('\n'),
    firstVersion: c.firstVersion !== null,
  };
}
