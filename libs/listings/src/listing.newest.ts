import { joinOrganisation } from '#accounts';
import type { ListingKind, ListingState } from '#contracts';
import { Parameters } from '#kernel';
import type { Database } from '#platform';
import { ofKind } from './document.js';
import type { Sight } from './domain/sight.js';
import { listingAreaSql } from './listing.sql.js';
import { type SeenRow, selectSeen } from './listing.store.js';
import { seenHeadSql } from './sight.sql.js';

export interface ListingFilter {
  readonly state?: readonly ListingState[] | undefined;
  readonly field?: readonly string[] | undefined;
  readonly chain?: readonly string[] | undefined;
  readonly area?: readonly string[] | undefined;
  readonly organisation?: string | undefined;
}

/** Which listings, for whom. */
interface Asked {
  readonly kind: ListingKind;
  readonly filter: ListingFilter;
  readonly sight: Sight;
}

/** Where a listing stands in the order. */
interface Place {
  readonly at: string;
  readonly id: string;
}

/** Heads that are looked at together, at most. */
const most = 500;

/**
 * The first listings behind a place that the asker sees, the newest first. Five tables tell which revision of a listing
 * somebody sees, and whether any; a planner that misjudges how many pass reads all of them and sorts what it has read. So the
 * heads are walked in the order of their index, and the rest is read of those alone that a page may be made of; where few
 * pass, every step looks at more of them than the one before.
 */
export async function newestSeen(
  db: Database,
  asked: Asked,
  { after, wanted }: { readonly after: Place | undefined; readonly wanted: number },
): Promise<SeenRow[]> {
  const found: SeenRow[] = [];
  let behind = after;
  for (let size = wanted; found.length < wanted; size = Math.max(wanted, Math.min(size * 4, most))) {
    const heads = await headsBehind(db, asked, behind, size);
    found.push(...(await seenAmong(db, asked, heads, wanted - found.length)));
    behind = heads.at(-1);
    if (heads.length < size) break;
  }
  return found;
}

/** Heads that may be seen and may pass the filter. */
function headsBehind(
  db: Database,
  { kind, filter, sight }: Asked,
  after: Place | undefined,
  size: number,
): Promise<Place[]> {
  const parameters = new Parameters();
  const { organisation } = filter;
  const conditions = [
    ofKind('h', kind),
    seenHeadSql(sight, parameters),
    ...(organisation === undefined ? [] : [`h.organisation_id = ${parameters.bind(organisation)}::uuid`]),
    ...(after === undefined
      ? []
      : [
          `(h.created_at, h.id) < (${parameters.bind(after.at)}::timestamptz, ${parameters.bind(after.id)}::uuid)`,
        ]),
    ...anyRevision(filter, parameters),
  ];
  return db.query<Place & Record<string, unknown>>(
    `SELECT h.id, h.created_at::text AS at FROM listings h WHERE ${conditions.join(' AND ')}
     ORDER BY h.created_at DESC, h.id DESC LIMIT ${parameters.bind(size)}`,
    parameters.values,
  );
}

/** The revision that is seen is one of the listing's: what none of them has, that one lacks, too. */
function anyRevision(filter: ListingFilter, parameters: Parameters): string[] {
  const { area } = filter;
  const wanted = revisionSql('w', filter, parameters);
  return [
    ...(wanted.length === 0
      ? []
      : [`EXISTS (SELECT 1 FROM listing_revisions w WHERE w.listing_id = h.id AND ${wanted.join(' AND ')})`]),
    // One value, and no EXISTS, which the planner may turn into a reading of all revisions: of areas it knows nothing.
    ...(area === undefined
      ? []
      : [
          `(SELECT bool_or(${areaSql} = ANY(${parameters.bind(area)}::text[])) FROM listing_revisions r
            ${joinOrganisation('h.organisation_id')} WHERE r.listing_id = h.id)`,
        ]),
  ];
}

const areaSql = listingAreaSql({ revision: 'r', organisation: 'o' });

function revisionSql(r: string, { state, field, chain }: ListingFilter, parameters: Parameters): string[] {
  const list = (values: readonly string[]) => `${parameters.bind(values)}::text[]`;
  return [
    ...(state === undefined ? [] : [`${r}.state = ANY(${list(state)})`]),
    ...(field === undefined ? [] : [`${r}.fields && ${list(field)}`]),
    ...(chain === undefined ? [] : [`${r}.chains && ${list(chain)}`]),
  ];
}

async function seenAmong(
  db: Database,
  { kind, filter, sight }: Asked,
  heads: readonly Place[],
  wanted: number,
): Promise<SeenRow[]> {
  if (heads.length === 0) return [];
  const parameters = new Parameters();
  const seen = selectSeen(kind, sight, parameters);
  const { area } = filter;
  const conditions = [
    `h.id = ANY(${parameters.bind(heads.map(({ id }) => id))}::uuid[])`,
    ...revisionSql('r', filter, parameters),
    ...(area === undefined ? [] : [`${areaSql} = ANY(${parameters.bind(area)}::text[])`]),
  ];
  return db.query<SeenRow & Record<string, unknown>>(
    `${seen} AND ${conditions.join(' AND ')} ORDER BY h.created_at DESC, h.id DESC LIMIT ${parameters.bind(wanted)}`,
    parameters.values,
  );
}
