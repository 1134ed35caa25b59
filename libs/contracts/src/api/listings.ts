import { z } from 'zod';
import { kindCode } from '../codes.js';
import { contact } from '../listing/contact.js';
import { type ListingKindOf } from '../listing/kind.js';
import { type KindCode, type KindContent, kindCodes, kinds } from '../listing/kinds.js';
import { type CapabilityContent } from '../listing/software/capability.js';
import { type ScenarioContent } from '../listing/software/scenario.js';
import {
  code,
  id,
  idParams,
  many,
  optionalReasonBody,
  page,
  pageQuery,
  reasonBody,
  whole,
} from './common.js';
import { endpoint } from './endpoint.js';

const listingState = z.enum([
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

const organisationSummary = z.strictObject({
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
  kind: kindCode,
  number: z.string(),
  organisation: organisationSummary,
  /** State of the revision that is shown. */
  state: listingState,
  /** The newest revision for its owner and coordinators, the one in force for everyone else. */
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
/** Null for whoever may not see it. */
const shownContact = contact.nullable();

/** A listing of one kind, as the kind's definition has it. */
function viewSchemaOf<K extends KindCode>(kind: K) {
  const definition = kinds[kind] as unknown as ListingKindOf<KindContent<K>>;
  return z.strictObject({ ...head, content: definition.shape.extend({ contact: shownContact }) });
}
const scenarioView = viewSchemaOf('scenario');
const capabilityView = viewSchemaOf('capability');
export type ScenarioView = z.output<typeof scenarioView>;
export type CapabilityView = z.output<typeof capabilityView>;
type ViewOf<K extends KindCode> = K extends KindCode
  ? Omit<ScenarioView, 'content'> & {
      content: Omit<KindContent<K>, 'contact'> & { contact: z.output<typeof shownContact> };
    }
  : never;
/** A listing of any kind. */
export type ListingView = ViewOf<KindCode>;

/** A listing in force, as other libs and the public see it: without contact. */
export interface PublishedCommon {
  readonly id: string;
  readonly number: string;
  readonly revision: number;
  readonly organisation: OrganisationSummary;
  readonly publishedAt: string;
  /** Since when it stands as it reads: its publication, or what changed of its organisation since. */
  readonly standsSince: string;
}
export type PublishedScenario = PublishedCommon & Readonly<Omit<ScenarioContent, 'contact'>>;
export type PublishedCapability = PublishedCommon & Readonly<Omit<CapabilityContent, 'contact'>>;
export type PublishedOf<K extends KindCode> = K extends KindCode
  ? PublishedCommon & Readonly<Omit<KindContent<K>, 'contact'>>
  : never;
export type PublishedListing = PublishedOf<KindCode>;

const historyEntry = z.strictObject({
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
  field: many(code),
  chain: many(code),
  area: many(code),
  organisation: id.optional(),
  mine: z.stringbool().optional(),
});

const version = { versioned: true } as const;

/** The same routes for all kinds. */
function routes<C extends z.ZodType, V extends z.ZodType>(kind: KindCode, content: C, view: V) {
  const { path, label: words } = kinds[kind].definition;
  const label = words.zh;
  const base = `/${path}`;
  const tag = path;
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
      answer: whole(historyEntry),
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

/** Typed by the first kind: the contents, in which kinds differ, are checked by each kind's own schemas. */
export type ListingRoutes = ReturnType<
  typeof routes<(typeof kinds)['scenario']['content'], typeof scenarioView>
>;

/** The routes of each kind, by its code. */
export const listingRoutes = Object.fromEntries(
  kindCodes.map((kind) => [kind, routes(kind, kinds[kind].content, viewSchemaOf(kind))]),
) as unknown as Readonly<Record<KindCode, ListingRoutes>>;
