import { z } from 'zod';
import { bodyRecord, creditCode, login, password, personView } from './accounts.js';
import { day, id, idParams, nameText, page, pageQuery, reason, whole } from './common.js';
import { codeOf } from './dictionaries.js';
import { endpoint } from './endpoint.js';

const tag = 'bodies';
/** What a body is beside its name: it verifies nothing in which that organisation or department has a stake. */
const standing = {
  uscc: creditCode.nullish().transform((v) => v ?? null),
  department: codeOf('departments')
    .nullish()
    .transform((v) => v ?? null),
};
export const listBodies = endpoint({
  method: 'GET',
  path: '/bodies',
  tag,
  summary: '协调部门',
  action: 'body.list',
  answer: whole(bodyRecord),
});
export const createBody = endpoint({
  method: 'POST',
  path: '/bodies',
  tag,
  summary: '设立协调部门；area 为空即市级',
  action: 'body.create',
  status: 201,
  body: z.strictObject({ name: nameText(120), area: codeOf('areas').nullable(), ...standing }),
  answer: bodyRecord,
});
export const editBody = endpoint({
  method: 'PUT',
  path: '/bodies/:id',
  tag,
  summary: '修改协调部门的名称、信用代码、所属部门代码（记录理由）',
  action: 'body.edit',
  params: idParams,
  body: z.strictObject({ name: nameText(120), ...standing, reason }),
  answer: bodyRecord,
});
export const suspendBody = endpoint({
  method: 'POST',
  path: '/bodies/:id/suspend',
  tag,
  summary: '停用协调部门（其人员的登录随即失效）',
  action: 'body.suspend',
  params: idParams,
  body: z.strictObject({ reason }),
  answer: bodyRecord,
});
export const restoreBody = endpoint({
  method: 'POST',
  path: '/bodies/:id/restore',
  tag,
  summary: '恢复协调部门',
  action: 'body.restore',
  params: idParams,
  body: z.strictObject({ reason }),
  answer: bodyRecord,
});
export const addCoordinator = endpoint({
  method: 'POST',
  path: '/bodies/:id/coordinators',
  secret: true,
  tag,
  summary: '添加协调人员',
  action: 'coordinator.add',
  limit: 'invitation',
  params: idParams,
  status: 201,
  body: z.strictObject({ login, name: nameText(50), password }),
  answer: personView,
});

export const listAudit = endpoint({
  method: 'GET',
  path: '/audit',
  tag: 'audit',
  summary: '审计记录',
  action: 'audit.read',
  query: pageQuery.extend({
    subject: z.string().max(100).optional(),
    action: z.string().max(100).optional(),
    actor: z.string().max(50).optional(),
    from: day.optional(),
    to: day.optional(),
  }),
  answer: page(
    z.strictObject({
      id: z.string(),
      at: z.string(),
      actorId: id.nullable(),
      actorName: z.string(),
      onBehalf: z.string().nullable(),
      address: z.string().nullable(),
      requestId: z.string().nullable(),
      action: z.string(),
      subject: z.string(),
      detail: z.unknown(),
      reason: z.string().nullable(),
    }),
  ),
});
