import { z } from 'zod';
import { kindCode, marketCode } from '../codes.js';
import { code, day, id, instant, mostShown, page, pageQuery, year } from './common.js';
import { endpoint } from './endpoint.js';

/** What a figure can be split by. `firmArea` is the supply side's area: shown beside the demand side's, never summed with it. */
export const statisticsBy = z.enum(['area', 'department', 'chain', 'field', 'firm', 'channel', 'firmArea']);
export type StatisticsBy = z.output<typeof statisticsBy>;
/** The measures are told of each market as well: side by side, never added up. */
export const figuresBy = z.enum([...statisticsBy.options, 'market']);
export type FiguresBy = z.output<typeof figuresBy>;

/** Of the years 2000 to 2200: whatever walks over the months of a period comes to an end. */
export const periodCode = z.string().regex(/^(2[01]\d\d|2200)(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?$/, {
  error: '应为2000至2200年间的年、半年、季度或月份，形如 2026、2026-H1、2026-Q3、2026-09',
});
/** `city`: the city's figures; otherwise the code of a reporting area. By default the widest that the caller may see as its own. */
export const figureScope = code;
const scopeQuery = { scope: figureScope.optional() };
/** Software's where none is named: the markets' figures are never added up. */
const marketQuery = { market: marketCode.default('software') };
const scopeView = z.strictObject({ code: z.string(), name: z.string() });
const levelFrom = (min: number) => z.coerce.number().int().min(min).max(5).default(2);

/**
 * Figure: pairs (demand, firm) that reached the level or a higher one, and the amounts of the claims verified for
 * exactly this level, in yuan with two decimals.
 */
const figure = { count: z.number().int(), amount: z.string() };

/** The parts of a figure, the greatest first: firms may be more than anybody reads; the total is of all. */
const parts = <S extends z.ZodRawShape>(of: S) => ({
  items: z.array(z.strictObject({ key: z.string(), label: z.string(), ...of })).max(mostShown),
  /** How many more parts there are than `items` holds. */
  leftOut: z.number().int().nonnegative(),
});

const matchFigures = z.strictObject({
  period: periodCode,
  first: z.string(),
  last: z.string(),
  frozen: z.boolean(),
  scope: scopeView,
  by: statisticsBy,
  level: z.number().int(),
  total: z.strictObject(figure),
  ...parts({ ...figure }),
  /** Levels 0 to 5 of the same period; they are never added up. */
  ladder: z.array(z.strictObject({ level: z.number().int(), label: z.string(), ...figure })),
});
export type MatchFigures = z.output<typeof matchFigures>;

const ledgerEntryView = z.strictObject({
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
  market: marketCode,
  demandListingId: id,
  firmId: id,
  engagementId: id,
  claimId: id,
  claimedLevel: z.number().int(),
  number: z.string(),
  demandNumber: z.string(),
  demandTitle: z.string(),
  supplyNumber: z.string(),
  supplyTitle: z.string(),
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
  form: z.number().int(),
});

const recountView = z.strictObject({
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

/** Value of each measure by its code, as a decimal text in the measure's unit; null: nothing to tell (yet). */
export const figureValues = z.record(z.string(), z.string().nullable());
export type FigureValues = z.output<typeof figureValues>;

const measureView = z.strictObject({
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  definition: z.string(),
  kind: z.enum(['flow', 'stock', 'share', 'median']),
  /** What may be added up, and what stands behind a number. */
  addsSaid: z.string(),
  behind: z.string(),
  lines: z.enum(['ledger', 'pairs', 'lines']),
  splits: z.array(figuresBy),
});
export type MeasureView = z.output<typeof measureView>;

const periodOrRange = {
  /** A year, half, quarter or month; this year where neither it nor `from` is given. */
  period: periodCode.optional(),
  /** A range of one's own, both days included: for looking only. */
  from: day.optional(),
  to: day.optional(),
};
const rangeWhole = ({
  period,
  from,
  to,
}: {
  period?: unknown;
  from?: string | undefined;
  to?: string | undefined;
}) => (from === undefined) === (to === undefined) && !(period && from) && (from ?? '') <= (to ?? '');
const rangeFault = { path: ['from'], error: '自选起止日期应成对给出、先后有序，且不与统计期同时给出' };

const figuresView = z.strictObject({
  /** Null: a range of one's own. */
  period: periodCode.nullable(),
  first: z.string(),
  last: z.string(),
  frozen: z.boolean(),
  scope: scopeView,
  /** The figures as they were known at this instant; null: now. */
  asOf: z.string().nullable(),
  measures: z.array(measureView),
  total: figureValues,
  by: figuresBy,
  ...parts({ values: figureValues }),
  /** The months of a period; those to come have no values at all. */
  months: z.array(z.strictObject({ period: periodCode, values: figureValues })),
});
export type FiguresView = z.output<typeof figuresView>;

/** One line behind a number. */
const figureLine = z.strictObject({
  id: z.string(),
  measure: z.string(),
  /** What it is: 核实, 冲销, 推荐 … */
  what: z.string(),
  /** What it adds to the number, in the measure's unit; for a median the single value. */
  change: z.string(),
  happenedDay: z.string(),
  postedDay: z.string(),
  /** The month that it belongs to by date, where that was frozen already. */
  lateFor: z.string().nullable(),
  number: z.string().nullable(),
  title: z.string().nullable(),
  demandName: z.string().nullable(),
  supplyName: z.string().nullable(),
  supplyTitle: z.string().nullable(),
  area: z.string().nullable(),
  department: z.string().nullable(),
  firmArea: z.string().nullable(),
  /** Where the caller may open it; null: only what stands here. */
  engagementId: id.nullable(),
  meetingId: id.nullable(),
  listingId: id.nullable(),
  listingKind: kindCode.nullable(),
  /** Of the ledger: its place there. */
  seq: z.number().int().nullable(),
});
export type FigureLine = z.output<typeof figureLine>;

const tag = 'statistics';

export const readFigures = endpoint({
  method: 'GET',
  path: '/statistics/figures',
  tag,
  summary: '各项指标的数值：合计、分项、逐月，口径随数给出',
  action: 'statistics.read',
  query: z
    .strictObject({
      ...marketQuery,
      ...periodOrRange,
      ...scopeQuery,
      by: figuresBy.default('area'),
      asOf: instant.optional(),
    })
    .refine(rangeWhole, rangeFault),
  answer: figuresView,
});
export const listFigureLines = endpoint({
  method: 'GET',
  path: '/statistics/lines',
  tag,
  summary: '一个数字背后的每一条记录',
  action: 'statistics.entries',
  query: pageQuery
    .extend({
      measure: code,
      ...marketQuery,
      ...periodOrRange,
      ...scopeQuery,
      by: statisticsBy.optional(),
      /** The value of `by`; `none` for what has no code. */
      key: z.string().min(1).max(64).optional(),
      asOf: instant.optional(),
    })
    .refine(rangeWhole, rangeFault),
  answer: page(figureLine),
});

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
    ...marketQuery,
    ...scopeQuery,
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
    ...marketQuery,
    ...scopeQuery,
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
  query: z.strictObject({
    year,
    ...marketQuery,
    ...scopeQuery,
    /** As it was known at this instant. */
    asOf: instant.optional(),
  }),
  produces: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
