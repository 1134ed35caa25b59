import type { InvitationView } from '#contracts';
import { NotFound } from '#kernel';
import type { Tx } from '#platform';
import { invitationStateAt } from './domain/invitation.js';
import { Invitation } from './entities/invitation.js';

/** An organisation's invitations, with who gave and who took each. */
export function invitationsOf(by: Tx, organisationId: string) {
  return by
    .createQueryBuilder(Invitation, 'i')
    .innerJoinAndSelect('i.inviter', 'inviter')
    .leftJoinAndSelect('i.accepter', 'accepter')
    .where('i.organisationId = :organisationId', { organisationId });
}

/** @throws NotFound */
export async function findInvitation(by: Tx, organisationId: string, id: string): Promise<InvitationView> {
  const found = await invitationsOf(by, organisationId).andWhere('i.id = :id', { id }).getOne();
  if (!found) throw new NotFound('邀请', id);
  return invitationView(found);
}

export function invitationView(invitation: Invitation): InvitationView {
  const { id, memberRole, note, inviter, accepter, createdAt, expiresAt } = invitation;
  return {
    id,
    role: memberRole,
    note,
    state: invitationStateAt(invitation, new Date()),
    invitedBy: inviter.name,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    acceptedBy: accepter?.name ?? null,
  };
}
