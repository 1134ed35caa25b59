import { z } from 'zod';
import type { DictionaryName } from '../dictionaries/index.js';
import { code, day, text, yuan } from './common.js';

/**
 * A code of a dictionary. Only its form is checked here: a city adds and retires entries in its database, so whether
 * the code exists is asked there (`listing.unknown_code`, naming the value), for every field of `codedFields`.
 */
const listed = (name: DictionaryName) =>
  code.meta({ description: `字典 ${name} 的代码，见 /api/v1/dictionaries/${name}` });
const codes = (name: DictionaryName, max = 20) =>
  z
    .array(listed(name))
    .max(max, { error: `最多${max}项` })
    .overwrite((all) => [...new Set(all)]);
const optional = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** Exact fen of a well-formed amount; undefined for what is none (its own error says so). */
function fenOf(amount: string): bigint | undefined {
  const parts = /^(\d{1,14})(?:\.(\d{1,2}))?$/.exec(amount);
  return parts ? BigInt(parts[1] ?? '0') * 100n + BigInt((parts[2] ?? '').padEnd(2, '0')) : undefined;
}

/** Yuan, always written with two decimals: `120000` becomes `120000.00`. */
const money = yuan.overwrite((amount) => {
  const fen = fenOf(amount);
  return fen === undefined ? amount : `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
});

/** Personal data: shown to the other side only after intent, never in a published list. */
export const contact = z.strictObject({
  name: text(50, 0).default(''),
  phone: z
    .string()
    .trim()
    .regex(/^[0-9+\-() 转]{0,40}$/, { error: '电话只能含数字、+、-、括号和“转”，最多40个字符' })
    .default(''),
  email: z
    .string()
    .trim()
    .max(120, { error: '最多120个字' })
    .regex(/^$|^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/, { error: '应为有效的电子邮箱，形如 name@example.com' })
    .default(''),
});
export type Contact = z.output<typeof contact>;
const noContact: Contact = { name: '', phone: '', email: '' };

export const scenarioShape = z.strictObject({
  title: text(120),
  /** The first is the primary one, under which a match is counted. */
  fields: codes('fields', 5).default([]),
  chains: codes('chains', 5).default([]),
  needs: text(10_000),
  technicalIndicators: text(10_000, 0).default(''),
  /** Yuan as text; 万元 is what people read. */
  budgetMin: optional(money),
  budgetMax: optional(money),
  /** Reporting area; the organisation's where it is left out. */
  area: optional(listed('areas')),
  plannedStart: optional(day),
  plannedEnd: optional(day),
  mode: optional(listed('modes')),
  department: optional(listed('departments')),
  prefersFirstVersion: z.boolean().default(false),
  requiredPlatforms: codes('platforms').default([]),
  /** Only firms of the same reporting area are wanted. */
  localOnly: z.boolean().default(false),
  visibility: listed('visibilities').default('public'),
  validUntil: optional(day),
  contact: contact.default(noContact),
});

/** Adds an error at `path` where `high` comes before `low`. */
function ordered<T extends string | bigint>(
  context: z.RefinementCtx,
  [low, high]: readonly [T | null | undefined, T | null | undefined],
  path: string,
  value: string | null,
  message: string,
): void {
  if (low == null || high == null || low <= high) return;
  context.addIssue({ code: 'custom', path: [path], message, input: value });
}

const fenOrNone = (amount: string | null) => (amount === null ? undefined : fenOf(amount));

export const scenarioContent = scenarioShape.superRefine((s, context) => {
  const { budgetMin, budgetMax, plannedStart, plannedEnd } = s;
  ordered(
    context,
    [fenOrNone(budgetMin), fenOrNone(budgetMax)],
    'budgetMax',
    budgetMax,
    `预算上限不应小于下限（${budgetMin}元）`,
  );
  ordered(
    context,
    [plannedStart, plannedEnd],
    'plannedEnd',
    plannedEnd,
    `计划结束日期不应早于开始日期（${plannedStart}）`,
  );
});
export type ScenarioContent = z.output<typeof scenarioContent>;

export const firstVersion = z
  .strictObject({
    level: listed('firstVersionLevels'),
    year: z
      .int({ error: '应为整数年份，形如 2026' })
      .min(2000, { error: '年份应在2000至2100之间' })
      .max(2100, { error: '年份应在2000至2100之间' }),
    documentNo: text(120),
    validFrom: day,
    validTo: day,
  })
  .superRefine((f, context) =>
    ordered(
      context,
      [f.validFrom, f.validTo],
      'validTo',
      f.validTo,
      `首版次有效期止不应早于有效期起（${f.validFrom}）`,
    ),
  );
export type FirstVersion = z.output<typeof firstVersion>;

const count = (max: number) =>
  z
    .int({ error: '应为整数' })
    .min(0, { error: '不应小于0' })
    .max(max, { error: `不应大于${max}` })
    .default(0);

/** Without the checks across fields; what an answer looks like. */
export const capabilityShape = z.strictObject({
  product: text(120),
  version: text(40, 0).default(''),
  productClass: optional(listed('productClasses')),
  fields: codes('fields', 10).default([]),
  /** Industries it is made for. */
  industries: codes('industries', 20).default([]),
  chains: codes('chains', 20).default([]),
  functions: text(10_000),
  /** Patents, standards, awards, indicators. */
  advancement: text(10_000, 0).default(''),
  patents: count(100_000),
  standards: count(10_000),
  awards: count(10_000),
  /** What it usually costs from, in yuan; weighed against a scenario's budget. */
  referencePrice: optional(money),
  copyrightNo: text(60, 0).default(''),
  adaptedPlatforms: codes('platforms').default([]),
  certificates: text(2000, 0).default(''),
  cases: text(10_000, 0).default(''),
  firstVersion: optional(firstVersion),
  /** Reporting area; the firm's where it is left out. */
  area: optional(listed('areas')),
  visibility: listed('visibilities').default('public'),
  validUntil: optional(day),
  contact: contact.default(noContact),
});
export const capabilityContent = capabilityShape;
export type CapabilityContent = z.output<typeof capabilityContent>;

/** Which fields hold codes of which dictionary; pointers are below the content. */
export const codedFields = {
  scenario: {
    fields: 'fields',
    chains: 'chains',
    area: 'areas',
    mode: 'modes',
    department: 'departments',
    requiredPlatforms: 'platforms',
    visibility: 'visibilities',
  },
  capability: {
    productClass: 'productClasses',
    fields: 'fields',
    industries: 'industries',
    chains: 'chains',
    adaptedPlatforms: 'platforms',
    'firstVersion/level': 'firstVersionLevels',
    area: 'areas',
    visibility: 'visibilities',
  },
} as const satisfies Record<'scenario' | 'capability', Record<string, DictionaryName>>;
