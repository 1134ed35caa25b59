import { z } from 'zod';
import { login, memberRole, password } from './accounts.js';
import { id, idParams, nameText, text, whole } from './common.js';
import { endpoint } from './endpoint.js';

const invitationState = z.enum(['open', 'accepted', 'revoked', 'expired']);
export type InvitationState = z.output<typeof invitationState>;

const invitationView = z.strictObject({
  id,
  role: memberRole,
  /** Whom it is meant for, in the owner's words. */
  note: z.string(),
  state: invitationState,
  invitedBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  acceptedBy: z.string().nullable(),
});
export type InvitationView = z.output<typeof invitationView>;

/** 256 random bits as base64url; only their SHA-256 is kept. */
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, { error: '邀请链接不完整，请重新复制' });

const tag = 'invitations';
export const createInvitation = endpoint({
  method: 'POST',
  path: '/organisations/:id/invitations',
  secret: true,
  tag,
  summary: '邀请成员；token 只在此处给出一次，链接为 /app/invitation#token',
  action: 'invitation.create',
  limit: 'invitation',
  params: idParams,
  status: 201,
  body: z.strictObject({ role: memberRole, note: text(50, 0).default('') }),
  answer: z.strictObject({ invitation: invitationView, token: z.string() }),
});
/** The newest are shown. */
export const mostInvitations = 200;

export const listInvitations = endpoint({
  method: 'GET',
  path: '/organisations/:id/invitations',
  tag,
  summary: '本单位发出的邀请，最近200条',
  action: 'invitation.list',
  params: idParams,
  answer: whole(invitationView, mostInvitations),
});
export const revokeInvitation = endpoint({
  method: 'POST',
  path: '/organisations/:id/invitations/:invitationId/revoke',
  tag,
  summary: '撤销邀请，链接随即失效',
  action: 'invitation.revoke',
  params: z.strictObject({ id, invitationId: id }),
  answer: invitationView,
});
/** A POST, so that the token stands in no address and in no log. */
export const readInvitation = endpoint({
  method: 'POST',
  path: '/invitations/read',
  secret: true,
  tag,
  summary: '凭链接查看邀请',
  action: 'invitation.read',
  limit: 'application',
  refusals: [410],
  body: z.strictObject({ token }),
  answer: z.strictObject({
    organisation: z.strictObject({ id, name: z.string() }),
    role: memberRole,
    invitedBy: z.string(),
    expiresAt: z.string(),
  }),
});
export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/invitations/accept',
  secret: true,
  tag,
  summary: '接受邀请：给出 person 即建立账号，否则由当前登录的账号加入',
  action: 'invitation.accept',
  limit: 'application',
  refusals: [410],
  status: 201,
  body: z.strictObject({
    token,
    person: z.strictObject({ login, name: nameText(50), password }).optional(),
  }),
  answer: z.strictObject({
    organisation: z.strictObject({ id, name: z.string() }),
    role: memberRole,
    login: z.string(),
  }),
});
