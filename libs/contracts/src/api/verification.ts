import { z } from 'zod';
import { marketCode } from '../codes.js';
import { claimLineView } from './claims.js';
import { id, idParams, page, pageQuery, reason, text, yuan } from './common.js';
import { endpoint } from './endpoint.js';

/** Above the amount, flagged, of the random sample, or of the rest that nobody looks at. */
const sampleStratum = z.enum(['above', 'flagged', 'drawn', 'rest']);
export type SampleStratum = z.output<typeof sampleStratum>;

const sampleEstimate = z.strictObject({
  /** Of the random sample: looked at so far, and found wrong of these. */
  checked: z.number().int(),
  wrong: z.number().int(),
  /** Share of wrong ones with its 95 % Wilson interval; null before anything was looked at. */
  share: z.strictObject({ found: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Claims of the rest that nobody looked at, and how many of them are wrong by that interval. */
  unchecked: z.number().int(),
  wrongInRest: z.strictObject({ low: z.number().int(), high: z.number().int() }).nullable(),
});

const sampleView = z.strictObject({
  id,
  number: z.string(),
  market: marketCode,
  period: z.string(),
  first: z.string(),
  last: z.string(),
  /** Reporting area, code; null: all. */
  area: z.string().nullable(),
  /** Yuan from which every claim is looked at. */
  threshold: z.string(),
  percent: z.number().int(),
  seed: z.string(),
  populationSha256: z.string(),
  counts: z.strictObject({
    population: z.number().int(),
    above: z.number().int(),
    flagged: z.number().int(),
    drawn: z.number().int(),
    rest: z.number().int(),
  }),
  /** Looked at so far of all that are to be looked at, and found wrong of these. */
  checked: z.number().int(),
  wrong: z.number().int(),
  estimate: sampleEstimate,
  drawnBy: z.string(),
  drawnAt: z.string(),
});
export type SampleView = z.output<typeof sampleView>;

const sampledClaimView = claimLineView.extend({
  stratum: sampleStratum,
  verifiedAt: z.string(),
  verifiedBy: z.string(),
  /** Names of the rules that flag it. */
  flags: z.array(z.string()),
  /** Nobody has looked at it a second time yet, and the caller may: it was not the caller who verified it. */
  yoursToCheck: z.boolean(),
  finding: z
    .strictObject({
      outcome: z.enum(['upheld', 'wrong']),
      reason: z.string(),
      foundBy: z.string(),
      foundAt: z.string(),
    })
    .nullable(),
});
export type SampledClaimView = z.output<typeof sampledClaimView>;

const tag = 'verification';

export const drawSample = endpoint({
  method: 'POST',
  path: '/verification-samples',
  tag,
  summary: '抽取复核清单：达到金额的、有疑点的全部复核，其余按记录的种子随机抽取',
  action: 'sample.draw',
  body: z.strictObject({
    market: marketCode.default('software'),
    period: text(10),
    /** Null: all areas, for the city alone; an area's coordinators draw in their own. */
    area: text(20).nullable().default(null),
    threshold: yuan.default('1000000.00'),
    /** Of the rest, rounded up. */
    percent: z.number().int().min(1).max(100).default(10),
  }),
  answer: sampleView,
  status: 201,
});
export const listSamples = endpoint({
  method: 'GET',
  path: '/verification-samples',
  tag,
  summary: '复核清单',
  action: 'sample.read',
  query: pageQuery.extend({ period: text(10).optional(), market: marketCode.optional() }),
  answer: page(sampleView),
});
export const readSample = endpoint({
  method: 'GET',
  path: '/verification-samples/:id',
  tag,
  summary: '一次抽取及其结果',
  action: 'sample.read',
  params: idParams,
  answer: sampleView,
});
export const listSampledClaims = endpoint({
  method: 'GET',
  path: '/verification-samples/:id/claims',
  tag,
  summary: '要复核的申报',
  action: 'sample.read',
  params: idParams,
  query: pageQuery,
  answer: page(sampledClaimView),
});
export const samplePopulation = endpoint({
  method: 'GET',
  path: '/verification-samples/:id/population',
  tag,
  summary: '抽样总体（每行：申报编号 金额 是否有疑点），任何人可据此重新抽取',
  action: 'sample.read',
  params: idParams,
  produces: 'text/plain; charset=utf-8',
});
export const checkSampled = endpoint({
  method: 'POST',
  path: '/verification-samples/:id/check',
  tag,
  summary: '记录复核结论；不属实的同时冲销',
  action: 'sample.check',
  params: idParams,
  body: z.strictObject({ claimId: id, outcome: z.enum(['upheld', 'wrong']), reason }),
  answer: sampledClaimView,
});

const count = z.number().int().min(1).max(100_000);
/** What the rules for a second look go by; data, not code. */
const flagParameters = z.strictObject({
  burst: z.strictObject({
    on: z.boolean(),
    /** Last days of a month. */
    days: z.number().int().min(1).max(28),
    factor: z.number().min(1).max(100),
    least: count,
  }),
  many: z.strictObject({ on: z.boolean(), share: z.number().min(0.01).max(1), least: count }),
  shared: z.strictObject({
    on: z.boolean(),
    /** Domains of mail that anybody may have. */
    publicDomains: z.array(text(100)).max(200),
  }),
  together: z.strictObject({
    on: z.boolean(),
    /** Between the two imports, and between claim and confirmation. */
    importMinutes: count,
    confirmMinutes: count,
  }),
  noContract: z.strictObject({ on: z.boolean(), days: z.number().int().min(1).max(3650) }),
});
export type FlagParameters = z.output<typeof flagParameters>;
const flagRuleName = z.enum(['burst', 'many', 'shared', 'together', 'noContract']);
export type FlagRuleName = z.output<typeof flagRuleName>;

const flagView = claimLineView.extend({
  id,
  rule: flagRuleName,
  /** What the rule saw. */
  evidence: z.record(z.string(), z.unknown()),
  raisedAt: z.string(),
  settled: z
    .strictObject({
      outcome: z.enum(['explained', 'confirmed']),
      reason: z.string(),
      settledBy: z.string(),
      settledAt: z.string(),
    })
    .nullable(),
});
export type FlagView = z.output<typeof flagView>;

export const listFlags = endpoint({
  method: 'GET',
  path: '/verification-flags',
  tag,
  summary: '疑点：供人核查，不影响任何统计数字',
  action: 'flag.read',
  query: pageQuery.extend({ open: z.stringbool().optional(), rule: flagRuleName.optional() }),
  answer: page(flagView),
});
export const settleFlag = endpoint({
  method: 'POST',
  path: '/verification-flags/:id/settle',
  tag,
  summary: '记录疑点的核查结论',
  action: 'flag.settle',
  params: idParams,
  body: z.strictObject({ outcome: z.enum(['explained', 'confirmed']), reason }),
  answer: flagView,
});

const flagRulesView = z.strictObject({
  /** 0: as shipped. */
  version: z.number().int(),
  parameters: flagParameters,
  reason: z.string().nullable(),
  madeBy: z.string().nullable(),
  madeAt: z.string().nullable(),
});
export const readFlagRules = endpoint({
  method: 'GET',
  path: '/verification-flag-rules',
  tag,
  summary: '疑点规则的参数',
  action: 'flag.read',
  answer: flagRulesView,
});
export const changeFlagRules = endpoint({
  method: 'POST',
  path: '/verification-flag-rules',
  tag,
  summary: '修改疑点规则的参数（新版本，说明理由）',
  action: 'flag.rules',
  body: z.strictObject({ parameters: flagParameters, reason }),
  answer: flagRulesView,
  status: 201,
});
