import { z } from 'zod';
import { type DictionaryName, dictionaries } from '../dictionaries/index.js';
import { listingKind } from '../facts.js';
import {
  day,
  id,
  idParams,
  many,
  optionalReasonBody,
  page,
  pageQuery,
  reasonBody,
  text,
  yuan,
} from './common.js';
import { endpoint } from './endpoint.js';

/** A code of a dictionary; the refusal names the value and says where the right ones stand. */
export function codeOf(name: DictionaryName) {
  const codes = new Set<string>(dictionaries[name].map((entry) => entry.code));
  return z.string().refine((value) => codes.has(value), {
    error: (issue) =>
      `“${String(issue.input).slice(0, 60)}”不是字典 ${name} 中的代码，可用的见 /api/v1/dictionaries/${name}`,
  });
}

const codes = (name: DictionaryName, max = 20) =>
  z
    .array(codeOf(name))
    .max(max, { error: `最多${max}项` })
    .transform((all) => [...new Set(all)]);
const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => (value ?? null) as z.output<T> | null);

/** Personal data: shown to the other side only after intent, never in a published list. */
export const contact = z.strictObject({
  name: text(50, 0).default(''),
  phone: z
    .string()
    .trim()
    .regex(/^[0-9+\-() 转]{0,40}$/, { error: '电话只能含数字、+、-、括号和“转”' })
    .default(''),
  email: z.union([z.literal(''), z.email({ error: '应为有效的电子邮箱' }).max(120)]).default(''),
});
export type Contact = z.output<typeof contact>;

const scenarioShape = z.strictObject({
  title: text(120),
  fields: codes('fields', 5).refine((all) => all.length > 0, { error: '至少选择一个领域' }),
  chains: codes('chains', 5).default([]),
  needs: text(10_000),
  technicalIndicators: text(10_000, 0).default(''),
  budgetMin: optional(yuan),
  budgetMax: optional(yuan),
  /** Reporting area; the organisation's where it is left out. */
  area: optional(codeOf('areas')),
  plannedStart: optional(day),
  plannedEnd: optional(day),
  mode: optional(codeOf('modes')),
  department: optional(codeOf('departments')),
  prefersFirstVersion: z.boolean().default(false),
  requiredPlatforms: codes('platforms').default([]),
  /** Only firms of the same reporting area are wanted. */
  localOnly: z.boolean().default(false),
  visibility: codeOf('visibilities').default('public'),
  validUntil: optional(day),
  contact: contact.default({ name: '', phone: '', email: '' }),
});

function ordered(
  context: z.RefinementCtx,
  low: string | null,
  high: string | null,
  path: string,
  error: string,
  numeric = false,
): void {
  if (low === null || high === null) return;
  const wrong = numeric ? Number(low) > Number(high) : low > high;
  if (wrong) context.addIssue({ code: 'custom', path: [path], message: error, input: high });
}

export const scenarioContent = scenarioShape.superRefine((s, context) => {
  ordered(context, s.budgetMin, s.budgetMax, 'budgetMax', '预算上限不应小于下限', true);
  ordered(context, s.plannedStart, s.plannedEnd, 'plannedEnd', '计划结束日期不应早于开始日期');
});
export type ScenarioContent = z.output<typeof scenarioContent>;

export const firstVersion = z
  .strictObject({
    level: codeOf('firstVersionLevels'),
    year: z.number().int().min(2000).max(2100),
    documentNo: text(120),
    validFrom: day,
    validTo: day,
  })
  .superRefine((f, context) =>
    ordered(context, f.validFrom, f.validTo, 'validTo', '有效期止不应早于有效期起'),
  );

const capabilityShape = z.strictObject({
  product: text(120),
  version: text(40, 0).default(''),
  productClass: optional(codeOf('productClasses')),
  fields: codes('fields', 10).default([]),
  chains: codes('chains', 20).default([]),
  functions: text(10_000),
  /** Patents, standards, awards, indicators. */
  advancement: text(10_000, 0).default(''),
  patents: z.number().int().min(0).max(100_000).default(0),
  standards: z.number().int().min(0).max(10_000).default(0),
  awards: z.number().int().min(0).max(10_000).default(0),
  copyrightNo: text(60, 0).default(''),
  adaptedPlatforms: codes('platforms').default([]),
  certificates: text(2000, 0).default(''),
  cases: text(10_000, 0).default(''),
  firstVersion: firstVersion.nullish().transform((value) => value ?? null),
  /** Reporting area; the firm's where it is left out. */
  area: optional(codeOf('areas')),
  visibility: codeOf('visibilities').default('public'),
  validUntil: optional(day),
  contact: contact.default({ name: '', phone: '', email: '' }),
});
export const capabilityContent = capabilityShape;
export type CapabilityContent = z.output<typeof capabilityContent>;

export const listingState = z.enum([
  'draft',
  'submitted',
  'changes_requested',
  'rejected',
  'approved',
  'published',
  'expired',
  'withdrawn',
  'superseded',
]);
export type ListingState = z.output<typeof listingState>;

export const organisationSummary = z.strictObject({
  id,
  uscc: z.string(),
  name: z.string(),
  area: z.string().nullable(),
  department: z.string().nullable(),
  ownerKind: z.string().nullable(),
  size: z.string().nullable(),
});
export type OrganisationSummary = z.output<typeof organisationSummary>;

const head = {
  id,
  kind: listingKind,
  number: z.string(),
  organisation: organisationSummary,
  /** State of the newest revision. */
  state: listingState,
  /** The newest revision, the one that is shown. */
  revision: z.number().int(),
  /** The revision in force, if any. */
  publishedRevision: z.number().int().nullable(),
  publishedAt: z.string().nullable(),
  /** What the reviewer wrote last. */
  reviewReason: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number().int(),
};
export const scenarioView = z.strictObject({ ...head, content: scenarioShape });
export const capabilityView = z.strictObject({ ...head, content: capabilityShape });
export type ScenarioView = z.output<typeof scenarioView>;
export type CapabilityView = z.output<typeof capabilityView>;

/** A listing in force, as other libs and the public see it: without contact. */
export interface PublishedCommon {
  readonly id: string;
  readonly number: string;
  readonly revision: number;
  readonly organisation: OrganisationSummary;
  readonly publishedAt: string;
}
export type PublishedScenario = PublishedCommon & Readonly<Omit<ScenarioContent, 'contact'>>;
export type PublishedCapability = PublishedCommon & Readonly<Omit<CapabilityContent, 'contact'>>;
export type PublishedListing = PublishedScenario | PublishedCapability;

export const historyEntry = z.strictObject({
  at: z.string(),
  revision: z.number().int(),
  from: listingState.nullable(),
  to: listingState,
  actorId: id.nullable(),
  actorName: z.string(),
  reason: z.string().nullable(),
});

const listQuery = pageQuery.extend({
  state: many(listingState),
  field: many(codeOf('fields')),
  chain: many(codeOf('chains')),
  area: many(codeOf('areas')),
  organisation: id.optional(),
  mine: z.stringbool().optional(),
});

const version = { versioned: true } as const;

/** The same routes for both kinds. */
function routes<K extends 'scenario' | 'capability', C extends z.ZodType, V extends z.ZodType>(
  kind: K,
  content: C,
  view: V,
  label: string,
) {
  const base = kind === 'scenario' ? '/scenarios' : '/capabilities';
  const tag = base.slice(1);
  const onBehalf = z.strictObject({
    content,
    /** A coordinator names the organisation it is entered for. */ organisationId: id.optional(),
  });
  return {
    create: endpoint({
      method: 'POST',
      path: base,
      tag,
      summary: `新建${label}草稿`,
      action: 'listing.create',
      body: onBehalf,
      answer: view,
      status: 201,
    }),
    list: endpoint({
      method: 'GET',
      path: base,
      tag,
      summary: `${label}列表`,
      action: 'listing.list',
      query: listQuery,
      answer: page(view),
    }),
    read: endpoint({
      method: 'GET',
      path: `${base}/:id`,
      tag,
      summary: `查看${label}（id 或编号）`,
      action: 'listing.read',
      params: z.strictObject({ id: z.string().max(60) }),
      answer: view,
    }),
    edit: endpoint({
      method: 'PUT',
      path: `${base}/:id`,
      tag,
      summary: `修改${label}（已发布的产生新版本）`,
      action: 'listing.edit',
      params: idParams,
      body: z.strictObject({ content }),
      answer: view,
      ...version,
    }),
    history: endpoint({
      method: 'GET',
      path: `${base}/:id/history`,
      tag,
      summary: '历史',
      action: 'listing.history',
      params: idParams,
      answer: z.strictObject({ items: z.array(historyEntry) }),
    }),
    submit: endpoint({
      method: 'POST',
      path: `${base}/:id/submit`,
      tag,
      summary: '提交审核',
      action: 'listing.submit',
      params: idParams,
      body: optionalReasonBody.optional(),
      answer: view,
      ...version,
    }),
    approve: endpoint({
      method: 'POST',
      path: `${base}/:id/approve`,
      tag,
      summary: '审核通过并发布',
      action: 'listing.approve',
      params: idParams,
      body: optionalReasonBody.optional(),
      answer: view,
      ...version,
    }),
    requestChanges: endpoint({
      method: 'POST',
      path: `${base}/:id/request-changes`,
      tag,
      summary: '退回修改',
      action: 'listing.requestChanges',
      params: idParams,
      body: reasonBody,
      answer: view,
      ...version,
    }),
    reject: endpoint({
      method: 'POST',
      path: `${base}/:id/reject`,
      tag,
      summary: '不予通过',
      action: 'listing.reject',
      params: idParams,
      body: reasonBody,
      answer: view,
      ...version,
    }),
    withdraw: endpoint({
      method: 'POST',
      path: `${base}/:id/withdraw`,
      tag,
      summary: '撤回',
      action: 'listing.withdraw',
      params: idParams,
      body: reasonBody,
      answer: view,
      ...version,
    }),
  };
}

export const scenarioRoutes = routes('scenario', scenarioContent, scenarioView, '应用场景');
export const capabilityRoutes = routes('capability', capabilityContent, capabilityView, '企业能力');

const dictionaryEntry = z.strictObject({
  code: z.string(),
  label: z.string(),
  aliases: z.array(z.string()).optional(),
  parent: z.string().optional(),
  note: z.string().optional(),
});
export const readDictionaries = endpoint({
  method: 'GET',
  path: '/dictionaries',
  tag: 'dictionaries',
  summary: '全部字典',
  action: 'dictionary.read',
  answer: z.record(z.string(), z.array(dictionaryEntry)),
});
export const readDictionary = endpoint({
  method: 'GET',
  path: '/dictionaries/:name',
  tag: 'dictionaries',
  summary: '一个字典',
  action: 'dictionary.read',
  params: z.strictObject({
    name: z.enum(Object.keys(dictionaries) as [DictionaryName, ...DictionaryName[]]),
  }),
  answer: z.strictObject({ items: z.array(dictionaryEntry) }),
});
