import { z } from 'zod';
import { creditCode } from './accounts.js';
import { id, reason } from './common.js';
import { endpoint } from './endpoint.js';

/** An organisation, then whoever controls it, then whoever controls that one, and so on. */
const controllersView = z.strictObject({
  chain: z.array(
    z.strictObject({
      uscc: z.string(),
      /** Null: a company that is not on the platform. */
      organisationId: id.nullable(),
      name: z.string().nullable(),
      controllerUscc: z.string().nullable(),
      reason: z.string().nullable(),
      setBy: z.string().nullable(),
      setAt: z.string().nullable(),
    }),
  ),
});
export type ControllersView = z.output<typeof controllersView>;

const tag = 'organisations';
const params = z.strictObject({ uscc: creditCode });
export const readControllers = endpoint({
  method: 'GET',
  path: '/controllers/:uscc',
  tag,
  summary: '控制关系（逐级向上）',
  action: 'controller.read',
  params,
  answer: controllersView,
});
export const setController = endpoint({
  method: 'PUT',
  path: '/controllers/:uscc',
  tag,
  summary: '登记或清除控制人（仅协调部门；记录理由）',
  action: 'controller.set',
  params,
  body: z.strictObject({ controllerUscc: creditCode.nullable(), reason }),
  answer: controllersView,
});
