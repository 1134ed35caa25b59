import { z } from 'zod';
import { marketCode } from '../codes.js';
import { code, id, idParams, many, page, pageQuery, reason, whole } from './common.js';
import { endpoint } from './endpoint.js';

const engagementSide = z.enum(['demand', 'supply']);
export type EngagementSide = z.output<typeof engagementSide>;

const engagementState = z.enum(['open', 'declined']);
export const claimState = z.enum([
  'claimed',
  'confirmed',
  'verified',
  'declined',
  'rejected',
  'withdrawn',
  'disputed',
  'reversed',
  'expired',
]);
export type ClaimState = z.output<typeof claimState>;

const partyView = z.strictObject({
  organisationId: id,
  uscc: z.string(),
  name: z.string(),
  area: z.string().nullable(),
  department: z.string().nullable(),
});

const evidenceView = z.strictObject({
  id,
  kind: z.enum(['file', 'contract']),
  sha256: z.string(),
  /** GB/T 32905 beside it, where the platform keeps that too. */
  sm3: z.string().nullable(),
  /** Of a file. */
  fileName: z.string().nullable(),
  mediaType: z.string().nullable(),
  size: z.number().int().nullable(),
  /** Of a contract. */
  contractNumber: z.string().nullable(),
  uploadedBy: z.string(),
  uploadedAt: z.string(),
});
export type EvidenceView = z.output<typeof evidenceView>;

const claimView = z.strictObject({
  id,
  level: z.number().int(),
  state: claimState,
  /** The side that claims; the other confirms. */
  side: engagementSide,
  channel: z.enum(['online', 'meeting']),
  /** Yuan, tax included. */
  amount: z.string().nullable(),
  /** The claimant said so of the amount; null: without an amount, or claimed before it was asked. */
  amountIncludesTax: z.literal(true).nullable(),
  /** Day of the meeting, the signature or the acceptance. */
  happenedOn: z.string().nullable(),
  note: z.string(),
  /** What the last step gave as its reason. */
  reason: z.string().nullable(),
  /** Code of a refusal, of the dictionary refusalReasons. */
  reasonCode: z.string().nullable(),
  claimedAt: z.string(),
  /** Last day on which the other side may confirm; after it the claim expires. */
  dueOn: z.string(),
  confirmedAt: z.string().nullable(),
  verifiedAt: z.string().nullable(),
  /** It waits for the reader's confirmation: he speaks for the other side and did not claim it himself. */
  yoursToConfirm: z.boolean(),
  /** The reader raised the dispute that holds it: somebody else decides. */
  disputedByYou: z.boolean(),
  evidence: z.array(evidenceView),
});
export type ClaimView = z.output<typeof claimView>;

const engagedListing = z.strictObject({ id, number: z.string(), title: z.string() });

export const engagementView = z.strictObject({
  id,
  number: z.string(),
  state: engagementState,
  /** In which the two listings are traded; it says their kinds. */
  market: marketCode,
  demandListing: engagedListing,
  supplyListing: engagedListing,
  demand: partyView,
  supply: partyView,
  /** When each side declared its intent; null: not yet. */
  intent: z.strictObject({ demand: z.string().nullable(), supply: z.string().nullable() }),
  /** Highest level that stands: 1 for intent, 2 to 5 verified. */
  level: z.number().int(),
  /** A side is suspended: nothing is claimed, confirmed or verified until that is lifted. */
  hold: z.strictObject({ side: engagementSide, reason: z.string() }).nullable(),
  declinedBy: engagementSide.nullable(),
  reason: z.string().nullable(),
  /** Code of the refusal, of the dictionary declineReasons. */
  reasonCode: z.string().nullable(),
  claims: z.array(claimView),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type EngagementView = z.output<typeof engagementView>;

const engagementHistoryEntry = z.strictObject({
  at: z.string(),
  claimId: id.nullable(),
  level: z.number().int().nullable(),
  from: z.string().nullable(),
  to: z.string(),
  /** `system`: nobody did it, a last day passed. */
  side: z.enum(['demand', 'supply', 'coordinator', 'system']),
  actorName: z.string(),
  reason: z.string().nullable(),
  /** Of a dictionary: declineReasons for the engagement, refusalReasons for a claim. */
  code: z.string().nullable(),
});
export type EngagementHistoryEntry = z.output<typeof engagementHistoryEntry>;

const contactView = z.strictObject({ name: z.string(), phone: z.string(), email: z.string() });

/** A reason by its code in a dictionary; `other` says it in words. */
export const codedReason = z
  .strictObject({ code: code.default('other'), reason: reason.optional() })
  .refine(({ code: of, reason: words }) => of !== 'other' || words !== undefined, {
    path: ['reason'],
    error: '选择“其他”的，请写明理由',
  });
export type CodedReason = z.output<typeof codedReason>;

const tag = 'engagements';

export const openEngagement = endpoint({
  method: 'POST',
  path: '/engagements',
  tag,
  summary: '表达对接意向；同一需求与供给单位只有一条，另一方再次提交即为回应',
  action: 'engagement.open',
  body: z.strictObject({ demandListingId: id, supplyListingId: id }),
  answer: engagementView,
  status: 201,
});
export const listEngagements = endpoint({
  method: 'GET',
  path: '/engagements',
  tag,
  summary: '对接列表（本单位的，或协调部门辖区内的）',
  action: 'engagement.list',
  query: pageQuery.extend({
    state: many(engagementState),
    /** Has a claim in one of these states. */
    claimState: many(claimState),
    /** Has a claim that waits for the caller's own confirmation. */
    toConfirm: z.stringbool().optional(),
    market: many(marketCode),
    demandListing: id.optional(),
    supplyListing: id.optional(),
  }),
  answer: page(engagementView),
});
export const readEngagement = endpoint({
  method: 'GET',
  path: '/engagements/:id',
  tag,
  summary: '查看对接',
  action: 'engagement.read',
  params: idParams,
  answer: engagementView,
});
export const engagementHistory = endpoint({
  method: 'GET',
  path: '/engagements/:id/history',
  tag,
  summary: '对接的全部过程',
  action: 'engagement.read',
  params: idParams,
  answer: whole(engagementHistoryEntry),
});
export const engagementContact = endpoint({
  method: 'GET',
  path: '/engagements/:id/contact',
  tag,
  summary: '对方联系人（对方表达意向之后可见）',
  action: 'engagement.read',
  refusals: [409],
  params: idParams,
  answer: z.strictObject({ side: engagementSide, contact: contactView }),
});
export const declineEngagement = endpoint({
  method: 'POST',
  path: '/engagements/:id/decline',
  tag,
  summary: '婉拒对接',
  action: 'engagement.decline',
  params: idParams,
  body: codedReason,
  answer: engagementView,
  versioned: true,
});
export const uploadEvidence = endpoint({
  method: 'POST',
  path: '/engagements/:id/evidence',
  limit: 'upload',
  tag,
  summary: '上传佐证材料（PDF、OFD、PNG、JPEG），之后在申报中引用',
  action: 'engagement.claim',
  params: idParams,
  multipart: true,
  answer: evidenceView,
  status: 201,
});
export const downloadEvidence = endpoint({
  method: 'GET',
  path: '/evidence/:id',
  tag,
  summary: '下载佐证材料',
  action: 'evidence.read',
  refusals: [410],
  params: idParams,
  produces: 'application/octet-stream',
});
