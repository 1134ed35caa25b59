import type { InvitationView } from '#contracts';
import { invitationStateAt } from './domain/invitation.js';
import type { MemberRole } from './domain/principal.js';

export interface InvitationRow {
  id: string;
  member_role: MemberRole;
  note: string;
  inviter_name: string;
  accepter_name: string | null;
  created_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
  revoked_at: Date | null;
}

export const selectInvitations = `SELECT i.id, i.member_role, i.note, p.name AS inviter_name, q.name AS accepter_name, i.created_at, i.expires_at,
    i.accepted_at, i.revoked_at
  FROM invitations i JOIN people p ON p.id = i.invited_by LEFT JOIN people q ON q.id = i.accepted_by`;

export function invitationView(row: InvitationRow, now: Date): InvitationView {
  return {
    id: row.id,
    role: row.member_role,
    note: row.note,
    state: invitationStateAt(
      { expiresAt: row.expires_at, acceptedAt: row.accepted_at, revokedAt: row.revoked_at },
      now,
    ),
    invitedBy: row.inviter_name,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    acceptedBy: row.accepter_name,
  };
}
