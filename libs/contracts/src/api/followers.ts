import { z } from 'zod';
import { endpoint } from './endpoint.js';

/** How far one follower of the log of facts is. */
const followerView = z.strictObject({
  follower: z.string(),
  /** Facts that it has not worked yet, held ones among them. */
  waiting: z.number().int(),
  /** Seconds since the oldest of them happened; null where all is worked. */
  behindSeconds: z.number().int().nullable(),
  /** Facts that could not be worked, and those of the same subject behind them. */
  held: z.number().int(),
  movedAt: z.string(),
  /** Why it gets on with nothing. */
  trouble: z.string().nullable(),
  troubleSince: z.string().nullable(),
});
export type FollowerView = z.output<typeof followerView>;

/** A fact that could not be worked. */
const heldFactView = z.strictObject({
  follower: z.string(),
  place: z.number().int(),
  fact: z.string(),
  subject: z.string(),
  occurredAt: z.string(),
  heldSince: z.string(),
  attempts: z.number().int(),
  reason: z.string(),
  nextAttemptAt: z.string(),
  /** Later facts of the same subject that wait for it. */
  behind: z.number().int(),
});
export type HeldFactView = z.output<typeof heldFactView>;

const followersView = z.strictObject({
  followers: z.array(followerView),
  /** Longest held first, at most 200. */
  held: z.array(heldFactView),
});

export const listFollowers = endpoint({
  method: 'GET',
  path: '/followers',
  tag: 'jobs',
  summary: '事实处理的进度，以及暂时处理不了的事实',
  action: 'follower.list',
  answer: followersView,
});
export const retryFact = endpoint({
  method: 'POST',
  path: '/followers/:follower/facts/:place/retry',
  tag: 'jobs',
  summary: '立即重试一条处理不了的事实',
  action: 'follower.retry',
  params: z.strictObject({
    follower: z.string().regex(/^[a-z]{1,40}$/),
    place: z.coerce.number().int().positive(),
  }),
  answer: followersView,
});
