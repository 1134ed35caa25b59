import type { EditionView } from '#contracts';
import { NotFound, Stale } from '#kernel';
import { lockedRow, rows, type Tx } from '#platform';
import type { EditionDocument } from './domain/document.js';
import { Edition } from './entities/edition.js';
import { EditionRevision } from './entities/edition-revision.js';

export function editionView(edition: Edition): EditionView {
  const { issuerId, issuerName, issuerCode, number, scheduledFor, publishedAt } = edition;
  return {
    id: edition.id,
    kind: edition.kind,
    issuer: { id: issuerId, name: issuerName, code: issuerCode },
    number,
    slug: number === null ? null : `${issuerCode}-${number}`,
    state: edition.state,
    title: edition.title,
    preface: edition.preface,
    items: edition.items,
    struck: edition.struck,
    revision: edition.revision,
    sha256: edition.sha256,
    scheduledFor: scheduledFor?.toISOString() ?? null,
    publishedAt: publishedAt?.toISOString() ?? null,
    withdrawnReason: edition.withdrawnReason,
    version: edition.version,
  };
}

/** @throws NotFound */
export async function findEdition(by: Tx, id: string): Promise<Edition> {
  const found = await by.findOneBy(Edition, { id });
  if (!found) throw new NotFound('清单', id);
  return found;
}

/**
 * Locks an edition until the transaction ends.
 * @throws NotFound; Stale when `version` is given and is not the current one.
 */
export async function lockEdition(tx: Tx, id: string, version?: number): Promise<Edition> {
  const edition = await lockedRow(tx, Edition, { id });
  if (!edition) throw new NotFound('清单', id);
  if (version !== undefined && edition.version !== version) throw new Stale(edition.version);
  return edition;
}

export async function itemIds(tx: Tx, editionId: string): Promise<string[]> {
  const found = await rows<{ listing_id: string }>(
    tx,
    'SELECT listing_id FROM edition_items WHERE edition_id = $1 ORDER BY position',
    [editionId],
  );
  return found.map((row) => row.listing_id);
}

export async function replaceItems(tx: Tx, editionId: string, listingIds: readonly string[]): Promise<void> {
  await rows(tx, 'DELETE FROM edition_items WHERE edition_id = $1', [editionId]);
  await rows(
    tx,
    `INSERT INTO edition_items (edition_id, listing_id, position)
     SELECT $1, listing_id, position FROM unnest($2::uuid[]) WITH ORDINALITY AS t(listing_id, position)`,
    [editionId, [...new Set(listingIds)]],
  );
}

export async function currentDocument(
  tx: Tx,
  editionId: string,
  revision: number,
): Promise<{ document: EditionDocument; sha256: string }> {
  const found = await tx.findOneBy(EditionRevision, { editionId, revision });
  if (!found) throw new NotFound('清单版次', `${editionId}/${revision}`);
  return { document: JSON.parse(found.document) as EditionDocument, sha256: found.sha256 };
}
