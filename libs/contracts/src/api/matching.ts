import { z } from 'zod';
import { id, idParams, jobStarted, page, pageQuery } from './common.js';
import { endpoint } from './endpoint.js';

const reasonView = z.strictObject({
  rule: z.string(),
  points: z.number(),
  text: z.string(),
  words: z.array(z.string()),
});

const other = z.strictObject({
  id,
  number: z.string(),
  title: z.string(),
  organisation: z.string(),
  area: z.string().nullable(),
});

export const matchView = z.strictObject({
  scenario: other,
  capability: other,
  firmId: id,
  /** 0–100, one decimal; the reasons' points add up to it. */
  score: z.number(),
  reasons: z.array(reasonView),
  suitable: z.boolean(),
  runId: id.nullable(),
  matchedAt: z.string(),
});
export type MatchAnswer = z.output<typeof matchView>;

export const scenarioMatches = endpoint({
  method: 'GET',
  path: '/scenarios/:id/matches',
  tag: 'matches',
  summary: '场景的推荐匹配',
  action: 'match.read',
  params: idParams,
  query: pageQuery,
  answer: page(matchView),
});
export const capabilityMatches = endpoint({
  method: 'GET',
  path: '/capabilities/:id/matches',
  tag: 'matches',
  summary: '企业能力的推荐匹配',
  action: 'match.read',
  params: idParams,
  query: pageQuery,
  answer: page(matchView),
});
export const explainMatch = endpoint({
  method: 'GET',
  path: '/matches/explain',
  tag: 'matches',
  summary: '任意一对的得分与理由',
  action: 'match.explain',
  query: z.strictObject({ scenario: id, capability: id }),
  answer: z.strictObject({
    score: z.number(),
    reasons: z.array(reasonView),
    excluded: z.string().nullable(),
    proposed: z.boolean(),
  }),
});

export const runView = z.strictObject({
  id,
  state: z.enum(['waiting', 'running', 'cancelling', 'cancelled', 'completed', 'failed']),
  requestedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  scenarios: z.number().int(),
  capabilities: z.number().int(),
  done: z.number().int(),
  pairs: z.number().int(),
  /** Distinct (scenario, firm) pairs: level 0. */
  firmPairs: z.number().int(),
  job: z.strictObject({ id: z.string(), href: z.string() }).nullable(),
});
export const startRun = endpoint({
  method: 'POST',
  path: '/match-runs',
  tag: 'matches',
  summary: '全量匹配',
  action: 'match.run',
  status: 202,
  body: z.strictObject({}).optional(),
  answer: jobStarted.extend({ run: runView }),
});
export const listRuns = endpoint({
  method: 'GET',
  path: '/match-runs',
  tag: 'matches',
  summary: '匹配任务',
  action: 'match.readRun',
  query: pageQuery,
  answer: page(runView),
});
export const readRun = endpoint({
  method: 'GET',
  path: '/match-runs/:id',
  tag: 'matches',
  summary: '查看匹配任务',
  action: 'match.readRun',
  params: idParams,
  answer: runView,
});
export const cancelRun = endpoint({
  method: 'POST',
  path: '/match-runs/:id/cancel',
  tag: 'matches',
  summary: '取消匹配任务',
  action: 'match.cancelRun',
  params: idParams,
  body: z.strictObject({}).optional(),
  answer: runView,
});
