import type { EditionFilter, ListingKind } from '#contracts';
import type { EditionDocument } from './domain/document.js';

/** The coordinating body in whose name an edition is issued. */
export interface Issuer {
  readonly id: string;
  readonly name: string;
  /** Area code, or the city's. */
  readonly code: string;
}

export interface Draft {
  readonly kind: ListingKind;
  readonly title: string;
  readonly preface: string;
  readonly filter?: EditionFilter | undefined;
}

export interface Change {
  readonly title?: string | undefined;
  readonly preface?: string | undefined;
  readonly listingIds?: readonly string[] | undefined;
  readonly filter?: EditionFilter | undefined;
}

export interface Preview {
  readonly document: EditionDocument;
  readonly leftOut: readonly { readonly listingId: string; readonly reason: string }[];
}

export interface Ruling {
  readonly actorId: string | null;
  readonly reason: string;
}
