import { Any } from 'typeorm';
import { organisationsByIds } from '#accounts';
import { kinds, type ListingKind } from '#contracts';
import { dayOf, NotFound } from '#kernel';
import { nextYearlyNumbers, type Tx } from '#platform';
import type { Content } from './document.js';
import { type Actor, refuseInactive, WrongSide } from './domain/refusals.js';
import { ListingHead } from './entities/listing-head.js';
import { insertDrafts, insertHeads, recordSteps } from './listing.store.js';

export interface NewListing {
  readonly id: string;
  readonly organisationId: string;
  readonly content: Content;
  readonly importKey?: string;
  /** What the list that it came from calls it. */
  readonly listNumber?: string | null;
}

/** Heads with their numbers, first revisions and first lines of history, in the order given. */
export async function insertListings(
  tx: Tx,
  kind: ListingKind,
  listings: readonly NewListing[],
  actor: Actor,
): Promise<void> {
  if (listings.length === 0) return;
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
  await insertDrafts(
    tx,
    kind,
    listings.map(({ id, content }) => ({ listingId: id, revision: 1, content })),
  );
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
