import type { EditionView, ListingKind } from '#contracts';
import { NotFound, Stale } from '#kernel';
import { rows, type Tx } from '#platform';
import type { EditionDocument } from './domain/document.js';
import type { EditionState } from './domain/states.js';

export interface EditionRow {
  id: string;
  kind: ListingKind;
  issuer_id: string;
  issuer_name: string;
  issuer_code: string;
  number: number | null;
  state: EditionState;
  title: string;
  preface: string;
  scheduled_for: Date | null;
  published_at: Date | null;
  revision: number;
  withdrawn_reason: string | null;
  version: number;
  created_at: Date;
  sha256: string | null;
  items: string;
  struck: number;
}

export const selectEdition = `SELECT e.id, e.kind, e.issuer_id, e.issuer_name, e.issuer_code, e.number, e.state, e.title, e.preface,
  e.scheduled_for, e.published_at, e.revision, e.withdrawn_reason, e.version, e.created_at, r.sha256,
  coalesce(r.items, (SELECT count(*) FROM edition_items i WHERE i.edition_id = e.id)) AS items,
  coalesce(r.struck, 0) AS struck
  FROM editions e LEFT JOIN edition_revisions r ON r.edition_id = e.id AND r.revision = e.revision`;

export function editionView(row: EditionRow): EditionView {
  return {
    id: row.id,
    kind: row.kind,
    issuer: { id: row.issuer_id, name: row.issuer_name, code: row.issuer_code },
    number: row.number,
    slug: row.number === null ? null : `${row.issuer_code}-${row.number}`,
    state: row.state,
    title: row.title,
    preface: row.preface,
    items: Number(row.items),
    struck: row.struck,
    revision: row.revision,
    sha256: row.sha256,
    scheduledFor: row.scheduled_for?.toISOString() ?? null,
    publishedAt: row.published_at?.toISOString() ?? null,
    withdrawnReason: row.withdrawn_reason,
    version: row.version,
  };
}

/**
 * Locks an edition until the transaction ends.
 * @throws NotFound; Stale when `version` is given and is not the current one.
 */
export async function lockEdition(tx: Tx, id: string, version?: number): Promise<EditionRow> {
  await rows(tx, 'SELECT id FROM editions WHERE id = $1 FOR UPDATE', [id]);
  const [row] = await rows<EditionRow>(tx, `${selectEdition} WHERE e.id = $1`, [id]);
  if (!row) throw new NotFound('清单', id);
  if (version !== undefined && row.version !== version) throw new Stale(row.version);
  return row;
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
  const [row] = await rows<{ document: string; sha256: string }>(
    tx,
    'SELECT document, sha256 FROM edition_revisions WHERE edition_id = $1 AND revision = $2',
    [editionId, revision],
  );
  if (!row) throw new NotFound('清单版次', `${editionId}/${revision}`);
  return { document: JSON.parse(row.document) as EditionDocument, sha256: row.sha256 };
}
