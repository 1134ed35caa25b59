import {
  type Column,
  changedNames,
  columnsOf,
  type DictionaryName,
  downloadColumnsOf,
  type EditionFilter,
  kindNamed,
  kinds,
  type LabelOf,
  type ListingKind,
  type ListingKindOf,
  labelOf,
  type PublishedListing,
} from '#contracts';
import { dayOf } from '#kernel';
import { anyone, sees } from '#listings';
import type { FrozenLabels } from './domain/document.js';

/**
 * What an edition shows of a listing on a page: what everybody may read, in the kind's order.
 * @param names what the columns are called; the platform's own where nobody reads them.
 */
export function pageColumns(kind: ListingKind, names: LabelOf = labelOf): readonly Column[] {
  return columnsOf(kindNamed(kind, names)).filter((column) => column.audience === 'everybody');
}

/** The same for spreadsheets, the two ends of each range apart. */
export function downloadColumns(kind: ListingKind, names: LabelOf = labelOf): readonly Column[] {
  return downloadColumnsOf(kindNamed(kind, names)).filter((column) => column.audience === 'everybody');
}

/** The public fields of a listing, as frozen in an edition, and what is shown of its organisation. */
export function itemContent(kind: ListingKind, listing: PublishedListing): Record<string, unknown> {
  const { name, uscc, ownerKind, size } = listing.organisation;
  const owner = { organisation: name, uscc, ownerKind, size };
  const shown = pageColumns(kind).map((column) => column.key);
  const definition: ListingKindOf = kinds[kind];
  const content = listing as unknown as Readonly<Record<string, unknown>>;
  return {
    ...Object.fromEntries(Object.entries(owner).filter(([part]) => shown.includes(part))),
    ...Object.fromEntries(
      Object.entries(definition.fields)
        .filter(([, field]) => field.traits.audience === 'everybody')
        .map(([field]) => [field, content[field]]),
    ),
  };
}

/** The labels that the columns show of these contents, and what the city calls the columns where it calls them otherwise. */
export function labelsShown(
  kind: ListingKind,
  contents: readonly Readonly<Record<string, unknown>>[],
  labels: LabelOf,
): FrozenLabels {
  const shown = new Map<DictionaryName, Map<string, string>>();
  const noting: LabelOf = (name, code) => {
    const label = labels(name, code);
    if (code) shown.set(name, (shown.get(name) ?? new Map<string, string>()).set(code, label));
    return label;
  };
  for (const content of contents) for (const { text } of downloadColumns(kind)) text(content, noting);
  const names = changedNames(kind, labels);
  return {
    ...Object.fromEntries([...shown].map(([name, said]) => [name, Object.fromEntries(said)])),
    ...(Object.keys(names).length === 0 ? {} : { fieldNames: names }),
  };
}

export function titleOf(kind: ListingKind, content: Readonly<Record<string, unknown>>): string {
  return kinds[kind].titleOf(content);
}

export function matches(listing: PublishedListing, filter: EditionFilter): boolean {
  const any = (wanted: readonly string[] | undefined, has: readonly (string | null)[]) =>
    !wanted?.length || has.some((code) => code !== null && wanted.includes(code));
  return (
    sees(anyone, listing) &&
    any(filter.fields, listing.fields) &&
    any(filter.chains, listing.chains) &&
    any(filter.areas, [listing.area]) &&
    (filter.since === undefined || dayOf(new Date(listing.publishedAt)) >= filter.since)
  );
}
