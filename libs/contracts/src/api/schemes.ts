import { z } from 'zod';
import { marketCode } from '../codes.js';
import { measureCodes, measureOf } from '../measures.js';
import { id, idParams, nameText, text, whole } from './common.js';
import { endpoint } from './endpoint.js';
import { periodCode } from './statistics.js';

/** Up to six decimals, as text: exact. */
const decimal = z.string().regex(/^-?\d{1,9}(\.\d{1,6})?$/, { error: '应为数字，最多六位小数' });
const positive = decimal.refine((value) => Number(value) > 0, { error: '应大于0' });
const percent = decimal.refine((value) => Number(value) >= 0 && Number(value) <= 200, {
  error: '应在0至200之间',
});
const measure = z.enum(measureCodes as [string, ...string[]], { error: '应为指标目录中的指标' });

/** How many per cent of its weight an indicator gets. */
const fullMark = z.discriminatedUnion('kind', [
  /** As much of the target as was reached. */
  z.strictObject({ kind: z.literal('linear'), target: positive }),
  /** The first gets all, the last the smallest part; ties share. */
  z.strictObject({ kind: z.literal('rank') }),
  /** The best step whose bound is met. */
  z.strictObject({
    kind: z.literal('steps'),
    steps: z
      .array(z.strictObject({ bound: decimal, percent }))
      .min(1)
      .max(20),
  }),
]);

export const schemeContent = z
  .strictObject({
    name: nameText(100),
    /** The market whose figures are scored; nothing: software, as schemes of the first release have it. */
    market: marketCode.optional(),
    /** Which units are compared. */
    units: z.enum(['area', 'department']),
    indicators: z
      .array(
        z.strictObject({
          measure,
          /** `more`: a larger value is better. */
          direction: z.enum(['more', 'less']),
          weight: positive,
          fullMark,
          /** At most so many per cent of the weight, above 100 where more than the target is to count. */
          cap: percent.default('100'),
          /** What a unit gets that has no case at all, in per cent. */
          whenNone: percent.default('0'),
        }),
      )
      .min(1)
      .max(30),
    deductions: z
      .array(z.strictObject({ measure, per: positive, points: positive, atMost: positive }))
      .max(20)
      .default([]),
    /** The total is never more. */
    cap: positive.default('100'),
    /** Decimals of points, rounded half up. */
    decimals: z.number().int().min(0).max(3).default(2),
    note: text(2000, 0).default(''),
  })
  .superRefine((scheme, context) => {
    const fault = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const weights = scheme.indicators.reduce((sum, one) => sum + Math.round(Number(one.weight) * 1e6), 0);
    if (weights !== 100_000_000) fault(['indicators'], `各指标权重之和应为100，现为${weights / 1e6}`);
    for (const list of ['indicators', 'deductions'] as const)
      for (const [place, one] of scheme[list].entries())
        if (!measureOf(one.measure, scheme.market))
          fault([list, place, 'measure'], '所选供需市场没有这项指标');
    const seen = new Set<string>();
    for (const [place, one] of scheme.indicators.entries()) {
      if (seen.has(one.measure)) fault(['indicators', place, 'measure'], '同一指标只能列一次');
      seen.add(one.measure);
      if (one.fullMark.kind !== 'steps') continue;
      const bounds = one.fullMark.steps.map((step) => Number(step.bound));
      if (new Set(bounds).size < bounds.length) fault(['indicators', place, 'fullMark'], '各档界限不能相同');
      const sorted = [...one.fullMark.steps].sort((a, b) => Number(a.bound) - Number(b.bound));
      const shares = sorted.map((step) => Number(step.percent));
      const rising = one.direction === 'more' ? shares : [...shares].reverse();
      if (rising.some((share, i) => share < (rising[i - 1] ?? share)))
        fault(['indicators', place, 'fullMark'], '结果越好，得分比例不应越低');
    }
  });
export type SchemeContent = z.output<typeof schemeContent>;

const schemeVersionView = z.strictObject({
  id,
  version: z.number().int(),
  state: z.enum(['draft', 'adopted', 'replaced']),
  content: schemeContent,
  createdBy: z.string(),
  createdAt: z.string(),
  adoptedBy: z.string().nullable(),
  adoptedAt: z.string().nullable(),
  /** For If-Match. */
  revision: z.number().int(),
});
export type SchemeVersionView = z.output<typeof schemeVersionView>;

const indicatorScore = z.strictObject({
  measure: z.string(),
  value: z.string().nullable(),
  /** Per cent of the weight, and points, as decimal texts. */
  percent: z.string(),
  points: z.string(),
});
export const unitScore = z.strictObject({
  key: z.string(),
  label: z.string(),
  indicators: z.array(indicatorScore),
  deductions: z.array(
    z.strictObject({ measure: z.string(), value: z.string().nullable(), points: z.string() }),
  ),
  total: z.string(),
  /** Ties share a place. */
  place: z.number().int(),
});
export type UnitScore = z.output<typeof unitScore>;

const schemeTrial = z.strictObject({
  period: periodCode,
  version: z.number().int(),
  /** The adopted version that it is compared with; null: none yet. */
  against: z.number().int().nullable(),
  units: z.array(
    unitScore.extend({
      /** Under the adopted version. */
      placeBefore: z.number().int().nullable(),
      totalBefore: z.string().nullable(),
    }),
  ),
});
export type SchemeTrial = z.output<typeof schemeTrial>;

const tag = 'schemes';
const versioned = { params: idParams, tag } as const;

export const listSchemes = endpoint({
  method: 'GET',
  path: '/schemes',
  tag,
  summary: '评分方案的全部版本',
  action: 'scheme.read',
  answer: whole(schemeVersionView),
});
export const createScheme = endpoint({
  method: 'POST',
  path: '/schemes',
  tag,
  summary: '新建评分方案（草案）',
  action: 'scheme.edit',
  body: schemeContent,
  answer: schemeVersionView,
  status: 201,
});
export const editScheme = endpoint({
  ...versioned,
  method: 'PUT',
  path: '/schemes/:id',
  summary: '修改评分方案：有草案的改草案，已采用的另起一版草案',
  action: 'scheme.edit',
  body: schemeContent,
  answer: schemeVersionView,
  versioned: true,
});
export const tryScheme = endpoint({
  ...versioned,
  method: 'GET',
  path: '/schemes/:id/trial',
  summary: '以已冻结的统计期试算最新一版，并与现行版比较名次',
  action: 'scheme.read',
  query: z.strictObject({ period: periodCode }),
  answer: schemeTrial,
});
export const adoptScheme = endpoint({
  ...versioned,
  method: 'POST',
  path: '/schemes/:id/adopt',
  summary: '采用草案：此后不再改动，修改须另起一版',
  action: 'scheme.adopt',
  body: z.strictObject({}).optional(),
  answer: schemeVersionView,
  versioned: true,
});
