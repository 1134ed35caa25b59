import { z } from 'zod';
import { code, id, text } from './common.js';
import { schemeContent, unitScore } from './schemes.js';
import { periodCode } from './statistics.js';

const reviewState = z.enum(['draft', 'self_assessment', 'assessment', 'objections', 'published']);
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
const reviewChange = z.strictObject({
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
const objectionView = z.strictObject({
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

const reviewUnitView = z.strictObject({
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
