import { z } from 'zod';
import { pageQuery } from './common.js';
import { endpoint } from './endpoint.js';

export const jobState = z.enum(['waiting', 'delayed', 'active', 'completed', 'failed', 'cancelled']);

const jobView = z.strictObject({
  id: z.string(),
  queue: z.string(),
  name: z.string(),
  state: jobState,
  /** 0 to 1. */
  progress: z.number().min(0).max(1),
  /** What the job is doing now, in words for people. */
  doing: z.string().nullable(),
  result: z.unknown().optional(),
  error: z.string().nullable(),
  attempts: z.number().int(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type JobView = z.output<typeof jobView>;

const jobParams = z.strictObject({ id: z.string().min(1).max(200) });

export const listJobs = endpoint({
  method: 'GET',
  path: '/jobs',
  tag: 'jobs',
  summary: '后台任务列表',
  action: 'job.list',
  query: pageQuery.extend({ state: jobState.default('failed') }),
  answer: z.strictObject({ items: z.array(jobView), next: z.string().nullable() }),
});
export const readJob = endpoint({
  method: 'GET',
  path: '/jobs/:id',
  tag: 'jobs',
  summary: '查看任务进度',
  action: 'job.read',
  params: jobParams,
  answer: jobView,
});
export const watchJob = endpoint({
  method: 'GET',
  path: '/jobs/:id/events',
  tag: 'jobs',
  summary: '任务进度（SSE）',
  action: 'job.read',
  params: jobParams,
  produces: 'text/event-stream',
});
export const retryJob = endpoint({
  method: 'POST',
  path: '/jobs/:id/retry',
  tag: 'jobs',
  summary: '重试失败的任务',
  action: 'job.retry',
  params: jobParams,
  answer: jobView,
});
export const cancelJob = endpoint({
  method: 'POST',
  path: '/jobs/:id/cancel',
  tag: 'jobs',
  summary: '取消任务',
  action: 'job.cancel',
  params: jobParams,
  answer: jobView,
});
