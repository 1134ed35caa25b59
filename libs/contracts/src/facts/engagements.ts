import { z } from 'zod';
import { day, instant, yuan } from '../api/common.js';
import { marketCode } from '../codes.js';
import { factParty, level, uuid } from './common.js';

const engagementCommon = {
  engagementId: uuid,
  number: z.string(),
  market: marketCode,
  demandListingId: uuid,
  demandNumber: z.string(),
  demandTitle: z.string(),
  supplyListingId: uuid,
  supplyNumber: z.string(),
  supplyTitle: z.string(),
  demand: factParty,
  supply: factParty,
  /** Primary field and chain of the demand then; all chains beside. */
  field: z.string().nullable(),
  chain: z.string().nullable(),
  chains: z.array(z.string()),
  /** The product is a recognised first-version product on that day. */
  firstVersion: z.boolean(),
};
/**
 * Place of a fact among the verified and reversed steps of its pair: 1, 2, 3 … without gaps. Who counts waits for the
 * one before, so that any order of delivery gives the same figures.
 */
const sequence = z.number().int().positive();
const engagementOpened = z.strictObject({
  name: z.literal('engagement.opened'),
  ...engagementCommon,
  side: z.enum(['demand', 'supply']),
  day,
});
/** The side that had not declared intent answers for the first time: by its own intent, or by turning it down. */
const engagementAnswered = z.strictObject({
  name: z.literal('engagement.answered'),
  ...engagementCommon,
  side: z.enum(['demand', 'supply']),
  answer: z.enum(['accepted', 'declined']),
  /** The day of the intent that is answered. */
  openedDay: day,
  day,
});
const factSide = z.enum(['demand', 'supply']);
/** A step of a claim that counts nothing: what those who are told of it need. */
const claimStep = {
  claimId: uuid,
  engagementId: uuid,
  number: z.string(),
  level,
  /** The side that claims. */
  side: factSide,
  market: marketCode,
  demandListingId: uuid,
  demandTitle: z.string(),
  supplyTitle: z.string(),
  demandId: uuid,
  firmId: uuid,
  /** Reporting area that owns the match, code. */
  area: z.string().nullable(),
  day,
};
const claimClaimed = z.strictObject({ name: z.literal('claim.claimed'), ...claimStep, dueOn: day });
const claimConfirmed = z.strictObject({ name: z.literal('claim.confirmed'), ...claimStep });
/** The other side did not confirm; the code is of the dictionary refusalReasons. */
const claimDeclined = z.strictObject({
  name: z.literal('claim.declined'),
  ...claimStep,
  code: z.string(),
  reason: z.string().nullable(),
});
const claimWithdrawn = z.strictObject({
  name: z.literal('claim.withdrawn'),
  ...claimStep,
  reason: z.string(),
});
const claimRejected = z.strictObject({ name: z.literal('claim.rejected'), ...claimStep, reason: z.string() });
const claimDisputed = z.strictObject({
  name: z.literal('claim.disputed'),
  ...claimStep,
  by: z.enum(['demand', 'supply', 'coordinator']),
  reason: z.string(),
});
/** Nobody has answered yet, and the last day for it comes near. */
const claimDue = z.strictObject({
  name: z.literal('claim.due'),
  ...claimStep,
  dueOn: day,
  daysLeft: z.number().int().nonnegative(),
});
/** Nobody answered by the last day. */
const claimExpired = z.strictObject({ name: z.literal('claim.expired'), ...claimStep, dueOn: day });
/** A side turned the whole engagement down; the code is of the dictionary declineReasons. */
const engagementDeclined = z.strictObject({
  name: z.literal('engagement.declined'),
  ...engagementCommon,
  side: factSide,
  code: z.string(),
  reason: z.string().nullable(),
  day,
});
/** A coordinator verified a level: the only fact that makes a ledger entry grow the count. */
const claimVerified = z.strictObject({
  name: z.literal('claim.verified'),
  ...engagementCommon,
  claimId: uuid,
  sequence,
  level,
  /** online or meeting */ channel: z.enum(['online', 'meeting']),
  amount: yuan.nullable(),
  verifiedAt: instant,
  day,
  verifierId: uuid,
  bodyId: uuid,
});
/** A verified step was wrong: the ledger gets a reversing entry. */
const claimReversed = z.strictObject({
  name: z.literal('claim.reversed'),
  claimId: uuid,
  engagementId: uuid,
  sequence,
  level,
  market: marketCode,
  demandListingId: uuid,
  firmId: uuid,
  reason: z.string(),
  reversedAt: instant,
  day,
  reverserId: uuid,
});

/** A rule raised something for a person to look at; it changes no count. */
const claimFlagged = z.strictObject({
  name: z.literal('claim.flagged'),
  ...claimStep,
  flagId: uuid,
  rule: z.string(),
});
/** Claims were drawn for a second look. */
const sampleDrawn = z.strictObject({
  name: z.literal('sample.drawn'),
  sampleId: uuid,
  number: z.string(),
  period: z.string(),
  area: z.string().nullable(),
  population: z.number().int().positive(),
  above: z.number().int(),
  flagged: z.number().int(),
  drawn: z.number().int(),
  rest: z.number().int(),
  day,
});
/** What a second person found of one of them; what is wrong is reversed by its own fact beside this one. */
const sampleChecked = z.strictObject({
  name: z.literal('sample.checked'),
  ...claimStep,
  sampleId: uuid,
  sampleNumber: z.string(),
  stratum: z.enum(['above', 'flagged', 'drawn', 'rest']),
  outcome: z.enum(['upheld', 'wrong']),
  reason: z.string(),
  /** Department of the demand side, code. */
  department: z.string().nullable(),
  field: z.string().nullable(),
  chain: z.string().nullable(),
  firmArea: z.string().nullable(),
});

/** Of engagements, their claims, and second looks at these. */
export const engagementsTold = [
  engagementOpened,
  engagementAnswered,
  claimClaimed,
  claimConfirmed,
  claimDeclined,
  claimWithdrawn,
  claimRejected,
  claimDisputed,
  claimDue,
  claimExpired,
  engagementDeclined,
  claimVerified,
  claimReversed,
  claimFlagged,
  sampleDrawn,
  sampleChecked,
] as const;
