import { z } from 'zod';
import { id, page, pageQuery, year } from './common.js';
import { endpoint } from './endpoint.js';

/** What a figure can be split by. `firmArea` is the supply side's area: shown beside the demand side's, never summed with it. */
export const statisticsBy = z.enum(['area', 'department', 'chain', 'field', 'firm', 'channel', 'firmArea']);
export type StatisticsBy = z.output<typeof statisticsBy>;

/** Of the years 2000 to 2200: whatever walks over the months of a period comes to an end. */
export const periodCode = z.string().regex(/^(2[01]\d\d|2200)(-(Q[1-4]|0[1-9]|1[0-2]))?$/, {
  error: '应为2000至2200年间的年、季度或月份，形如 2026、2026-Q3、2026-09',
});
const levelFrom = (min: number) => z.coerce.number().int().min(min).max(5).default(2);

/**
 * Figure: pairs (scenario, firm) that reached the level or a higher one, and the amounts of the claims verified for
 * exactly this level, in yuan with two decimals.
 */
const figure = { count: z.number().int(), amount: z.string() };

export const matchFigures = z.strictObject({
  period: periodCode,
  first: z.string(),
  last: z.string(),
  frozen: z.boolean(),
  by: statisticsBy,
  level: z.number().int(),
  total: z.strictObject(figure),
  items: z.array(z.strictObject({ key: z.string(), label: z.string(), ...figure })),
  /** Levels 0 to 5 of the same period; they are never added up. */
  ladder: z.array(z.strictObject({ level: z.number().int(), label: z.string(), ...figure })),
});
export type MatchFigures = z.output<typeof matchFigures>;

export const ledgerEntryView = z.strictObject({
  seq: z.number().int(),
  prevHash: z.string(),
  hash: z.string(),
  factId: id,
  kind: z.enum(['verified', 'reversal']),
  level: z.number().int(),
  /** How often the pair has reached the level; null: an amount alone, entered or taken back, the pair stays where it is. */
  occasion: z.number().int().nullable(),
  /** How often an amount was entered for the pair at the level; null without an amount. */
  amountOccasion: z.number().int().nullable(),
  scenarioId: id,
  firmId: id,
  engagementId: id,
  claimId: id,
  claimedLevel: z.number().int(),
  number: z.string(),
  scenarioNumber: z.string(),
  scenarioTitle: z.string(),
  capabilityNumber: z.string(),
  product: z.string(),
  demandName: z.string(),
  demandUscc: z.string(),
  supplyName: z.string(),
  supplyUscc: z.string(),
  area: z.string().nullable(),
  department: z.string().nullable(),
  chain: z.string().nullable(),
  field: z.string().nullable(),
  firmArea: z.string().nullable(),
  channel: z.enum(['online', 'meeting']),
  firstVersion: z.boolean(),
  amount: z.string().nullable(),
  happenedDay: z.string(),
  postedDay: z.string(),
  reason: z.string().nullable(),
  actorId: id,
  recordedAt: z.string(),
});

export const recountView = z.strictObject({
  ok: z.boolean(),
  entries: z.number().int(),
  figures: z.number().int(),
  /** Verified and reversed steps that were announced, and claims that were decided so. */
  facts: z.number().int(),
  claims: z.number().int(),
  /** Facts that wait for an earlier one of their pair. */
  waiting: z.number().int(),
  headHash: z.string(),
  differences: z.array(
    z.strictObject({
      what: z.enum(['count', 'chain', 'pair', 'fact', 'claim']),
      detail: z.string(),
      expected: z.string(),
      found: z.string(),
    }),
  ),
});
export type RecountView = z.output<typeof recountView>;

export const periodView = z.strictObject({
  code: periodCode,
  kind: z.enum(['month', 'quarter', 'year']),
  first: z.string(),
  last: z.string(),
  /** All of its months are frozen. */
  frozen: z.boolean(),
  frozenAt: z.string().nullable(),
});
export type PeriodView = z.output<typeof periodView>;

const tag = 'statistics';

export const readMatchFigures = endpoint({
  method: 'GET',
  path: '/statistics/matches',
  tag,
  summary: '供需对接数量，按维度和统计期',
  action: 'statistics.read',
  query: z.strictObject({
    by: statisticsBy.default('area'),
    period: periodCode.optional(),
    level: levelFrom(0),
  }),
  answer: matchFigures,
});
export const listLedgerEntries = endpoint({
  method: 'GET',
  path: '/statistics/entries',
  tag,
  summary: '数字背后的台账记录',
  action: 'statistics.entries',
  query: pageQuery.extend({
    by: statisticsBy.optional(),
    /** The value of `by`; `none` for what has no code. */
    key: z.string().min(1).max(64).optional(),
    period: periodCode.optional(),
    level: levelFrom(2),
  }),
  answer: page(ledgerEntryView),
});
export const recountLedger = endpoint({
  method: 'POST',
  path: '/statistics/recount',
  tag,
  summary: '从台账重新计数，与汇总核对',
  action: 'statistics.recount',
  heavy: true,
  body: z.strictObject({}).optional(),
  answer: recountView,
});
export const yearWorkbook = endpoint({
  method: 'GET',
  path: '/statistics/workbook.xlsx',
  tag,
  summary: '年度统计工作簿',
  action: 'statistics.workbook',
  heavy: true,
  limit: 'export',
  query: z.strictObject({ year }),
  produces: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
export const listPeriods = endpoint({
  method: 'GET',
  path: '/periods',
  tag,
  summary: '一年的统计期及冻结情况',
  action: 'period.list',
  query: z.strictObject({ year: year.optional() }),
  answer: z.strictObject({ items: z.array(periodView) }),
});
export const freezePeriod = endpoint({
  method: 'POST',
  path: '/periods/:code/freeze',
  tag,
  summary: '冻结统计期：此后的补录计入下一个未冻结的月份',
  action: 'period.freeze',
  params: z.strictObject({ code: periodCode }),
  body: z.strictObject({}).optional(),
  answer: periodView,
});
