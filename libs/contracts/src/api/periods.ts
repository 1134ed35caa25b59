import { z } from 'zod';
import { marketCode } from '../codes.js';
import { reasonBody, whole, year } from './common.js';
import { endpoint } from './endpoint.js';
import { figureValues, periodCode } from './statistics.js';

const periodView = z.strictObject({
  code: periodCode,
  kind: z.enum(['month', 'quarter', 'half', 'year']),
  first: z.string(),
  last: z.string(),
  /** All of its months are frozen: it takes no more. */
  frozen: z.boolean(),
  frozenAt: z.string().nullable(),
  /** Its own figures were stored when it was frozen as this period. */
  stored: z.boolean(),
  amendments: z.number().int(),
});
export type PeriodView = z.output<typeof periodView>;

const frozenTable = z.strictObject({
  total: figureValues,
  area: z.array(z.strictObject({ key: z.string(), label: z.string(), values: figureValues })),
  department: z.array(z.strictObject({ key: z.string(), label: z.string(), values: figureValues })),
});
/** Figures of a market as they are stored: with the measures as they were called and meant then. */
const marketFigures = frozenTable.extend({
  measures: z.array(
    z.strictObject({ code: z.string(), name: z.string(), unit: z.string(), definition: z.string() }),
  ),
});
export type MarketFigures = z.output<typeof marketFigures>;
/** Those of software, and beside them those of each other market; archives that software alone filled have none. */
const storedFigures = marketFigures.extend({
  others: z.array(marketFigures.extend({ market: marketCode })).optional(),
});
export type StoredFigures = z.output<typeof storedFigures>;

const seal = {
  at: z.string(),
  by: z.string(),
  headSeq: z.number().int(),
  headHash: z.string(),
  /** SHA-256 over the canonical JSON of all that is stored. */
  sha256: z.string(),
  /** The hash is still that of what is stored. */
  intact: z.boolean(),
  figures: storedFigures,
};
const periodRecord = z.strictObject({
  period: periodView,
  frozen: z
    .strictObject({
      ...seal,
      firstSeq: z.number().int().nullable(),
      lastSeq: z.number().int().nullable(),
      entries: z.number().int(),
    })
    .nullable(),
  amendments: z.array(
    z.strictObject({
      ...seal,
      number: z.number().int(),
      reason: z.string(),
      late: z.strictObject({ entries: z.number().int(), pairs: z.number().int(), lines: z.number().int() }),
    }),
  ),
  /** Entries, pairs and lines that belong to it by date and count later. */
  late: z.strictObject({ entries: z.number().int(), pairs: z.number().int(), lines: z.number().int() }),
});
export type PeriodRecord = z.output<typeof periodRecord>;

const periodPreview = z.strictObject({
  period: periodView,
  /** It is over, and was not stored yet. */
  freezable: z.boolean(),
  figures: storedFigures,
  firstSeq: z.number().int().nullable(),
  lastSeq: z.number().int().nullable(),
  entries: z.number().int(),
  /** What is still open: if it is decided after the freeze, it counts in the next open month. */
  open: z.strictObject({
    claimed: z.number().int(),
    confirmed: z.number().int(),
    disputed: z.number().int(),
    /** Facts that were announced and are not counted yet. */
    following: z.number().int(),
  }),
});
export type PeriodPreview = z.output<typeof periodPreview>;

const tag = 'statistics';

export const listPeriods = endpoint({
  method: 'GET',
  path: '/periods',
  tag,
  summary: '一年的统计期及冻结情况',
  action: 'period.list',
  query: z.strictObject({ year: year.optional() }),
  // The year, two halves, four quarters, twelve months.
  answer: whole(periodView, 19),
});
const periodParams = z.strictObject({ code: periodCode });
export const readPeriod = endpoint({
  method: 'GET',
  path: '/periods/:code',
  tag,
  summary: '统计期的冻结存档、迟到记录与更正',
  action: 'period.read',
  params: periodParams,
  answer: periodRecord,
});
export const previewPeriod = endpoint({
  method: 'GET',
  path: '/periods/:code/preview',
  tag,
  summary: '冻结前预览：将冻结的数字与尚未了结的事项',
  action: 'period.freeze',
  params: periodParams,
  answer: periodPreview,
});
export const amendPeriod = endpoint({
  method: 'POST',
  path: '/periods/:code/amendments',
  tag,
  summary: '更正已冻结的统计期：不解冻，另存一份含迟到记录的数字并说明理由',
  action: 'period.amend',
  params: periodParams,
  body: reasonBody,
  answer: periodRecord,
});
export const freezePeriod = endpoint({
  method: 'POST',
  path: '/periods/:code/freeze',
  tag,
  summary: '冻结统计期：此后的补录计入下一个未冻结的月份',
  action: 'period.freeze',
  params: periodParams,
  body: z.strictObject({}).optional(),
  answer: periodRecord,
});
