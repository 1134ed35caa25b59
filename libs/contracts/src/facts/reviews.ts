import { z } from 'zod';
import { day } from '../api/common.js';
import { uuid } from './common.js';

/** A step of a performance review (绩效评比), with what the notifications about it need. */
const reviewStep = {
  reviewId: uuid,
  reviewName: z.string(),
  version: z.number().int().positive(),
  period: z.string(),
  units: z.enum(['area', 'department']),
  day,
};
const unitStep = { ...reviewStep, unit: z.string(), unitLabel: z.string() };
const reviewAdvanced = z.strictObject({
  name: z.literal('review.advanced'),
  ...reviewStep,
  keys: z.array(z.string()),
  state: z.enum(['self_assessment', 'assessment', 'objections']),
  due: day.nullable(),
});
const reviewSelfAssessed = z.strictObject({
  name: z.literal('review.selfAssessed'),
  ...unitStep,
  /** True where the city entered it on behalf of the unit. */
  onBehalf: z.boolean(),
});
const reviewAssessed = z.strictObject({
  name: z.literal('review.assessed'),
  ...unitStep,
  total: z.string(),
});
const reviewObjected = z.strictObject({
  name: z.literal('review.objected'),
  ...unitStep,
  objectionId: uuid,
  onBehalf: z.boolean(),
});
const reviewAccepted = z.strictObject({
  name: z.literal('review.accepted'),
  ...unitStep,
  onBehalf: z.boolean(),
});
const reviewObjectionDecided = z.strictObject({
  name: z.literal('review.objectionDecided'),
  ...unitStep,
  objectionId: uuid,
  outcome: z.enum(['upheld', 'partly', 'rejected']),
});
const reviewPublished = z.strictObject({
  name: z.literal('review.published'),
  ...reviewStep,
  keys: z.array(z.string()),
  sha256: z.string(),
  changes: z.number().int(),
});
/** Announces that a new version of a published review has been begun to correct it. */
const reviewCorrected = z.strictObject({
  name: z.literal('review.corrected'),
  ...reviewStep,
  correctedId: uuid,
  reason: z.string(),
});

/** The facts about performance reviews. */
export const reviewsTold = [
  reviewAdvanced,
  reviewSelfAssessed,
  reviewAssessed,
  reviewObjected,
  reviewAccepted,
  reviewObjectionDecided,
  reviewPublished,
  reviewCorrected,
] as const;
