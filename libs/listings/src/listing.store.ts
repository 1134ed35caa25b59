import type {
  CapabilityView,
  ListingKind,
  ListingState,
  OrganisationSummary,
  ScenarioView,
} from '#contracts';
import { NotFound, Stale } from '#kernel';
import { rows, type Tx } from '#platform';
import { type Content, contentOf, type Row, tables } from './columns.js';
import { organisationColumns } from './listing.reader.js';

export type ListingView = ScenarioView | CapabilityView;

export interface Actor {
  /** Null for the platform itself. */
  readonly id: string | null;
  readonly name: string;
}

export interface Listing {
  readonly id: string;
  readonly kind: ListingKind;
  readonly number: string;
  readonly organisation: OrganisationSummary;
  readonly state: ListingState;
  readonly revision: number;
  readonly publishedRevision: number | null;
  readonly version: number;
  readonly content: Content;
}

export function selectListing(kind: ListingKind): string {
  const { head, revisions, select } = tables[kind];
  return `SELECT h.id, h.number, h.revision, h.published_revision, h.published_at, h.version, h.created_at, h.updated_at,
    h.created_at::text AS created_key, r.state, ${organisationColumns},
    (SELECT x.reason FROM listing_history x WHERE x.listing_id = h.id AND x.revision = h.revision
       AND x.to_state IN ('changes_requested', 'rejected', 'approved') ORDER BY x.id DESC LIMIT 1) AS review_reason, ${select}
    FROM ${head} h JOIN ${revisions} r ON r.listing_id = h.id AND r.revision = h.revision
    JOIN organisations o ON o.id = h.organisation_id`;
}

export function viewOf(kind: ListingKind, row: Row): ListingView {
  return {
    id: row['id'],
    kind,
    number: row['number'],
    organisation: row['organisation'],
    state: row['state'],
    revision: row['revision'],
    publishedRevision: row['published_revision'],
    publishedAt: (row['published_at'] as Date | null)?.toISOString() ?? null,
    reviewReason: row['review_reason'],
    createdAt: (row['created_at'] as Date).toISOString(),
    updatedAt: (row['updated_at'] as Date).toISOString(),
    version: row['version'],
    content: contentOf(kind, row),
  } as ListingView;
}

/**
 * Locks a listing until the transaction ends.
 * @throws NotFound; Stale when `version` is given and is not the current one.
 */
export async function lockListing(tx: Tx, kind: ListingKind, id: string, version?: number): Promise<Listing> {
  await rows(tx, `SELECT id FROM ${tables[kind].head} WHERE id = $1 FOR UPDATE`, [id]);
  const [row] = await rows<Row>(tx, `${selectListing(kind)} WHERE h.id = $1`, [id]);
  if (!row) throw new NotFound(tables[kind].label, id);
  const view = viewOf(kind, row);
  if (version !== undefined && view.version !== version) throw new Stale(view.version);
  return view;
}

export async function insertRevision(
  tx: Tx,
  kind: ListingKind,
  id: string,
  revision: number,
  state: ListingState,
  content: Content,
): Promise<void> {
  const { revisions, columns } = tables[kind];
  const values = columns.map((column) => column.of(content as never));
  await rows(
    tx,
    `INSERT INTO ${revisions} (listing_id, revision, state, ${columns.map((c) => c.name).join(', ')})
     VALUES ($1, $2, $3, ${columns.map((c, i) => `$${i + 4}::${c.type}`).join(', ')})`,
    [id, revision, state, ...values],
  );
}

export async function updateRevision(
  tx: Tx,
  kind: ListingKind,
  id: string,
  revision: number,
  content: Content,
): Promise<void> {
  const { revisions, columns } = tables[kind];
  await rows(
    tx,
    `UPDATE ${revisions} SET ${columns.map((c, i) => `${c.name} = $${i + 3}::${c.type}`).join(', ')} WHERE listing_id = $1 AND revision = $2`,
    [id, revision, ...columns.map((column) => column.of(content as never))],
  );
}

export async function setState(
  tx: Tx,
  kind: ListingKind,
  id: string,
  revision: number,
  state: ListingState,
): Promise<void> {
  await rows(tx, `UPDATE ${tables[kind].revisions} SET state = $3 WHERE listing_id = $1 AND revision = $2`, [
    id,
    revision,
    state,
  ]);
}

export interface Step {
  readonly kind: ListingKind;
  readonly listingId: string;
  readonly revision: number;
  readonly from: ListingState | null;
  readonly to: ListingState;
  readonly actor: Actor;
  readonly reason: string | null;
}

export async function recordStep(tx: Tx, step: Step): Promise<void> {
  await rows(
    tx,
    `INSERT INTO listing_history (kind, listing_id, revision, from_state, to_state, actor_id, actor_name, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      step.kind,
      step.listingId,
      step.revision,
      step.from,
      step.to,
      step.actor.id,
      step.actor.name,
      step.reason,
    ],
  );
}

export async function touch(tx: Tx, kind: ListingKind, id: string, set = ''): Promise<void> {
  await rows(
    tx,
    `UPDATE ${tables[kind].head} SET version = version + 1, updated_at = now()${set && `, ${set}`} WHERE id = $1`,
    [id],
  );
}
