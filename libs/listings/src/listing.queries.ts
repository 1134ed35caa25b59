import { Injectable } from '@nestjs/common';
import { joinOrganisation } from '#accounts';
import { kinds, type ListingKind, type ListingState, type ListingView, mostShown } from '#contracts';
import { isId, NotFound, Parameters } from '#kernel';
import { Database, keyset, type PageAsked } from '#platform';
import { joinRevision, ofKind } from './document.js';
import { everything, type Sight } from './domain/sight.js';
import { ListingStep } from './entities/listing-step.js';
import { type ListingFilter, newestSeen } from './listing.newest.js';
import { listingView, type SeenRow, selectSeen } from './listing.store.js';

export type { ListingFilter } from './listing.newest.js';

export interface HistoryRow {
  readonly at: string;
  readonly revision: number;
  readonly from: ListingState | null;
  readonly to: ListingState;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly reason: string | null;
}

/** Lists and single views for people at work; what the asker may not see is not there. */
@Injectable()
export class ListingQueries {
  constructor(private readonly db: Database) {}

  /**
   * @param idOrNumber UUID or `CJ-2026-000123`.
   * @throws NotFound also for what is there but not for this asker.
   */
  async find(kind: ListingKind, idOrNumber: string, sight: Sight = everything): Promise<ListingView> {
    const parameters = new Parameters();
    const seen = selectSeen(kind, sight, parameters);
    const by = isId(idOrNumber) ? 'h.id' : 'h.number';
    const [row] = await this.db.query<SeenRow>(
      `${seen} AND ${by} = ${parameters.bind(idOrNumber)}`,
      parameters.values,
    );
    if (!row) throw new NotFound(kinds[kind].label.zh, idOrNumber);
    return listingView(kind, row);
  }

  /** Newest first. */
  async list(
    kind: ListingKind,
    filter: ListingFilter,
    sight: Sight,
    { limit, cursor }: PageAsked,
  ): Promise<{ items: ListingView[]; next: string | null }> {
    const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [];
    const after = id === undefined ? undefined : { at: String(at), id: String(id) };
    const found = await newestSeen(this.db, { kind, filter, sight }, { after, wanted: limit + 1 });
    return keyset.page(
      found,
      limit,
      (row) => [row.created_key, row.id],
      (row) => listingView(kind, row),
    );
  }

  /** Oldest first. */
  async history(kind: ListingKind, id: string): Promise<HistoryRow[]> {
    const found = await this.db.manager.find(ListingStep, {
      where: { kind, listingId: id },
      order: { id: 'ASC' },
      take: mostShown,
    });
    return found.map(({ at, revision, from, to, actorId, actorName, reason }) => ({
      at: at.toISOString(),
      revision,
      from,
      to,
      actorId,
      actorName,
      reason,
    }));
  }

  /**
   * Ids of what waits for review, for bulk approval: what was submitted, and drafts only of the import whose keys
   * begin with `imported`, for nobody publishes what others are still writing.
   */
  async waiting(
    kind: ListingKind,
    where: { readonly area?: string; readonly imported?: string },
    limit: number,
  ): Promise<string[]> {
    const found = await this.db.query<{ id: string }>(
      `SELECT h.id FROM listings h ${joinRevision('newest')}
       ${joinOrganisation('h.organisation_id')}
       WHERE ${ofKind('h', kind)} AND ($1::text IS NULL OR coalesce(r.area, o.area) = $1)
         AND (r.state = 'submitted' OR (r.state = 'draft' AND starts_with(h.import_key, $2)))
         AND ($2::text IS NULL OR starts_with(h.import_key, $2)) ORDER BY h.id LIMIT $3`,
      [where.area ?? null, where.imported ?? null, limit],
    );
    return found.map((row) => row.id);
  }
}
