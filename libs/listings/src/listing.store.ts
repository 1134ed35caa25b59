import { Any } from 'typeorm';
import { joinOrganisation, type OrganisationState, organisationSummarySql } from '#accounts';
import {
  kinds,
  type ListingKind,
  type ListingState,
  type ListingView,
  type OrganisationSummary,
} from '#contracts';
import { NotFound, type Parameters, Stale } from '#kernel';
import { copyRows, rows, type Tx } from '#platform';
import {
  type Content,
  contentOf,
  type DocumentRow,
  joinContact,
  joinRevision,
  keptOf,
  ofKind,
} from './document.js';
import type { ListingActor } from './domain/refusals.js';
import type { Sight } from './domain/sight.js';
import { ListingHead } from './entities/listing-head.js';
import { seenByMakersSql, seenInForceSql } from './sight.sql.js';

/** A listing with one of its revisions, as the services work on it. */
export interface Listing {
  readonly id: string;
  readonly kind: ListingKind;
  readonly number: string;
  readonly organisation: OrganisationSummary;
  readonly organisationState: OrganisationState;
  readonly state: ListingState;
  readonly revision: number;
  readonly publishedRevision: number | null;
  readonly version: number;
  readonly content: Content;
}

export interface Step {
  readonly listingId: string;
  readonly revision: number;
  readonly from: ListingState | null;
  readonly to: ListingState;
  readonly actor: ListingActor;
  readonly reason: string | null;
}

const newest = { head: 'h', revision: 'w', organisation: 'o' };
const shown = { head: 'h', revision: 'r', organisation: 'o' };

/**
 * Heads `h` with organisation `o` and the revision `r` that the asker sees; what he may not see is not there.
 * `WHERE` is open: add conditions with AND, and parameters to `parameters`.
 */
export function selectSeen(kind: ListingKind, sight: Sight, parameters: Parameters): string {
  const insider = seenByMakersSql(newest, sight, parameters);
  return `SELECT h.id, h.number, h.published_revision, h.published_at, h.version, h.created_at, h.updated_at,
    h.created_at::text AS created_key, r.revision, r.state, ${insider} AS insider, ${organisationSummarySql()},
    (SELECT x.reason FROM listing_history x WHERE x.listing_id = h.id AND x.revision = h.revision
       AND x.to_state IN ('changes_requested', 'rejected', 'approved') ORDER BY x.id DESC LIMIT 1) AS review_reason, r.content,
    CASE WHEN ${insider} THEN k.contact END AS contact
    FROM listings h ${joinOrganisation('h.organisation_id')}
    ${joinRevision('newest', 'h', 'w')}
    JOIN listing_revisions r ON r.listing_id = h.id AND r.revision = CASE WHEN ${insider} THEN h.revision ELSE h.published_revision END
    ${joinContact()}
    WHERE ${ofKind('h', kind)} AND (${insider} OR ${seenInForceSql(shown, sight, parameters)})`;
}

/** A row of `selectSeen`. */
export interface SeenRow extends DocumentRow {
  readonly id: string;
  readonly number: string;
  readonly organisation: OrganisationSummary;
  readonly state: ListingState;
  readonly revision: number;
  readonly published_revision: number | null;
  readonly published_at: Date | null;
  readonly review_reason: string | null;
  readonly created_at: Date;
  readonly created_key: string;
  readonly updated_at: Date;
  readonly version: number;
  readonly insider: boolean;
}

export function listingView(kind: ListingKind, row: SeenRow): ListingView {
  const content = contentOf(kind, row);
  return {
    id: row.id,
    kind,
    number: row.number,
    organisation: row.organisation,
    state: row.state,
    revision: row.revision,
    publishedRevision: row.published_revision,
    publishedAt: row.published_at?.toISOString() ?? null,
    reviewReason: row.insider ? row.review_reason : null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
    content: row.insider ? content : { ...content, contact: null },
  } as ListingView;
}

/**
 * Listings in the order of their ids, locked until the transaction ends; each with its newest revision, or with the one
 * in force. Two statements, so that the second sees what others committed while the first waited.
 */
export async function lockListings(
  tx: Tx,
  kind: ListingKind,
  ids: readonly string[],
  which: 'newest' | 'published' = 'newest',
): Promise<Listing[]> {
  if (ids.length === 0) return [];
  await tx.find(ListingHead, {
    select: { id: true },
    where: { id: Any([...ids]) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return readListings(tx, kind, ids, which);
}

/** The same, read only. */
export async function readListings(
  tx: Tx,
  kind: ListingKind,
  ids: readonly string[],
  which: 'newest' | 'published' = 'newest',
): Promise<Listing[]> {
  if (ids.length === 0) return [];
  const found = await rows<LockedRow>(
    tx,
    `SELECT h.id, h.number, h.published_revision, h.version, r.revision, r.state, o.state AS organisation_state, ${organisationSummarySql()},
       r.content, k.contact
     FROM listings h ${joinOrganisation('h.organisation_id')} ${joinRevision(which)} ${joinContact()}
     WHERE ${ofKind('h', kind)} AND h.id = ANY($1::uuid[]) ORDER BY h.id`,
    [ids],
  );
  return found.map((row) => listingOf(kind, row));
}

/** @throws NotFound; Stale when `version` is given and is not the current one. */
export async function lockListing(tx: Tx, kind: ListingKind, id: string, version?: number): Promise<Listing> {
  const [listing] = await lockListings(tx, kind, [id]);
  if (!listing) throw new NotFound(kinds[kind].label.zh, id);
  if (version !== undefined && listing.version !== version) throw new Stale(listing.version);
  return listing;
}

interface LockedRow extends DocumentRow {
  readonly id: string;
  readonly number: string;
  readonly organisation: OrganisationSummary;
  readonly organisation_state: OrganisationState;
  readonly state: ListingState;
  readonly revision: number;
  readonly published_revision: number | null;
  readonly version: number;
}

function listingOf(kind: ListingKind, row: LockedRow): Listing {
  return {
    id: row.id,
    kind,
    number: row.number,
    organisation: row.organisation,
    organisationState: row.organisation_state,
    state: row.state,
    revision: row.revision,
    publishedRevision: row.published_revision,
    version: row.version,
    content: contentOf(kind, row),
  };
}

export interface NewHead {
  readonly id: string;
  readonly number: string;
  readonly organisationId: string;
  readonly importKey: string | null;
  readonly listNumber: string | null;
}

export async function insertHeads(tx: Tx, kind: ListingKind, heads: readonly NewHead[]): Promise<void> {
  await copyRows(
    tx,
    'listings',
    ['id', 'kind', 'number', 'organisation_id', 'revision', 'import_key', 'list_number'],
    heads.map((head) => [
      head.id,
      kind,
      head.number,
      head.organisationId,
      1,
      head.importKey,
      head.listNumber,
    ]),
  );
}

export interface NewRevision {
  readonly listingId: string;
  readonly revision: number;
  readonly content: Content;
}

const draftRecord = 'x(listing_id uuid, revision integer, title text, document jsonb, contact jsonb)';

const recordsOf = (kind: ListingKind, drafts: readonly NewRevision[]) =>
  JSON.stringify(
    drafts.map(({ listingId, revision, content }) => ({
      listing_id: listingId,
      revision,
      ...keptOf(kind, content),
    })),
  );

export async function insertDrafts(tx: Tx, kind: ListingKind, drafts: readonly NewRevision[]): Promise<void> {
  const kept = drafts.map(({ listingId, revision, content }) => ({
    listingId,
    revision,
    ...keptOf(kind, content),
  }));
  await copyRows(
    tx,
    'listing_revisions',
    ['listing_id', 'revision', 'state', 'title', 'content'],
    kept.map((one) => [one.listingId, one.revision, 'draft', one.title, JSON.stringify(one.document)]),
  );
  await copyRows(
    tx,
    'listing_contacts',
    ['listing_id', 'revision', 'contact'],
    kept.map((one) => [one.listingId, one.revision, JSON.stringify(one.contact)]),
  );
}

export async function updateDrafts(tx: Tx, kind: ListingKind, drafts: readonly NewRevision[]): Promise<void> {
  const records = recordsOf(kind, drafts);
  await rows(
    tx,
    `UPDATE listing_revisions r SET title = x.title, content = x.document FROM jsonb_to_recordset($1::jsonb) AS ${draftRecord}
     WHERE r.listing_id = x.listing_id AND r.revision = x.revision`,
    [records],
  );
  await rows(
    tx,
    `UPDATE listing_contacts k SET contact = x.contact FROM jsonb_to_recordset($1::jsonb) AS ${draftRecord}
     WHERE k.listing_id = x.listing_id AND k.revision = x.revision`,
    [records],
  );
}

export async function setStates(
  tx: Tx,
  which: readonly { readonly listingId: string; readonly revision: number }[],
  state: ListingState,
): Promise<void> {
  if (which.length === 0) return;
  await rows(
    tx,
    `UPDATE listing_revisions r SET state = $3 FROM unnest($1::uuid[], $2::integer[]) AS x(id, revision)
     WHERE r.listing_id = x.id AND r.revision = x.revision`,
    [which.map((w) => w.listingId), which.map((w) => w.revision), state],
  );
}

export async function recordSteps(tx: Tx, kind: ListingKind, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  await copyRows(
    tx,
    'listing_history',
    ['kind', 'listing_id', 'revision', 'from_state', 'to_state', 'actor_id', 'actor_name', 'reason'],
    steps.map(({ actor, ...step }) => [
      ...[kind, step.listingId, step.revision, step.from, step.to],
      ...[actor.id, actor.name, step.reason],
    ]),
  );
}

/** Every change of a listing makes its version one higher, once: an update counts it by itself, also of nothing else. */
export async function touch(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.update(ListingHead, { id: Any([...ids]) }, {});
}
