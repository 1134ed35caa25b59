import { z } from 'zod';
import { personView } from './accounts.js';
import { id, idParams, reasonBody, whole } from './common.js';
import { endpoint } from './endpoint.js';

const tag = 'bodies';
export const listCoordinators = endpoint({
  method: 'GET',
  path: '/bodies/:id/coordinators',
  tag,
  summary: '协调部门的人员',
  action: 'coordinator.list',
  params: idParams,
  answer: whole(personView),
});
export const removeCoordinator = endpoint({
  method: 'POST',
  path: '/bodies/:id/coordinators/:personId/remove',
  tag,
  summary: '移除协调人员（其登录随即失效，须写明理由）',
  action: 'coordinator.remove',
  params: z.strictObject({ id, personId: id }),
  body: reasonBody,
  status: 204,
});
