import { z } from 'zod';
import { kindCode } from '../codes.js';
import { code, day, id, idParams, instant, many, nameText, page, pageQuery, reason, text } from './common.js';
import { endpoint } from './endpoint.js';

const editionState = z.enum(['draft', 'scheduled', 'published', 'withdrawn']);

const editionView = z.strictObject({
  id,
  kind: kindCode,
  issuer: z.strictObject({ id, name: z.string(), code: z.string() }),
  /** 第N期; null until it is published. */
  number: z.number().int().nullable(),
  /** Name in public addresses, `410100-3`; null until it is published. */
  slug: z.string().nullable(),
  state: editionState,
  title: z.string(),
  preface: z.string(),
  /** Rows; of a draft, those chosen. */
  items: z.number().int(),
  /** Of them: withdrawn or struck after publication. */
  struck: z.number().int(),
  revision: z.number().int(),
  sha256: z.string().nullable(),
  scheduledFor: z.string().nullable(),
  publishedAt: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
  version: z.number().int(),
});
export type EditionView = z.output<typeof editionView>;

const editionItemView = z.strictObject({
  listingId: id,
  position: z.number().int(),
  number: z.string(),
  title: z.string(),
  organisation: z.string(),
  inForce: z.boolean(),
  /** After publication, by an amendment. */
  struck: z.strictObject({ on: z.string(), reason: z.string() }).nullable(),
});
const editionDetail = editionView.extend({ itemList: z.array(editionItemView) });
export type EditionDetail = z.output<typeof editionDetail>;

/** Which published listings go in; different members are AND, the values of one OR. Empty: all. */
const editionFilter = z.strictObject({
  fields: z.array(code).max(50).optional(),
  chains: z.array(code).max(50).optional(),
  areas: z.array(code).max(50).optional(),
  /** Published on or after this day. */
  since: day.optional(),
  /** Leave out what stands in an earlier edition of the same issuer and kind. */
  onlyNew: z.boolean().default(false),
});
export type EditionFilter = z.output<typeof editionFilter>;

const tag = 'editions';

export const listEditions = endpoint({
  method: 'GET',
  path: '/editions',
  tag,
  summary: '清单列表',
  action: 'edition.list',
  query: pageQuery.extend({ kind: kindCode.optional(), state: many(editionState) }),
  answer: page(editionView),
});
export const createEdition = endpoint({
  method: 'POST',
  path: '/editions',
  tag,
  summary: '起草一期清单，按条件选入',
  action: 'edition.create',
  heavy: true,
  status: 201,
  body: z.strictObject({
    kind: kindCode,
    title: nameText(120),
    preface: text(4000, 0).default(''),
    filter: editionFilter.optional(),
  }),
  answer: editionDetail,
});
export const readEdition = endpoint({
  method: 'GET',
  path: '/editions/:id',
  tag,
  summary: '查看清单',
  action: 'edition.read',
  params: idParams,
  answer: editionDetail,
});
export const editEdition = endpoint({
  method: 'PATCH',
  path: '/editions/:id',
  tag,
  summary: '修改草稿的标题、说明和条目',
  action: 'edition.edit',
  heavy: true,
  params: idParams,
  versioned: true,
  body: z.strictObject({
    title: nameText(120).optional(),
    preface: text(4000, 0).optional(),
    /** The listings in their order; replaces all. */
    listingIds: z.array(id).max(20_000).optional(),
    filter: editionFilter.optional(),
  }),
  answer: editionDetail,
});
export const previewEdition = endpoint({
  method: 'GET',
  path: '/editions/:id/preview',
  tag,
  summary: '预览将要发布的内容',
  action: 'edition.read',
  heavy: true,
  params: idParams,
  answer: z.strictObject({
    document: z.unknown(),
    leftOut: z.array(z.strictObject({ listingId: id, reason: z.string() })),
  }),
});
export const publishEdition = endpoint({
  method: 'POST',
  path: '/editions/:id/publish',
  tag,
  summary: '发布（不可撤回为草稿）',
  action: 'edition.publish',
  heavy: true,
  params: idParams,
  versioned: true,
  body: z.strictObject({}).optional(),
  answer: editionView,
});
export const scheduleEdition = endpoint({
  method: 'POST',
  path: '/editions/:id/schedule',
  tag,
  summary: '定时发布；at 为 null 则取消',
  action: 'edition.schedule',
  params: idParams,
  versioned: true,
  body: z.strictObject({ at: instant.nullable() }),
  answer: editionView,
});
export const amendEdition = endpoint({
  method: 'POST',
  path: '/editions/:id/amend',
  tag,
  summary: '更正：划去条目并说明理由',
  action: 'edition.amend',
  heavy: true,
  params: idParams,
  versioned: true,
  body: z.strictObject({ numbers: z.array(z.string().max(40)).min(1).max(20_000), reason }),
  answer: editionView,
});
export const withdrawEdition = endpoint({
  method: 'POST',
  path: '/editions/:id/withdraw',
  tag,
  summary: '撤回（原文仍可查，注明已撤回）',
  action: 'edition.withdraw',
  params: idParams,
  versioned: true,
  body: z.strictObject({ reason }),
  answer: editionView,
});
export const deleteEdition = endpoint({
  method: 'DELETE',
  path: '/editions/:id',
  tag,
  summary: '删除草稿',
  action: 'edition.delete',
  params: idParams,
  versioned: true,
  status: 204,
});
