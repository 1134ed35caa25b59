import type { ApplicationContent, ApplicationState, ApplicationView } from '#contracts';
import { NotFound } from '#kernel';
import { rows, type Tx } from '#platform';
import type { MemberRole, OrganisationKind } from './domain/principal.js';

export interface ApplicationRow {
  id: string;
  person_id: string;
  person_login: string;
  person_name: string;
  uscc: string;
  kinds: OrganisationKind[];
  member_role: MemberRole;
  position: string;
  owner_gone: boolean;
  name: string;
  area: string;
  department: string | null;
  owner_kind: string | null;
  size: string | null;
  address: string;
  proof_sha256: string | null;
  proof_file_name: string | null;
  proof_media_type: string | null;
  proof_size: number | null;
  state: ApplicationState;
  reason: string | null;
  organisation_id: string | null;
  submitted_at: Date | null;
  decided_at: Date | null;
  decided_by_name: string | null;
  version: number;
  created_at: Date;
  at: string;
}

export const selectApplications = `SELECT a.*, p.login AS person_login, p.name AS person_name, a.created_at::text AS at
  FROM applications a JOIN people p ON p.id = a.person_id`;

/** @throws NotFound */
export async function findApplication(
  tx: Tx,
  id: string,
  lock: '' | 'FOR UPDATE OF a' = '',
): Promise<ApplicationRow> {
  const [row] = await rows<ApplicationRow>(tx, `${selectApplications} WHERE a.id = $1 ${lock}`, [id]);
  if (!row) throw new NotFound('申请', id);
  return row;
}

/** The values of an application's content, in the order of `contentColumns`. */
export function contentValues(uscc: string, content: ApplicationContent): unknown[] {
  const { profile } = content;
  return [
    uscc,
    [...new Set(content.kinds)],
    content.role,
    content.position,
    content.ownerGone,
    profile.name,
    profile.area,
    profile.department,
    profile.ownerKind,
    profile.size,
    profile.address,
  ];
}
export const contentColumns =
  'uscc, kinds, member_role, position, owner_gone, name, area, department, owner_kind, size, address';

export function applicationView(row: ApplicationRow): ApplicationView {
  return {
    id: row.id,
    uscc: row.uscc,
    kinds: row.kinds,
    profile: profileOf(row),
    role: row.member_role,
    position: row.position,
    ownerGone: row.owner_gone,
    person: { id: row.person_id, login: row.person_login, name: row.person_name },
    state: row.state,
    reason: row.reason,
    proof: proofOf(row),
    organisationId: row.organisation_id,
    submittedAt: row.submitted_at?.toISOString() ?? null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: row.decided_by_name,
    version: row.version,
    createdAt: row.created_at.toISOString(),
  };
}

export function profileOf(row: ApplicationRow): ApplicationView['profile'] {
  return {
    name: row.name,
    area: row.area,
    department: row.department,
    ownerKind: row.owner_kind,
    size: row.size,
    address: row.address,
  };
}

function proofOf(row: ApplicationRow): ApplicationView['proof'] {
  if (row.proof_file_name === null || row.proof_media_type === null || row.proof_size === null) return null;
  return { fileName: row.proof_file_name, mediaType: row.proof_media_type, size: row.proof_size };
}
