import { z } from 'zod';
import { id } from './common.js';

export const organisationKind = z.enum(['user', 'firm']);
export const organisationState = z.enum(['unclaimed', 'approved', 'suspended']);
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
  .min(12, { error: '密码至少12个字符' })
  .max(200, { error: '密码最多200个字符' });

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
/** With what it is beside its name. */
export const bodyRecord = bodyView.extend({
  uscc: z.string().nullable(),
  department: z.string().nullable(),
  /** Why it is suspended; null where it is not. */
  suspended: z.string().nullable(),
});
