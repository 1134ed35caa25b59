import { z } from 'zod';
import { id, idParams, many, optionalReasonBody, page, pageQuery, reasonBody, text } from './common.js';
import { codeOf } from './dictionaries.js';
import { endpoint } from './endpoint.js';

export const organisationKind = z.enum(['user', 'firm']);
export const organisationState = z.enum(['unclaimed', 'pending', 'approved', 'rejected', 'suspended']);
export const memberRole = z.enum(['owner', 'editor', 'viewer']);

/** As people type it; normalised and checked by the server. */
export const creditCode = z.string().trim().min(1, { error: '不能为空' }).max(60);
export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^([^\s@]+@[^\s@]+\.[^\s@]+|[0-9a-z][0-9a-z._-]{2,59})$/, {
    error: '登录名应为电子邮箱，或3至60位字母、数字、点、横线',
  })
  .max(120);
export const password = z
  .string()
  .min(10, { error: '密码至少10个字符' })
  .max(200, { error: '密码最多200个字符' });

export const organisationView = z.strictObject({
  id,
  uscc: z.string(),
  name: z.string(),
  kinds: z.array(organisationKind),
  state: organisationState,
  area: z.string().nullable(),
  department: z.string().nullable(),
  ownerKind: z.string().nullable(),
  size: z.string().nullable(),
  address: z.string(),
  controllerUscc: z.string().nullable(),
  decisionReason: z.string().nullable(),
  version: z.number().int(),
  createdAt: z.string(),
});
export type OrganisationView = z.output<typeof organisationView>;

const profile = {
  name: text(120),
  area: codeOf('areas'),
  department: codeOf('departments')
    .nullish()
    .transform((v) => v ?? null),
  ownerKind: codeOf('ownerKinds')
    .nullish()
    .transform((v) => v ?? null),
  size: codeOf('firmSizes')
    .nullish()
    .transform((v) => v ?? null),
  address: text(200, 0).default(''),
  /** USCC of whoever controls it; two organisations of one controller cannot make a match that counts. */
  controllerUscc: creditCode.nullish().transform((v) => v ?? null),
};
export const organisationProfile = z.strictObject(profile);
export type OrganisationProfile = z.output<typeof organisationProfile>;

export const personView = z.strictObject({
  id,
  login: z.string(),
  name: z.string(),
  role: memberRole.nullable(),
});
export const bodyView = z.strictObject({
  id,
  name: z.string(),
  scope: z.enum(['city', 'area']),
  area: z.string().nullable(),
});

export const meView = z.strictObject({
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
    })
    .nullable(),
  body: bodyView.nullable(),
  /** The actions that any of the person's roles has a line for. */
  actions: z.array(z.string()),
});
export type MeView = z.output<typeof meView>;

const sessions = 'sessions';
export const startSession = endpoint({
  method: 'POST',
  path: '/sessions',
  tag: sessions,
  summary: '登录',
  action: 'session.start',
  status: 201,
  body: z.strictObject({ login: z.string().max(200), password: z.string().max(400) }),
  answer: meView,
});
export const endSession = endpoint({
  method: 'DELETE',
  path: '/sessions/current',
  tag: sessions,
  summary: '退出',
  action: 'session.end',
  status: 204,
});
export const listSessions = endpoint({
  method: 'GET',
  path: '/sessions',
  tag: sessions,
  summary: '我的登录',
  action: 'session.list',
  answer: z.strictObject({
    items: z.array(
      z.strictObject({
        id,
        userAgent: z.string(),
        createdAt: z.string(),
        expiresAt: z.string(),
        current: z.boolean(),
      }),
    ),
  }),
});
export const revokeSession = endpoint({
  method: 'DELETE',
  path: '/sessions/:id',
  tag: sessions,
  summary: '结束一处登录',
  action: 'session.revoke',
  params: idParams,
  status: 204,
});
export const readMe = endpoint({
  method: 'GET',
  path: '/me',
  tag: sessions,
  summary: '我是谁',
  action: 'me.read',
  answer: meView,
});
export const changePassword = endpoint({
  method: 'PUT',
  path: '/me/password',
  tag: sessions,
  summary: '修改密码（其他登录随即失效）',
  action: 'me.password',
  status: 204,
  body: z.strictObject({ current: z.string().max(400), next: password }),
});

const organisations = 'organisations';
export const registerOrganisation = endpoint({
  method: 'POST',
  path: '/organisations',
  tag: organisations,
  summary: '注册单位；已由协调部门代录的单位以信用代码认领',
  action: 'organisation.register',
  status: 201,
  body: z.strictObject({
    uscc: creditCode,
    kinds: z.array(organisationKind).min(1, { error: '至少选择一种身份' }).max(2),
    profile: organisationProfile,
    person: z.strictObject({ login, name: text(50), password }),
  }),
  answer: organisationView,
});
export const listOrganisations = endpoint({
  method: 'GET',
  path: '/organisations',
  tag: organisations,
  summary: '单位列表',
  action: 'organisation.list',
  query: pageQuery.extend({
    state: many(organisationState),
    kind: many(organisationKind),
    q: z.string().max(100).optional(),
  }),
  answer: page(organisationView),
});
export const readOrganisation = endpoint({
  method: 'GET',
  path: '/organisations/:id',
  tag: organisations,
  summary: '查看单位',
  action: 'organisation.read',
  params: idParams,
  answer: organisationView,
});
export const editOrganisation = endpoint({
  method: 'PUT',
  path: '/organisations/:id',
  tag: organisations,
  summary: '修改单位资料',
  action: 'organisation.edit',
  params: idParams,
  body: organisationProfile,
  answer: organisationView,
  versioned: true,
});
export const approveOrganisation = endpoint({
  method: 'POST',
  path: '/organisations/:id/approve',
  tag: organisations,
  summary: '通过',
  action: 'organisation.approve',
  params: idParams,
  body: optionalReasonBody.optional(),
  answer: organisationView,
});
export const rejectOrganisation = endpoint({
  method: 'POST',
  path: '/organisations/:id/reject',
  tag: organisations,
  summary: '不予通过',
  action: 'organisation.reject',
  params: idParams,
  body: reasonBody,
  answer: organisationView,
});
export const suspendOrganisation = endpoint({
  method: 'POST',
  path: '/organisations/:id/suspend',
  tag: organisations,
  summary: '停用（其人员的登录随即失效）',
  action: 'organisation.suspend',
  params: idParams,
  body: reasonBody,
  answer: organisationView,
});
const memberParams = z.strictObject({ id, personId: id });
export const listMembers = endpoint({
  method: 'GET',
  path: '/organisations/:id/members',
  tag: organisations,
  summary: '成员',
  action: 'member.list',
  params: idParams,
  answer: z.strictObject({ items: z.array(personView) }),
});
export const addMember = endpoint({
  method: 'POST',
  path: '/organisations/:id/members',
  tag: organisations,
  summary: '添加成员',
  action: 'member.add',
  params: idParams,
  status: 201,
  body: z.strictObject({ login, name: text(50), password, role: memberRole }),
  answer: personView,
});
export const changeMember = endpoint({
  method: 'PATCH',
  path: '/organisations/:id/members/:personId',
  tag: organisations,
  summary: '修改成员角色',
  action: 'member.change',
  params: memberParams,
  body: z.strictObject({ role: memberRole }),
  answer: personView,
});
export const removeMember = endpoint({
  method: 'DELETE',
  path: '/organisations/:id/members/:personId',
  tag: organisations,
  summary: '移除成员',
  action: 'member.remove',
  params: memberParams,
  status: 204,
});

const bodies = 'bodies';
export const listBodies = endpoint({
  method: 'GET',
  path: '/bodies',
  tag: bodies,
  summary: '协调部门',
  action: 'body.list',
  answer: z.strictObject({ items: z.array(bodyView) }),
});
export const createBody = endpoint({
  method: 'POST',
  path: '/bodies',
  tag: bodies,
  summary: '设立协调部门；area 为空即市级',
  action: 'body.create',
  status: 201,
  body: z.strictObject({ name: text(120), area: codeOf('areas').nullable() }),
  answer: bodyView,
});
export const addCoordinator = endpoint({
  method: 'POST',
  path: '/bodies/:id/coordinators',
  tag: bodies,
  summary: '添加协调人员',
  action: 'coordinator.add',
  params: idParams,
  status: 201,
  body: z.strictObject({ login, name: text(50), password }),
  answer: personView,
});

export const listAudit = endpoint({
  method: 'GET',
  path: '/audit',
  tag: 'audit',
  summary: '审计记录',
  action: 'audit.read',
  query: pageQuery.extend({ subject: z.string().max(100).optional() }),
  answer: page(
    z.strictObject({
      id: z.string(),
      at: z.string(),
      actorId: id.nullable(),
      actorName: z.string(),
      action: z.string(),
      subject: z.string(),
      detail: z.unknown(),
      reason: z.string().nullable(),
    }),
  ),
});
