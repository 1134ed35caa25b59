import { rows, type Tx } from '#platform';

/** How a listing came here, and whom to call about it. */
export interface ListingOrigin {
  /** Null where a person wrote it. */
  readonly importedAt: Date | null;
  readonly phone: string;
  readonly email: string;
}

/** For those who look for two sides that are one: of each listing its import and its newest contact. */
export async function originsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, ListingOrigin>> {
  const found = await rows<{
    id: string;
    imported_at: Date | null;
    phone: string | null;
    email: string | null;
  }>(
    tx,
    `SELECT h.id, CASE WHEN h.import_key IS NULL THEN NULL ELSE h.created_at END AS imported_at,
       k.contact->>'phone' AS phone, k.contact->>'email' AS email
     FROM listings h LEFT JOIN listing_contacts k ON k.listing_id = h.id AND k.revision = coalesce(h.published_revision, h.revision)
     WHERE h.id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(
    found.map((row) => [
      row.id,
      { importedAt: row.imported_at, phone: row.phone ?? '', email: row.email ?? '' },
    ]),
  );
}
