import { z } from 'zod';
import { kindCode } from '../codes.js';
import { type KindCode, kinds, perKind } from '../listing/kinds.js';
import { code, id, jobStarted, many, whole } from './common.js';
import { endpoint } from './endpoint.js';

const segment = z.strictObject({ text: z.string(), hit: z.boolean() });
const searchHit = z.strictObject({
  id,
  number: z.string(),
  organisation: z.string(),
  fields: z.array(z.string()),
  chains: z.array(z.string()),
  areas: z.array(z.string()),
  publishedAt: z.string(),
  /** Text in pieces, never markup. */
  title: z.array(segment),
  excerpt: z.array(segment),
});
const searchAnswer = z.strictObject({
  items: z.array(searchHit),
  total: z.number().int(),
  next: z.number().int().nullable(),
  facets: z.strictObject({
    fields: z.record(z.string(), z.number()),
    chains: z.record(z.string(), z.number()),
    areas: z.record(z.string(), z.number()),
  }),
  /** Words were dropped, because no listing has them all. */
  relaxed: z.boolean(),
  engine: z.enum(['postgres', 'meilisearch']),
  /** The search server did not answer; PostgreSQL did. */
  fallback: z.boolean(),
});
export type SearchAnswerView = z.output<typeof searchAnswer>;

const query = z.strictObject({
  q: z.string().max(500).default(''),
  field: many(code),
  chain: many(code),
  area: many(code),
  firstVersion: z.stringbool().optional(),
  sort: z.enum(['relevance', 'newest']).default('relevance'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(980).default(0),
});
const searchOf = (kind: KindCode) => {
  const { path, label } = kinds[kind].definition;
  return endpoint({
    method: 'GET',
    path: `/search/${path}`,
    tag: 'search',
    summary: `检索${label.zh}`,
    action: 'search.read',
    query,
    answer: searchAnswer,
  });
};
/** The search of each kind, by its code. */
export const searchRoutes = perKind(searchOf);
/** What is offered while somebody types. */
const mostSuggested = 10;
export const suggest = endpoint({
  method: 'GET',
  path: '/search/suggest',
  tag: 'search',
  summary: '输入提示',
  action: 'search.read',
  query: z.strictObject({
    q: z.string().trim().min(1).max(100),
    kind: kindCode.default('capability'),
  }),
  answer: whole(z.strictObject({ number: z.string(), title: z.string() }), mostSuggested),
});
export const reindex = endpoint({
  method: 'POST',
  path: '/search/reindex',
  tag: 'search',
  summary: '重建索引',
  action: 'search.reindex',
  status: 202,
  body: z.strictObject({}).optional(),
  answer: jobStarted,
});
