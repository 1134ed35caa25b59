import { Any } from 'typeorm';
import { organisationsByIds } from '#accounts';
import { kinds, type ListingKind } from '#contracts';
import { dayOf, NotFound } from '#kernel';
import { nextYearlyNumbers, type Tx } from '#platform';
import type { Content } from './document.js';
import type { Dictionaries } from './domain/dictionaries.js';
import { refuseInactive, WrongSide } from './domain/refusals.js';
import { ListingHead } from './entities/listing-head.js';
import type { Act } from './listing.steps.js';
import { insertDrafts, insertHeads, recordSteps } from './listing.store.js';

/** A listing that is to be, without what it says. */
export interface Beginning {
  readonly organisationId: string;
  /** The same key never makes a second listing: an import can be repeated. */
  readonly importKey?: string;
  /** What the list that it came from calls it. */
  readonly listNumber?: string | null;
}

export type Begun<B extends Beginning> = B & { readonly id: string };

/** Who makes listings of a kind, in whose transaction. */
export type Making = Pick<Act, 'tx' | 'kind' | 'actor'>;

/** Where the contents of new listings are: said with them, or in rows that the database holds already. */
export interface Contents<B extends Beginning> {
  /** Those whose codes are not known to be right: all in the order of the listings, or none. */
  toCheck(by: Making, known: Dictionaries, beginnings: readonly B[]): Promise<readonly Content[]>;
  /** Writes them as first revisions. */
  insert(by: Making, begun: readonly Begun<B>[]): Promise<void>;
}

/** Contents that are said with the listings. */
export const said: Contents<Beginning & { readonly content: Content }> = {
  toCheck: async (_by, _known, all) => all.map(({ content }) => content),
  insert: ({ tx, kind }, all) =>
    insertDrafts(
      tx,
      kind,
      all.map(({ id, content }) => ({ listingId: id, revision: 1, content })),
    ),
};

/** Heads with their numbers, first revisions and first lines of history, in the order given. */
export async function insertListings<B extends Beginning>(
  by: Making,
  listings: readonly Begun<B>[],
  contents: Contents<B>,
): Promise<void> {
  if (listings.length === 0) return;
  const { tx, kind, actor } = by;
  const year = Number(dayOf(new Date()).slice(0, 4));
  const numbers = await nextYearlyNumbers(tx, kinds[kind].definition.prefix, year, listings.length);
  await insertHeads(
    tx,
    kind,
    listings.map(({ id, organisationId, importKey = null, listNumber = null }, i) => ({
      id,
      number: numbers[i] ?? '',
      organisationId,
      importKey,
      listNumber,
    })),
  );
  await contents.insert(by, listings);
  await recordSteps(
    tx,
    kind,
    listings.map(({ id, importKey }) => ({
      listingId: id,
      revision: 1,
      from: null,
      to: 'draft',
      actor,
      reason: importKey === undefined ? null : '导入',
    })),
  );
}

export async function knownKeys(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const found = await tx.find(ListingHead, {
    select: { importKey: true },
    where: { importKey: Any([...keys]) },
  });
  return new Set(found.flatMap(({ importKey }) => importKey ?? []));
}

export async function checkOrganisations(tx: Tx, kind: ListingKind, ids: readonly string[]): Promise<void> {
  const known = await organisationsByIds(tx, ids);
  for (const id of ids) {
    const organisation = known.get(id);
    if (!organisation) throw new NotFound('单位', id);
    if (!kinds[kind].definition.postedBy.some((one) => organisation.kinds.includes(one)))
      throw new WrongSide(kind, organisation.name);
    refuseInactive(organisation);
  }
}
