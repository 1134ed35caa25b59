import { z } from 'zod';
import { marketCode } from '../codes.js';
import { type KindCode, kinds, perKind } from '../listing/kinds.js';
import { conditionCodes } from '../listing/market.js';
import { day, id, idParams, jobStarted, page, pageQuery } from './common.js';
import { endpoint } from './endpoint.js';
import { engagementView } from './engagements.js';

/** A stretch of a listing's text, in UTF-16 code units of the text as published: `text.slice(start, end)`. */
const markView = z.strictObject({
  side: z.enum(['demand', 'supply']),
  field: z.string(),
  start: z.number().int(),
  end: z.number().int(),
});
export type MarkView = z.output<typeof markView>;

const reasonView = z.strictObject({
  rule: z.string(),
  label: z.string(),
  /** One decimal; what the rule gave, and the most it can give. */
  points: z.number(),
  most: z.number(),
  text: z.string(),
  words: z.array(z.string()),
  /** Where the words stand in both texts. */
  marks: z.array(markView),
});
export type ReasonView = z.output<typeof reasonView>;

/** One of the things that a demand asks for, and what the supply says to it. */
const askView = z.strictObject({
  /** A sentence or clause of the demand's text, and the field that it stands in. */
  field: z.string(),
  text: z.string(),
  /** By words alone: `unmet` says that the supply's texts do not speak of it, not that it could not do it. */
  state: z.enum(['met', 'partly', 'unmet']),
  words: z.array(z.string()),
  /** Words of the ask that the supply does not speak of, weightiest first. */
  lacking: z.array(z.string()),
  /** The clause of the supply's texts that says most of it. */
  evidence: z.strictObject({ field: z.string(), label: z.string(), text: z.string() }).nullable(),
});
export type AskView = z.output<typeof askView>;

/** A listing as others mention it. */
export const listingHead = z.strictObject({
  id,
  number: z.string(),
  title: z.string(),
  organisation: z.string(),
  area: z.string().nullable(),
});

/** Permanent codes of hard conditions. */
const exclusionCode = z.enum([...conditionCodes, 'blocked']);
export type ExclusionCode = z.output<typeof exclusionCode>;
const exclusionView = z.strictObject({ code: exclusionCode, text: z.string() });

export const decisionKind = z.enum(['pin', 'block']);

const foldedView = z.strictObject({ supply: listingHead, score: z.number() });

const engagementHead = engagementView.pick({
  id: true,
  number: true,
  state: true,
  level: true,
  intent: true,
  declinedBy: true,
});

const matchView = z.strictObject({
  market: marketCode,
  demand: listingHead,
  supply: listingHead,
  firmId: id,
  /** 0–100, one decimal; the reasons' points add up to it. */
  score: z.number(),
  reasons: z.array(reasonView),
  /** What the demand asks for one by one, in its order. */
  asks: z.array(askView),
  suitable: z.boolean(),
  /** A coordinator put it first; the reason is the coordinators' own. */
  pinned: z.strictObject({ id, reason: z.string().nullable(), until: day }).nullable(),
  /** Places that the first-version preference moved it up. */
  moved: z.number().int(),
  /** Further supplies of the same firm, beyond what it may hold among the first twenty. */
  folded: z.array(foldedView),
  /** What the demand's owner and the firm have with each other about this supply, where the caller may see it. */
  engagement: engagementHead.nullable(),
  /** The same where it is about another supply of the firm: one engagement per (demand, firm). */
  elsewhere: engagementHead.extend({ supplyListing: engagementView.shape.supplyListing }).nullable(),
  runId: id.nullable(),
  matchedAt: z.string(),
});
export type MatchAnswer = z.output<typeof matchView>;

/** `off`: no such server is named. `away`: it did not answer in time, and the list stands without it. */
const aidState = z.enum(['off', 'on', 'away']);
/** What had a part in a list beside words: meanings by an embeddings server, the first places by a reranking server. */
const aidsView = z.strictObject({ meaning: aidState, reranked: aidState });

/** A supply that comes near a demand, and why it is not on the list. */
export const nearView = z.strictObject({
  supply: listingHead,
  score: z.number(),
  excluded: exclusionView.nullable(),
  /** What it lacks: words of the demand, weightiest first. */
  lacking: z.array(z.string()),
  /** What the demand asks for one by one, in its order. */
  asks: z.array(askView),
});

const matchesOf = (kind: KindCode) => {
  const { path, label } = kinds[kind].definition;
  return endpoint({
    method: 'GET',
    path: `/${path}/:id/matches`,
    tag: 'matches',
    summary: `${label.zh}的推荐匹配`,
    action: 'match.read',
    params: idParams,
    query: pageQuery,
    answer: page(matchView).extend({
      /** Of a demand for which nothing is proposed: what comes nearest and what it lacks, three at most. */
      nearest: z.array(nearView),
      /** Which servers helped to rank a demand's list. */
      aids: aidsView.nullable(),
    }),
  });
};
/** The matches of each kind's listings, by the kind's code. */
export const matchRoutes = perKind(matchesOf);

const textView = z.strictObject({ field: z.string(), label: z.string(), text: z.string() });
export const explainMatch = endpoint({
  method: 'GET',
  path: '/matches/explain',
  tag: 'matches',
  summary: '任意一对的得分与理由',
  action: 'match.explain',
  query: z.strictObject({ demand: id, supply: id }),
  answer: z.strictObject({
    market: marketCode,
    demand: listingHead,
    supply: listingHead,
    score: z.number(),
    reasons: z.array(reasonView),
    /** What the text rule's points rest on, by field of the supply; they add up to them. */
    fields: z.array(z.strictObject({ field: z.string(), label: z.string(), points: z.number() })),
    /** The hard condition that keeps the pair apart. */
    excluded: exclusionView.nullable(),
    proposed: z.boolean(),
    /** From 1 among the demand's matches; null where it is not among them. */
    place: z.number().int().nullable(),
    /** Why it stands where it stands, or why it is not on the list. */
    verdict: z.string(),
    /** Words of the demand that the supply does not speak of, weightiest first. */
    lacking: z.array(z.string()),
    /** What the demand asks for one by one, in its order. */
    asks: z.array(askView),
    texts: z.strictObject({ demand: z.array(textView), supply: z.array(textView) }),
    /** The reason is the coordinators' own. */
    decision: z
      .strictObject({ id, kind: decisionKind, reason: z.string().nullable(), until: day })
      .nullable(),
    /** Whether servers helped the words that the demand's list was ranked by. */
    aids: aidsView,
  }),
});
export type Explanation = z.output<NonNullable<typeof explainMatch.answer>>;

const runView = z.strictObject({
  id,
  market: marketCode,
  state: z.enum(['waiting', 'running', 'cancelling', 'cancelled', 'completed', 'failed']),
  requestedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  demands: z.number().int(),
  supplies: z.number().int(),
  done: z.number().int(),
  pairs: z.number().int(),
  /** Distinct (demand, firm) pairs: level 0. */
  firmPairs: z.number().int(),
  /** Pieces that workers share out among them. */
  chunks: z.number().int(),
  chunksDone: z.number().int(),
  /** Places that the first-version preference moved supplies up, in all. */
  firstVersionMoves: z.number().int(),
  pinned: z.number().int(),
  blocked: z.number().int(),
  /** Demands left without a suitable supply. */
  gaps: z.number().int(),
  weightsVersion: z.number().int().nullable(),
  /** 0: those that came with the platform. */
  synonymsVersion: z.number().int().nullable(),
  /** off, on, or why the texts' meanings could not be compared. */
  meaning: z.string(),
  error: z.string().nullable(),
  job: z.strictObject({ id: z.string(), href: z.string() }).nullable(),
});
export const startRun = endpoint({
  method: 'POST',
  path: '/match-runs',
  tag: 'matches',
  summary: '全量匹配',
  action: 'match.run',
  status: 202,
  /** The platform's centre where none is named. */
  body: z.strictObject({ market: marketCode.default('software') }).optional(),
  answer: jobStarted.extend({ run: runView }),
});
export const listRuns = endpoint({
  method: 'GET',
  path: '/match-runs',
  tag: 'matches',
  summary: '匹配任务',
  action: 'match.readRun',
  query: pageQuery.extend({ market: marketCode.optional() }),
  answer: page(runView),
});
export const readRun = endpoint({
  method: 'GET',
  path: '/match-runs/:id',
  tag: 'matches',
  summary: '查看匹配任务',
  action: 'match.readRun',
  params: idParams,
  answer: runView,
});
export const cancelRun = endpoint({
  method: 'POST',
  path: '/match-runs/:id/cancel',
  tag: 'matches',
  summary: '取消匹配任务',
  action: 'match.cancelRun',
  params: idParams,
  body: z.strictObject({}).optional(),
  answer: runView,
});
