import { Injectable } from '@nestjs/common';
import type { ListingKind, ListingState } from '#contracts';
import { isId, NotFound } from '#kernel';
import { Database, keyset } from '#platform';
import { type Row, tables } from './columns.js';
import { type ListingView, selectListing, viewOf } from './listing.store.js';

export interface ListingFilter {
  readonly state?: readonly ListingState[] | undefined;
  readonly field?: readonly string[] | undefined;
  readonly chain?: readonly string[] | undefined;
  readonly area?: readonly string[] | undefined;
  readonly organisation?: string | undefined;
}

/** Whose listings the asker may see: all, an area's, or those of an organisation and what others have in force. */
export type Sight =
  | { readonly all: true }
  | { readonly area: string }
  | { readonly organisation: string | null };

export interface HistoryRow {
  readonly at: string;
  readonly revision: number;
  readonly from: ListingState | null;
  readonly to: ListingState;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly reason: string | null;
}

/** Lists and single views for people at work. */
@Injectable()
export class ListingQueries {
  constructor(private readonly db: Database) {}

  /** @param idOrNumber UUID or `CJ-2026-000123`. */
  async find(kind: ListingKind, idOrNumber: string): Promise<ListingView> {
    const by = isId(idOrNumber) ? 'h.id = $1::uuid' : 'h.number = $1';
    const [row] = await this.db.query<Row>(`${selectListing(kind)} WHERE ${by}`, [idOrNumber]);
    if (!row) throw new NotFound(tables[kind].label, idOrNumber);
    return viewOf(kind, row);
  }

  async list(
    kind: ListingKind,
    filter: ListingFilter,
    sight: Sight,
    limit: number,
    cursor: string | undefined,
  ) {
    const [at, id] = keyset.read(cursor, 2) ?? [null, null];
    const found = await this.db.query<Row & { created_key: string; id: string }>(
      `${selectListing(kind)}
       WHERE ($1::text[] IS NULL OR r.state = ANY($1)) AND ($2::text[] IS NULL OR r.fields && $2) AND ($3::text[] IS NULL OR r.chains && $3)
         AND ($4::text[] IS NULL OR coalesce(r.area, o.area) = ANY($4)) AND ($5::uuid IS NULL OR h.organisation_id = $5)
         AND ($6::boolean OR coalesce(r.area, o.area) = $7 OR h.organisation_id = $8
              OR ($7::text IS NULL AND r.state = 'published' AND r.visibility <> 'invited'))
         AND ($9::text IS NULL OR (h.created_at, h.id) < ($9::timestamptz, $10::uuid))
       ORDER BY h.created_at DESC, h.id DESC LIMIT $11`,
      [
        filter.state ?? null,
        filter.field ?? null,
        filter.chain ?? null,
        filter.area ?? null,
        filter.organisation ?? null,
        'all' in sight,
        'area' in sight ? sight.area : null,
        'organisation' in sight ? sight.organisation : null,
        at,
        id,
        limit + 1,
      ],
    );
    return keyset.page(
      found,
      limit,
      (row) => [row.created_key, row.id],
      (row) => viewOf(kind, row),
    );
  }

  async history(kind: ListingKind, id: string): Promise<HistoryRow[]> {
    const found = await this.db.query<Row>(
      `SELECT at, revision, from_state, to_state, actor_id, actor_name, reason FROM listing_history WHERE kind = $1 AND listing_id = $2 ORDER BY id`,
      [kind, id],
    );
    return found.map((row) => ({
      at: (row['at'] as Date).toISOString(),
      revision: row['revision'] as number,
      from: row['from_state'] as ListingState | null,
      to: row['to_state'] as ListingState,
      actorId: row['actor_id'] as string | null,
      actorName: row['actor_name'] as string,
      reason: row['reason'] as string | null,
    }));
  }

  /** Submitted ones of an area, oldest first: for bulk approval. */
  async waiting(kind: ListingKind, area: string | undefined, limit: number): Promise<string[]> {
    const { head, revisions } = tables[kind];
    const found = await this.db.query<{ id: string }>(
      `SELECT h.id FROM ${head} h JOIN ${revisions} r ON r.listing_id = h.id AND r.revision = h.revision
       JOIN organisations o ON o.id = h.organisation_id
       WHERE r.state IN ('submitted', 'draft') AND ($1::text IS NULL OR coalesce(r.area, o.area) = $1) ORDER BY h.id LIMIT $2`,
      [area ?? null, limit],
    );
    return found.map((row) => row.id);
  }
}
