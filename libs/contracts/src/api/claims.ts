import { z } from 'zod';
import { day, id, idParams, page, pageQuery, reason, reasonBody, text, yuan } from './common.js';
import { endpoint } from './endpoint.js';
import { claimState, codedReason, engagementView } from './engagements.js';

const tag = 'engagements';
const claimStep = { method: 'POST', tag, params: idParams, answer: engagementView, versioned: true } as const;

export const claimLevel = endpoint({
  method: 'POST',
  path: '/engagements/:id/claims',
  tag,
  summary: '申报对接层级：2对接 3协议 4合同 5验收应用（3至5须附佐证）',
  action: 'engagement.claim',
  params: idParams,
  body: z.strictObject({
    level: z.number().int().min(2).max(5),
    channel: z.enum(['online', 'meeting']).default('online'),
    amount: yuan.nullish().transform((value) => value ?? null),
    /** Figures add up amounts of one kind only. */
    amountIncludesTax: z.literal(true, { error: '金额应为含税金额，不含税的请换算后填写' }).default(true),
    happenedOn: day.nullish().transform((value) => value ?? null),
    note: text(2000, 0).default(''),
    contractNumber: text(100).optional(),
    evidenceIds: z.array(id).max(20).default([]),
  }),
  answer: engagementView,
  status: 201,
});
export const confirmClaim = endpoint({
  ...claimStep,
  path: '/claims/:id/confirm',
  summary: '另一方确认',
  action: 'claim.confirm',
  body: z.strictObject({}).optional(),
});
export const declineClaim = endpoint({
  ...claimStep,
  path: '/claims/:id/decline',
  summary: '另一方不予确认',
  action: 'claim.decline',
  body: codedReason,
});
export const withdrawClaim = endpoint({
  ...claimStep,
  path: '/claims/:id/withdraw',
  summary: '申报方撤回',
  action: 'claim.withdraw',
  body: reasonBody,
});
export const disputeClaim = endpoint({
  ...claimStep,
  path: '/claims/:id/dispute',
  summary: '提出异议，暂停核实',
  action: 'claim.dispute',
  body: reasonBody,
});
export const verifyClaim = endpoint({
  ...claimStep,
  path: '/claims/:id/verify',
  summary: '协调部门核实；有异议的由另一人核实并说明理由',
  action: 'claim.verify',
  body: z
    .strictObject({
      reason: reason.optional(),
      /** Why the same file or contract number elsewhere does not stand in the way. */
      override: reason.optional(),
    })
    .optional(),
});
export const rejectClaim = endpoint({
  ...claimStep,
  path: '/claims/:id/reject',
  summary: '协调部门不予核实',
  action: 'claim.reject',
  body: reasonBody,
});
export const reverseClaim = endpoint({
  ...claimStep,
  path: '/claims/:id/reverse',
  summary: '冲销已核实的申报',
  action: 'claim.reverse',
  body: reasonBody,
});

/** A claim and what it is about, in lists of what is to be looked at. */
export const claimLineView = z.strictObject({
  claimId: id,
  engagementId: id,
  number: z.string(),
  level: z.number().int(),
  demandTitle: z.string(),
  supplyTitle: z.string(),
  demandName: z.string(),
  supplyName: z.string(),
  /** Yuan, tax included. */
  amount: z.string().nullable(),
});
export type ClaimLine = z.output<typeof claimLineView>;

const disputeView = claimLineView.extend({
  raisedAt: z.string(),
  raisedBy: z.string(),
  side: z.enum(['demand', 'supply', 'coordinator']),
  reason: z.string(),
  /** How it ended; null while it holds the claim. */
  decision: z
    .strictObject({
      to: claimState,
      decidedBy: z.string(),
      decidedAt: z.string(),
      reason: z.string().nullable(),
    })
    .nullable(),
  /** The reader may decide it: a coordinator who did not raise it. Whether he is independent is asked at the step. */
  yoursToDecide: z.boolean(),
});
export type DisputeView = z.output<typeof disputeView>;

export const listDisputes = endpoint({
  method: 'GET',
  path: '/disputes',
  tag,
  summary: '异议及其处理决定（本单位的，或协调部门辖区内的）',
  action: 'dispute.list',
  query: pageQuery.extend({ open: z.stringbool().optional() }),
  answer: page(disputeView),
});
