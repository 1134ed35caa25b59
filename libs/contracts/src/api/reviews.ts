import { z } from 'zod';
import { code, day, id, idParams, nameText, reasonBody, text, whole } from './common.js';
import { endpoint } from './endpoint.js';
import {
  assessment,
  objectionOutcome,
  reviewContent,
  reviewFileView,
  reviewSummary,
  reviewView,
  selfAssessment,
} from './review-views.js';
import { periodCode } from './statistics.js';

const tag = 'reviews';
const versioned = { params: idParams, tag, answer: reviewView, versioned: true } as const;
const unitParams = z.strictObject({ id, unit: code });

const draft = z.strictObject({
  name: nameText(100),
  /** The scheme whose adopted version is used. */
  scheme: id,
  period: periodCode,
  /** Codes of areas or departments, as the scheme says. */
  units: z.array(code).min(1).max(100),
});
export type ReviewDraft = z.output<typeof draft>;

export const listReviews = endpoint({
  method: 'GET',
  path: '/reviews',
  tag,
  summary: '绩效评比',
  action: 'review.read',
  answer: whole(reviewSummary),
});
export const createReview = endpoint({
  method: 'POST',
  path: '/reviews',
  tag,
  summary: '新建评比（草案）：采用的评分方案、已冻结的统计期、参评单位',
  action: 'review.edit',
  body: draft,
  answer: reviewView,
  status: 201,
});
export const readReview = endpoint({
  method: 'GET',
  path: '/reviews/:id',
  tag,
  summary: '一次评比：市级看全部单位，各单位公布前只看本单位',
  action: 'review.read',
  params: idParams,
  answer: reviewView,
});
export const editReview = endpoint({
  ...versioned,
  method: 'PUT',
  path: '/reviews/:id',
  summary: '修改评比草案',
  action: 'review.edit',
  body: draft,
});
export const deleteReview = endpoint({
  method: 'DELETE',
  path: '/reviews/:id',
  tag,
  summary: '删除评比草案',
  action: 'review.edit',
  params: idParams,
  status: 204,
});
export const advanceReview = endpoint({
  ...versioned,
  method: 'POST',
  path: '/reviews/:id/advance',
  summary: '进入自评、综评、异议阶段；自评和异议须定截止日，同一阶段再次提交即顺延',
  action: 'review.edit',
  body: z.strictObject({
    to: z.enum(['self_assessment', 'assessment', 'objections']),
    /** The last day for it. */
    due: day.nullable().default(null),
  }),
});
export const assessItself = endpoint({
  ...versioned,
  method: 'PUT',
  path: '/reviews/:id/units/:unit/self',
  summary: '保存或提交本单位自评（市级可代录）',
  action: 'review.selfAssess',
  params: unitParams,
  body: selfAssessment.extend({ submit: z.boolean().default(false) }),
});
export const assessUnit = endpoint({
  ...versioned,
  method: 'PUT',
  path: '/reviews/:id/units/:unit/assessment',
  summary: '综评：逐项给分，与计算分或自评不同的说明理由',
  action: 'review.assess',
  params: unitParams,
  body: assessment,
});
export const uploadReviewFile = endpoint({
  method: 'POST',
  path: '/reviews/:id/units/:unit/files',
  tag,
  summary: '上传自评或异议的附件（PDF、OFD、PNG、JPEG）',
  action: 'review.selfAssess',
  limit: 'upload',
  params: unitParams,
  multipart: true,
  status: 201,
  answer: reviewFileView,
});
export const downloadReviewFile = endpoint({
  method: 'GET',
  path: '/review-files/:id',
  tag,
  summary: '下载附件；每次查看均记入审计',
  action: 'review.read',
  params: idParams,
  produces: 'application/octet-stream',
});
export const removeReviewFile = endpoint({
  method: 'DELETE',
  path: '/review-files/:id',
  tag,
  summary: '删除本单位尚未提交的附件',
  action: 'review.selfAssess',
  params: idParams,
  status: 204,
});
export const raiseObjection = endpoint({
  method: 'POST',
  path: '/reviews/:id/units/:unit/objections',
  tag,
  summary: '对综评提出异议',
  action: 'review.object',
  params: unitParams,
  body: z.strictObject({
    measure: code.nullable().default(null),
    statement: text(4000),
    files: z.array(id).max(20).default([]),
  }),
  answer: reviewView,
  status: 201,
});
export const acceptAssessment = endpoint({
  method: 'POST',
  path: '/reviews/:id/units/:unit/acceptance',
  tag,
  summary: '确认对综评无异议',
  action: 'review.object',
  params: unitParams,
  body: z.strictObject({}).optional(),
  answer: reviewView,
});
export const decideObjection = endpoint({
  method: 'POST',
  path: '/review-objections/:id/decision',
  tag,
  summary: '答复异议；成立的同时改综评',
  action: 'review.decide',
  params: idParams,
  body: z.strictObject({
    outcome: objectionOutcome,
    answer: text(4000),
    /** The unit's marks after it; wanted where it is upheld. */
    assessment: assessment.nullable().default(null),
  }),
  answer: reviewView,
});
export const previewReview = endpoint({
  method: 'GET',
  path: '/reviews/:id/preview',
  tag,
  summary: '将要公布的内容',
  action: 'review.publish',
  params: idParams,
  answer: reviewContent,
});
export const publishReview = endpoint({
  ...versioned,
  method: 'POST',
  path: '/reviews/:id/publish',
  summary: '公布评比结果：公布后不能更改，更正须另出一版',
  action: 'review.publish',
  body: z.strictObject({}).optional(),
});
export const correctReview = endpoint({
  method: 'POST',
  path: '/reviews/:id/corrections',
  tag,
  summary: '更正已公布的评比：另出一版，公布时列明所改之处',
  action: 'review.publish',
  params: idParams,
  body: reasonBody,
  answer: reviewView,
  status: 201,
});
