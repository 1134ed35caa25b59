import { z } from 'zod';
import { memberRole, organisationKind, organisationState, personView } from './accounts.js';
import { id, idParams, many, page, pageQuery, reasonBody, text, whole } from './common.js';
import { endpoint } from './endpoint.js';

const organisationView = z.strictObject({
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

const tag = 'organisations';
export const listOrganisations = endpoint({
  method: 'GET',
  path: '/organisations',
  tag,
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
  tag,
  summary: '查看单位',
  action: 'organisation.read',
  params: idParams,
  answer: organisationView,
});
export const editOrganisation = endpoint({
  method: 'PUT',
  path: '/organisations/:id',
  tag,
  summary: '修改通讯地址（其他信息须申请变更）',
  action: 'organisation.edit',
  params: idParams,
  /** Nothing public and no decision rests on it; all else changes by a reviewed change. */
  body: z.strictObject({ address: text(200, 0) }),
  answer: organisationView,
  versioned: true,
});
export const suspendOrganisation = endpoint({
  method: 'POST',
  path: '/organisations/:id/suspend',
  tag,
  summary: '停用（其人员的登录失效，在列内容停止公开，对接暂停办理）',
  action: 'organisation.suspend',
  params: idParams,
  body: reasonBody,
  answer: organisationView,
});
export const restoreOrganisation = endpoint({
  method: 'POST',
  path: '/organisations/:id/restore',
  tag,
  summary: '恢复已停用的单位（其人员、在列内容、对接一并恢复）',
  action: 'organisation.restore',
  params: idParams,
  body: reasonBody,
  answer: organisationView,
});
const memberParams = z.strictObject({ id, personId: id });
export const listMembers = endpoint({
  method: 'GET',
  path: '/organisations/:id/members',
  tag,
  summary: '成员',
  action: 'member.list',
  params: idParams,
  answer: whole(personView),
});
export const changeMember = endpoint({
  method: 'PATCH',
  path: '/organisations/:id/members/:personId',
  tag,
  summary: '修改成员角色',
  action: 'member.change',
  params: memberParams,
  body: z.strictObject({ role: memberRole }),
  answer: personView,
});
export const removeMember = endpoint({
  method: 'DELETE',
  path: '/organisations/:id/members/:personId',
  tag,
  summary: '移除成员（其登录随即失效，所发邀请一并作废）',
  action: 'member.remove',
  params: memberParams,
  status: 204,
});
