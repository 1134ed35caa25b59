import { z } from 'zod';
import { endpoint } from './endpoint.js';

export const live = endpoint({
  method: 'GET',
  path: '/health/live',
  tag: 'health',
  summary: '进程存活',
  action: 'health.read',
  answer: z.strictObject({ status: z.literal('ok') }),
});

const part = z.strictObject({ ok: z.boolean(), detail: z.string() });
export const ready = endpoint({
  method: 'GET',
  path: '/health/ready',
  tag: 'health',
  summary: '可以接受请求（503 时不可以）',
  action: 'health.read',
  answer: z.strictObject({
    status: z.enum(['ok', 'degraded', 'unavailable']),
    database: part,
    queues: part,
    search: part,
    /** Those who follow the log of facts: not well where the oldest fact waits longer than FOLLOWER_LAG_SECONDS. */
    followers: part,
    storage: part,
  }),
});
