import type { InvitationState } from '#contracts';
import { DomainError } from '#kernel';

const reasons: Record<Exclude<InvitationState, 'open'> | 'unknown' | 'organisation', string> = {
  unknown: '邀请链接无效，请核对是否完整',
  accepted: '邀请已被使用，每个链接只能使用一次',
  revoked: '邀请已撤销',
  expired: '邀请已过期',
  organisation: '发出邀请的单位已停用，暂不能加入',
};

export class InvitationVoid extends DomainError {
  readonly code = 'invitation.void';
  readonly status = 410;

  constructor(cause: keyof typeof reasons) {
    super(`${reasons[cause]}；请联系单位管理员重新邀请`, { cause });
  }
}

export class TooManyInvitations extends DomainError {
  readonly code = 'invitation.too_many';
  readonly status = 409;

  constructor(most: number) {
    super(`本单位尚未使用的邀请已有 ${most} 条，请先撤销不再需要的`);
  }
}

export interface InvitationDates {
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
}

export function invitationStateAt(invitation: InvitationDates, now: Date): InvitationState {
  if (invitation.acceptedAt) return 'accepted';
  if (invitation.revokedAt) return 'revoked';
  return invitation.expiresAt <= now ? 'expired' : 'open';
}

/** What an invitation still rests on: its owner being one, and the organisation being approved. */
export interface InvitationGround extends InvitationDates {
  readonly organisationId: string;
  readonly organisation: { readonly state: string };
  readonly inviter: { readonly organisationId: string | null; readonly memberRole: string | null };
}

/** @throws InvitationVoid `invitation.void` */
export function refuseVoid(
  invitation: InvitationGround | undefined,
  now: Date,
): asserts invitation is InvitationGround {
  if (!invitation) throw new InvitationVoid('unknown');
  const state = invitationStateAt(invitation, now);
  if (state !== 'open') throw new InvitationVoid(state);
  const { organisation, organisationId, inviter } = invitation;
  if (inviter.organisationId !== organisationId || inviter.memberRole !== 'owner')
    throw new InvitationVoid('revoked');
  if (organisation.state !== 'approved') throw new InvitationVoid('organisation');
}
