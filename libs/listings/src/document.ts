import { type Contact, type KindCode, type KindContent, kinds, type ListingKindOf } from '#contracts';
import { InvalidInput } from '#kernel';

/** What a listing of any kind holds. */
export type Content = KindContent;

const noContact: Contact = { name: '', phone: '', email: '' };

/** A revision's document and, where it was read, the contact that lies apart from it. */
export interface DocumentRow {
  readonly content: unknown;
  readonly contact?: Contact | null;
}

/** The content of a stored revision, checked by the kind's schema on its way out. */
export function contentOf(kind: KindCode, { content, contact }: DocumentRow): Content {
  const definition: ListingKindOf = kinds[kind];
  return { ...definition.stored.parse(content), contact: contact ?? noContact } as unknown as Content;
}

/**
 * What is kept of a content: its document without personal data, and the contact.
 * @throws InvalidInput `listing.content_invalid`, naming the field: the kind's schema does not take the document.
 */
export function keptOf(kind: KindCode, content: Content) {
  const { contact, ...document } = content;
  const definition: ListingKindOf = kinds[kind];
  const title = definition.titleOf(content);
  const plain = definition.plain.stored.taken(document);
  if (plain) return { title, document: plain, contact };
  const checked = definition.stored.safeParse(document, { reportInput: true });
  if (!checked.success)
    throw new InvalidInput(
      checked.error.issues.map(({ path, input, message }) => ({
        pointer: `/content/${path.join('/')}`,
        code: 'listing.content_invalid',
        detail: message,
        value: input,
      })),
    );
  return { title, document: checked.data, contact };
}

/** The listings of one kind, as a condition; a constant of ours, never anything from a person. */
export function ofKind(head: string, kind: KindCode): string {
  return `${head}.kind = '${kinds[kind].code}'`;
}

/** Which revision of a listing is meant: the newest, the one in force, or the one in force or else the newest. */
export type WhichRevision = 'newest' | 'published' | 'last';

const revisionOf: Record<WhichRevision, (h: string) => string> = {
  newest: (h) => `${h}.revision`,
  published: (h) => `${h}.published_revision`,
  last: (h) => `coalesce(${h}.published_revision, ${h}.revision)`,
};

/** Revision `r` of head `h`. */
export const joinRevision = (which: WhichRevision, h = 'h', r = 'r') =>
  `JOIN listing_revisions ${r} ON ${r}.listing_id = ${h}.id AND ${r}.revision = ${revisionOf[which](h)}`;

/** The contact `k` of revision `r`. */
export const joinContact = (r = 'r') =>
  `LEFT JOIN listing_contacts k ON k.listing_id = ${r}.listing_id AND k.revision = ${r}.revision`;
