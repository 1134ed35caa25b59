import { z } from 'zod';
import { bodyView, login, password, personView } from './accounts.js';
import { id, idParams, page, pageQuery, text } from './common.js';
import { codeOf } from './dictionaries.js';
import { endpoint } from './endpoint.js';

const tag = 'bodies';
export const listBodies = endpoint({
  method: 'GET',
  path: '/bodies',
  tag,
  summary: '协调部门',
  action: 'body.list',
  answer: z.strictObject({ items: z.array(bodyView) }),
});
export const createBody = endpoint({
  method: 'POST',
  path: '/bodies',
  tag,
  summary: '设立协调部门；area 为空即市级',
  action: 'body.create',
  status: 201,
  body: z.strictObject({ name: text(120), area: codeOf('areas').nullable() }),
  answer: bodyView,
});
export const addCoordinator = endpoint({
  method: 'POST',
  path: '/bodies/:id/coordinators',
  tag,
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
