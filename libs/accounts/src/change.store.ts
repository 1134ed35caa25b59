import type { OrganisationChangeView, ProposedChange } from '#contracts';
import { rows, type Tx } from '#platform';
import { type ChangeState, differences, movesArea, type Reviewed } from './domain/change.js';
import type { OrganisationState } from './domain/organisation.js';
import type { OrganisationKind } from './domain/principal.js';

export interface ChangeRow {
  id: string;
  organisation_id: string;
  state: ChangeState;
  proposed: ProposedChange;
  reason: string;
  side: 'organisation' | 'coordinator';
  proposed_by: string;
  proposed_by_name: string;
  proposed_at: Date;
  before: Partial<Reviewed> | null;
  decided_by_name: string | null;
  decided_at: Date | null;
  decision_reason: string | null;
  at: string;
  name: string;
  uscc: string;
  kinds: OrganisationKind[];
  area: string | null;
  department: string | null;
  owner_kind: string | null;
  size: string | null;
  organisation_state: OrganisationState;
  version: number;
}

const select = `SELECT c.id, c.organisation_id, c.state, c.proposed, c.reason, c.side, c.proposed_by, c.proposed_by_name, c.proposed_at, c.before,
    c.decided_by_name, c.decided_at, c.decision_reason, c.proposed_at::text AS at,
    o.name, o.uscc, o.kinds, o.area, o.department, o.owner_kind, o.size, o.state AS organisation_state, o.version
  FROM organisation_changes c JOIN organisations o ON o.id = c.organisation_id`;

export async function findChange(tx: Tx, id: string): Promise<ChangeRow | undefined> {
  return (await rows<ChangeRow>(tx, `${select} WHERE c.id = $1`, [id]))[0];
}

export interface ChangeFilter {
  readonly state?: readonly string[] | undefined;
  readonly organisation?: string | undefined;
  /** Only of organisations of this area. */
  readonly area?: string | undefined;
}

/** Newest first. @param after the key of the last one seen. */
export function listChangeRows(
  tx: Tx,
  filter: ChangeFilter,
  limit: number,
  after: readonly (string | null)[],
): Promise<ChangeRow[]> {
  return rows<ChangeRow>(
    tx,
    `${select} WHERE ($1::text[] IS NULL OR c.state = ANY($1)) AND ($2::uuid IS NULL OR c.organisation_id = $2)
       AND ($3::text IS NULL OR o.area = $3) AND ($4::text IS NULL OR (c.proposed_at, c.id) < ($4::timestamptz, $5::uuid))
     ORDER BY c.proposed_at DESC, c.id DESC LIMIT $6`,
    [
      filter.state ?? null,
      filter.organisation ?? null,
      filter.area ?? null,
      after[0] ?? null,
      after[1] ?? null,
      limit,
    ],
  );
}

/** The values that stand, of those that a change may change. */
export function standingValues(row: ChangeRow): Reviewed {
  return {
    name: row.name,
    uscc: row.uscc,
    kinds: row.kinds,
    area: row.area,
    department: row.department,
    ownerKind: row.owner_kind,
    size: row.size,
  };
}

export function changeView(row: ChangeRow): OrganisationChangeView {
  const found = differences(row.before ?? standingValues(row), row.proposed);
  return {
    id: row.id,
    organisation: {
      id: row.organisation_id,
      uscc: row.uscc,
      name: row.name,
      area: row.area,
      state: row.organisation_state,
    },
    state: row.state,
    differences: found,
    movesArea: movesArea(found),
    reason: row.reason,
    side: row.side,
    proposedBy: row.proposed_by_name,
    proposedById: row.proposed_by,
    proposedAt: row.proposed_at.toISOString(),
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decisionReason: row.decision_reason,
    version: row.version,
  };
}
