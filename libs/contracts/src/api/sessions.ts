import { z } from 'zod';
import { bodyView, memberRole, organisationKind, organisationState, password } from './accounts.js';
import { id } from './common.js';
import { endpoint } from './endpoint.js';

const meView = z.strictObject({
  id,
  login: z.string(),
  name: z.string(),
  operator: z.boolean(),
  organisation: z
    .strictObject({
      id,
      name: z.string(),
      uscc: z.string(),
      kinds: z.array(organisationKind),
      role: memberRole,
      state: organisationState,
      area: z.string().nullable(),
      /** Why it is suspended. */
      reason: z.string().nullable(),
    })
    .nullable(),
  /** `suspended`: why it is; null where it is not. */
  body: bodyView.extend({ suspended: z.string().nullable() }).nullable(),
  /** The actions that any of the person's roles has a line for. */
  actions: z.array(z.string()),
  /** Until when the password lasts, where somebody else chose it. */
  passwordEndsAt: z.string().nullable(),
});
export type MeView = z.output<typeof meView>;

const tag = 'sessions';
export const startSession = endpoint({
  method: 'POST',
  path: '/sessions',
  secret: true,
  tag,
  summary: '登录',
  action: 'session.start',
  status: 201,
  body: z.strictObject({ login: z.string().max(200), password: z.string().max(400) }),
  answer: meView,
});
export const endSession = endpoint({
  method: 'DELETE',
  path: '/sessions/current',
  tag,
  summary: '退出',
  action: 'session.end',
  status: 204,
});
export const listSessions = endpoint({
  method: 'GET',
  path: '/sessions',
  tag,
  summary: '我的登录',
  action: 'session.list',
  answer: z.strictObject({
    items: z
      .array(
        z.strictObject({
          id,
          userAgent: z.string(),
          address: z.string(),
          createdAt: z.string(),
          seenAt: z.string(),
          expiresAt: z.string(),
          current: z.boolean(),
        }),
      )
      .max(100),
  }),
});
export const revokeSessions = endpoint({
  method: 'POST',
  path: '/sessions/revoke',
  secret: true,
  tag,
  summary: '结束其他登录；须再次输入密码',
  action: 'session.revoke',
  limit: 'password',
  body: z.strictObject({ current: z.string().max(400), ids: z.array(id).min(1).max(100) }),
  status: 204,
});
export const readMe = endpoint({
  method: 'GET',
  path: '/me',
  tag,
  summary: '我是谁',
  action: 'me.read',
  answer: meView,
});
export const changePassword = endpoint({
  method: 'PUT',
  path: '/me/password',
  secret: true,
  tag,
  summary: '修改密码（其他登录随即失效）',
  action: 'me.password',
  limit: 'password',
  status: 204,
  body: z.strictObject({ current: z.string().max(400), next: password }),
});
