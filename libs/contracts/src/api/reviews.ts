import { z } from 'zod';
import { code, day, id, idParams, nameText, reasonBody, text, whole } from './common.js';
import { endpoint } from './endpoint.js';
import { schemeContent, unitScore } from './schemes.js';
import { periodCode } from './statistics.js';

export const reviewState = z.enum(['draft', 'self_assessment', 'assessment', 'objections', 'published']);
export type ReviewState = z.output<typeof reviewState>;

/** Points as a decimal text, up to three decimals. */
const points = z.string().regex(/^\d{1,6}(\.\d{1,3})?$/, { error: '应为不小于0的分数，最多三位小数' });
const mark = z.strictObject({ measure: code, points });
const remark = text(4000, 0);

/** What a unit says of itself (自评): points an indicator, or of the whole alone. */
export const selfAssessment = z.strictObject({
  marks: z.array(mark).max(30).default([]),
  overall: points.nullable().default(null),
  remarks: remark.default(''),
});
export type SelfAssessment = z.output<typeof selfAssessment>;

/** What the coordinating body gives a unit (综评): points for every indicator of the scheme. */
export const assessment = z.strictObject({
  marks: z
    .array(mark.extend({ reason: text(1000, 0).default('') }))
    .min(1)
    .max(30),
  /** Of the whole: wanted where the unit said what it should come to, and it comes to something else. */
  reason: text(2000, 0).default(''),
});
export type Assessment = z.output<typeof assessment>;

/** A figure that a new version has changed. */
export const reviewChange = z.strictObject({
  unit: z.string(),
  label: z.string(),
  /** `value`, `computed` or `mark` of the measure; `total` or `place` of the unit. */
  figure: z.enum(['value', 'computed', 'mark', 'deduction', 'total', 'place']),
  measure: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  why: z.string(),
});
export type ReviewChange = z.output<typeof reviewChange>;

/** What is published, whole: the hash is over its canonical JSON (RFC 8785). */
export const reviewContent = z.strictObject({
  name: z.string(),
  version: z.number().int(),
  period: periodCode,
  /** The archive of figures that it rests on: as frozen (0), or of that amendment. */
  amendment: z.number().int(),
  periodSha256: z.string(),
  scheme: z.strictObject({ id, version: z.number().int(), content: schemeContent }),
  /** As the measures were called and meant when the period was frozen. */
  measures: z.array(
    z.strictObject({ code: z.string(), name: z.string(), unit: z.string(), definition: z.string() }),
  ),
  units: z.array(
    z.strictObject({
      key: z.string(),
      label: z.string(),
      place: z.number().int(),
      total: z.string(),
      computed: z.string(),
      indicators: z.array(
        z.strictObject({
          measure: z.string(),
          value: z.string().nullable(),
          percent: z.string(),
          computed: z.string(),
          mark: z.string(),
          reason: z.string(),
        }),
      ),
      deductions: z.array(
        z.strictObject({ measure: z.string(), value: z.string().nullable(), points: z.string() }),
      ),
      reason: z.string(),
      /** Over the canonical JSON of its 自评 with the hashes of its files; null: none was given. */
      selfSha256: z.string().nullable(),
      objections: z.strictObject({ raised: z.number().int(), upheld: z.number().int() }),
    }),
  ),
  corrects: z.strictObject({ version: z.number().int(), sha256: z.string(), reason: z.string() }).nullable(),
  changes: z.array(reviewChange),
});
export type ReviewContent = z.output<typeof reviewContent>;

export const reviewFileView = z.strictObject({
  id,
  fileName: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  uploadedBy: z.string(),
  uploadedAt: z.string(),
});
export type ReviewFileView = z.output<typeof reviewFileView>;

export const objectionOutcome = z.enum(['upheld', 'partly', 'rejected']);
export const objectionView = z.strictObject({
  id,
  measure: z.string().nullable(),
  statement: z.string(),
  raisedBy: z.string(),
  raisedAt: z.string(),
  /** The city wrote it down for the unit. */
  onBehalf: z.boolean(),
  files: z.array(reviewFileView),
  decision: z
    .strictObject({
      outcome: objectionOutcome,
      answer: z.string(),
      decidedBy: z.string(),
      decidedAt: z.string(),
    })
    .nullable(),
  /** The caller may decide it: nobody decides what they raised, nor what their own department raised. */
  decidable: z.boolean(),
});
export type ObjectionView = z.output<typeof objectionView>;

export const reviewUnitView = z.strictObject({
  key: z.string(),
  label: z.string(),
  /** By the scheme, from the frozen archive; the place is the city's to know until publication. */
  computed: unitScore.extend({ place: z.number().int().nullable() }),
  self: selfAssessment
    .extend({
      submittedAt: z.string().nullable(),
      by: z.string(),
      onBehalf: z.boolean(),
    })
    .nullable(),
  files: z.array(reviewFileView),
  assessed: assessment
    .extend({ total: z.string(), place: z.number().int().nullable(), by: z.string(), at: z.string() })
    .nullable(),
  objections: z.array(objectionView),
  /** It has said that it has no objection. */
  acceptedAt: z.string().nullable(),
  /** The caller speaks for it, or may write down what it says. */
  own: z.boolean(),
  /** For If-Match. */
  revision: z.number().int(),
});
export type ReviewUnitView = z.output<typeof reviewUnitView>;

const headline = {
  id,
  name: z.string(),
  version: z.number().int(),
  state: reviewState,
  period: periodCode,
  schemeName: z.string(),
  schemeVersion: z.number().int(),
  units: z.enum(['area', 'department']),
  selfDue: z.string().nullable(),
  objectionsDue: z.string().nullable(),
  publishedAt: z.string().nullable(),
  /** A newer version stands or is being made. */
  superseded: z.boolean(),
};
export const reviewSummary = z.strictObject(headline);
export type ReviewSummary = z.output<typeof reviewSummary>;

export const reviewView = z.strictObject({
  ...headline,
  scheme: schemeContent,
  amendment: z.number().int().nullable(),
  periodSha256: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  /** All units as they were chosen, by key. */
  keys: z.array(z.string()),
  /** Those that the caller sees: all to the city, its own to a unit. */
  own: z.array(reviewUnitView),
  /** What stands in the way of publication, for the city. */
  blockers: z.array(z.string()),
  correction: z.strictObject({ of: id, version: z.number().int(), reason: z.string() }).nullable(),
  published: z
    .strictObject({
      at: z.string(),
      by: z.string(),
      sha256: z.string(),
      /** The hash is still that of what is stored. */
      intact: z.boolean(),
      content: reviewContent,
    })
    .nullable(),
  /** For If-Match. */
  revision: z.number().int(),
});
export type ReviewView = z.output<typeof reviewView>;

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
