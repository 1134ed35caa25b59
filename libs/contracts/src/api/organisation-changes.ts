import { z } from 'zod';
import { kindCode } from '../codes.js';
import { creditCode, organisationKind, organisationState } from './accounts.js';
import {
  id,
  idParams,
  many,
  nameText,
  optionalReasonBody,
  page,
  pageQuery,
  reason,
  reasonBody,
} from './common.js';
import { codeOf } from './dictionaries.js';
import { endpoint } from './endpoint.js';

/** What the public reads of an organisation, and what decisions rest on: changed by a reviewed change alone. */
export const reviewedFields = ['name', 'uscc', 'kinds', 'area', 'department', 'ownerKind', 'size'] as const;
export type ReviewedField = (typeof reviewedFields)[number];

/** Absent members stay as they are. */
const proposedChange = z
  .strictObject({
    name: nameText(120),
    uscc: creditCode,
    kinds: z.array(organisationKind).min(1, { error: '至少选择一种身份' }).max(2),
    area: codeOf('areas'),
    department: codeOf('departments').nullable(),
    ownerKind: codeOf('ownerKinds').nullable(),
    size: codeOf('firmSizes').nullable(),
  } satisfies Record<ReviewedField, z.ZodType>)
  .partial();
export type ProposedChange = z.output<typeof proposedChange>;

const organisationChangeState = z.enum(['submitted', 'approved', 'rejected', 'withdrawn']);
const value = z.union([z.string(), z.array(organisationKind), z.null()]);
const organisationChangeView = z.strictObject({
  id,
  organisation: z.strictObject({
    id,
    uscc: z.string(),
    name: z.string(),
    area: z.string().nullable(),
    state: organisationState,
  }),
  state: organisationChangeState,
  /** `before`: as it stands, or as it stood when it was decided. */
  differences: z.array(z.strictObject({ field: z.enum(reviewedFields), before: value, after: value })),
  /** To another reporting area: the city decides. */
  movesArea: z.boolean(),
  reason: z.string(),
  /** Who asks for it: the organisation's own people, or a coordinator who keeps its record. */
  side: z.enum(['organisation', 'coordinator']),
  proposedBy: z.string(),
  proposedById: id,
  proposedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decisionReason: z.string().nullable(),
  /** Of the organisation: a decision is about the values that were read. */
  version: z.number().int(),
});
export type OrganisationChangeView = z.output<typeof organisationChangeView>;

const tag = 'organisations';
export const proposeChange = endpoint({
  method: 'POST',
  path: '/organisations/:id/changes',
  tag,
  summary: '申请变更单位信息（审核通过前，原信息继续有效）',
  action: 'change.propose',
  params: idParams,
  status: 201,
  body: z.strictObject({ proposed: proposedChange, reason }),
  answer: organisationChangeView,
});
export const listChanges = endpoint({
  method: 'GET',
  path: '/organisation-changes',
  tag,
  summary: '单位信息变更',
  action: 'change.read',
  query: pageQuery.extend({ state: many(organisationChangeState), organisation: id.optional() }),
  answer: page(organisationChangeView),
});
export const readChange = endpoint({
  method: 'GET',
  path: '/organisation-changes/:id',
  tag,
  summary: '查看一项变更',
  action: 'change.read',
  params: idParams,
  answer: organisationChangeView,
});
export const approveChange = endpoint({
  method: 'POST',
  path: '/organisation-changes/:id/approve',
  tag,
  summary: '通过变更（跨区域的由市级办理）',
  action: 'change.decide',
  params: idParams,
  body: optionalReasonBody.optional(),
  answer: organisationChangeView,
  versioned: true,
});
export const rejectChange = endpoint({
  method: 'POST',
  path: '/organisation-changes/:id/reject',
  tag,
  summary: '不予通过变更',
  action: 'change.decide',
  params: idParams,
  body: reasonBody,
  answer: organisationChangeView,
});
export const withdrawChange = endpoint({
  method: 'POST',
  path: '/organisation-changes/:id/withdraw',
  tag,
  summary: '撤回变更申请',
  action: 'change.withdraw',
  params: idParams,
  body: optionalReasonBody.optional(),
  answer: organisationChangeView,
});

/** What rests on an organisation: read before it is changed or suspended. */
const organisationDependents = z.strictObject({
  members: z.number().int(),
  /** In force, by kind; kinds of which there are none are left out. */
  listings: z.array(z.strictObject({ kind: kindCode, count: z.number().int() })),
  engagements: z.number().int(),
  /** Claims that wait for a confirmation, a verification or a second reviewer. */
  claims: z.number().int(),
});
export type OrganisationDependents = z.output<typeof organisationDependents>;
export const readDependents = endpoint({
  method: 'GET',
  path: '/organisations/:id/dependents',
  tag,
  summary: '与单位相关的在列内容、人员与对接',
  action: 'organisation.dependents',
  params: idParams,
  answer: organisationDependents,
});
