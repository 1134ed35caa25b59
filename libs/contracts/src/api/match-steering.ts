import { z } from 'zod';
import { marketCode } from '../codes.js';
import {
  code,
  day,
  id,
  idParams,
  jobStarted,
  mostShown,
  page,
  pageQuery,
  reason,
  reasonBody,
} from './common.js';
import { endpoint } from './endpoint.js';
import { decisionKind, listingHead, nearView } from './matching.js';

const decisionView = z.strictObject({
  id,
  kind: decisionKind,
  market: marketCode,
  demand: listingHead,
  supply: listingHead,
  reason: z.string(),
  /** Its last day. */
  until: day,
  /** In force today. */
  inForce: z.boolean(),
  madeBy: z.string(),
  madeAt: z.string(),
  endedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  endReason: z.string().nullable(),
});
export type DecisionView = z.output<typeof decisionView>;

export const listDecisions = endpoint({
  method: 'GET',
  path: '/match-decisions',
  tag: 'matches',
  summary: '置顶与屏蔽',
  action: 'match.pin',
  query: pageQuery.extend({ demand: id.optional(), inForce: z.stringbool().optional() }),
  answer: page(decisionView),
});
export const makeDecision = endpoint({
  method: 'POST',
  path: '/match-decisions',
  tag: 'matches',
  summary: '置顶或屏蔽一对匹配',
  action: 'match.pin',
  status: 201,
  body: z.strictObject({ demandListingId: id, supplyListingId: id, kind: decisionKind, reason, until: day }),
  answer: decisionView,
});
export const endDecision = endpoint({
  method: 'POST',
  path: '/match-decisions/:id/end',
  tag: 'matches',
  summary: '提前结束置顶或屏蔽',
  action: 'match.pin',
  params: idParams,
  body: reasonBody,
  answer: decisionView,
});

/** Points that each of a market's rules can give, by the rule's name; together 100. */
const ruleWeights = z.record(z.string().max(40), z.number().min(0).max(100));
export type RuleWeights = Readonly<z.output<typeof ruleWeights>>;

/** The platform's centre where none is named. */
const ofMarket = marketCode.default('software');

const weightsView = z.strictObject({
  market: marketCode,
  /** From 1 in each market; 1 came with the platform. */
  version: z.number().int(),
  rules: z.array(
    z.strictObject({ rule: z.string(), label: z.string(), about: z.string(), most: z.number() }),
  ),
  source: z.enum(['built_in', 'manual', 'learned']),
  note: z.string(),
  madeBy: z.string().nullable(),
  madeAt: z.string(),
  active: z.boolean(),
  /** When it was last put in force, and why. */
  adoptedAt: z.string().nullable(),
  adoptionReason: z.string().nullable(),
  /** Learned versions: what was learned from, and how it did on what it had not seen. */
  evidence: z.record(z.string(), z.union([z.number(), z.string()])).nullable(),
  /** Learned versions: pairs of words, what a need says and what the products that were taken say. */
  associations: z.array(z.strictObject({ need: z.string(), product: z.string(), weight: z.number() })),
});
export type WeightsView = z.output<typeof weightsView>;

export const listWeights = endpoint({
  method: 'GET',
  path: '/match-weights',
  tag: 'matches',
  summary: '匹配规则与分值（各版本）',
  action: 'match.readWeights',
  query: z.strictObject({ market: ofMarket }),
  answer: z.strictObject({
    /** Points from which a match counts as suitable. */
    suitable: z.number(),
    items: z.array(weightsView).max(mostShown),
  }),
});
export const makeWeights = endpoint({
  method: 'POST',
  path: '/match-weights',
  tag: 'matches',
  summary: '提出一版规则分值',
  action: 'match.weights',
  status: 201,
  body: z.strictObject({ market: ofMarket, most: ruleWeights, note: reason }),
  answer: weightsView,
});
/** Puts a version in force, also an earlier one again, and starts a full run. */
export const adoptWeights = endpoint({
  method: 'POST',
  path: '/match-weights/:version/adopt',
  tag: 'matches',
  summary: '启用一版规则分值并重新匹配',
  action: 'match.weights',
  params: z.strictObject({ version: z.coerce.number().int().min(1).max(2147483647) }),
  status: 202,
  body: reasonBody.extend({ market: ofMarket }),
  answer: jobStarted.extend({ weights: weightsView }),
});

/** Most groups of a list; words of a group, of which there are two at least; characters of a word. */
export const synonymLimits = { groups: 2000, words: 20, characters: 40 } as const;

const synonymsHead = z.strictObject({
  /** From 0, which came with the platform; the newest is in force. */
  version: z.number().int(),
  groupCount: z.number().int(),
  wordCount: z.number().int(),
  note: z.string(),
  madeBy: z.string().nullable(),
  madeAt: z.string().nullable(),
  inForce: z.boolean(),
});
export type SynonymsHead = z.output<typeof synonymsHead>;

/** A group a meaning, words normalised. */
const synonymsView = synonymsHead.extend({ groups: z.array(z.array(z.string())) });
export type SynonymsView = z.output<typeof synonymsView>;

export const readSynonyms = endpoint({
  method: 'GET',
  path: '/match-synonyms',
  tag: 'matches',
  summary: '现行同义词',
  action: 'match.readSynonyms',
  answer: synonymsView,
});
/** Puts a further version in force and starts a full run. `If-Match`: the version that it was made from. */
export const makeSynonyms = endpoint({
  method: 'POST',
  path: '/match-synonyms',
  tag: 'matches',
  summary: '启用一版同义词并重新匹配',
  action: 'match.synonyms',
  status: 202,
  versioned: true,
  body: z.strictObject({ groups: z.array(z.array(z.string())), note: reason }),
  answer: jobStarted.extend({ synonyms: synonymsHead }),
});
export const listSynonyms = endpoint({
  method: 'GET',
  path: '/match-synonyms/versions',
  tag: 'matches',
  summary: '同义词历次版本',
  action: 'match.readSynonyms',
  query: pageQuery,
  answer: page(synonymsHead),
});
const synonymsVersion = z.strictObject({ version: z.coerce.number().int().min(0).max(2147483647) });
export const readSynonymsVersion = endpoint({
  method: 'GET',
  path: '/match-synonyms/versions/:version',
  tag: 'matches',
  summary: '一版同义词',
  action: 'match.readSynonyms',
  params: synonymsVersion,
  answer: synonymsView,
});
/** As a further version with the groups of that one; starts a full run. */
export const restoreSynonyms = endpoint({
  method: 'POST',
  path: '/match-synonyms/versions/:version/restore',
  tag: 'matches',
  summary: '恢复一版同义词并重新匹配',
  action: 'match.synonyms',
  params: synonymsVersion,
  status: 202,
  body: reasonBody,
  answer: jobStarted.extend({ synonyms: synonymsHead }),
});

const gapView = z.strictObject({
  demand: listingHead,
  fields: z.array(z.string()),
  chains: z.array(z.string()),
  department: z.string().nullable(),
  publishedAt: z.string(),
  /** Points of the best that may be proposed; null where there is none. */
  best: z.number().nullable(),
  nearest: z.array(nearView),
});
export type GapView = z.output<typeof gapView>;
const gapFilter = { market: ofMarket, field: code.optional(), chain: code.optional(), area: code.optional() };

export const listGaps = endpoint({
  method: 'GET',
  path: '/match-gaps',
  tag: 'matches',
  summary: '缺口清单：尚无适合供给的需求',
  action: 'match.gaps',
  query: pageQuery.extend(gapFilter),
  answer: page(gapView),
});
const gapCount = z.strictObject({
  key: z.string(),
  label: z.string(),
  gaps: z.number().int(),
  demands: z.number().int(),
});
export const gapFigures = endpoint({
  method: 'GET',
  path: '/match-gaps/figures',
  tag: 'matches',
  summary: '缺口按产业链、领域、区域',
  action: 'match.gaps',
  query: z.strictObject({ market: ofMarket }),
  answer: z.strictObject({
    market: marketCode,
    suitable: z.number(),
    demands: z.number().int(),
    gaps: z.number().int(),
    /** Published demands that no run has looked at yet: neither gap nor served. */
    unmatched: z.number().int(),
    byChain: z.array(gapCount),
    byField: z.array(gapCount),
    byArea: z.array(gapCount),
  }),
});
export type GapFigures = z.output<NonNullable<typeof gapFigures.answer>>;
export const gapWorkbook = endpoint({
  method: 'GET',
  path: '/match-gaps.xlsx',
  tag: 'matches',
  summary: '缺口清单（.xlsx）',
  action: 'match.gaps',
  heavy: true,
  limit: 'export',
  query: z.strictObject(gapFilter),
  produces: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
