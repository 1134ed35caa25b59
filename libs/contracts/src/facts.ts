import { z } from 'zod';
import { day, instant, yuan } from './api/common.js';
import { decisionKind } from './api/matching.js';
import { kindCode, marketCode } from './codes.js';

const uuid = z.uuid();
/** The organisation as it was at that moment. */
export const factParty = z.strictObject({
  organisationId: uuid,
  uscc: z.string().length(18),
  name: z.string(),
  /** Reporting area, code. */
  area: z.string().nullable(),
  /** Supervising department, code. */
  department: z.string().nullable(),
});

const listingCodes = {
  listingId: uuid,
  number: z.string(),
  revision: z.number().int().positive(),
  organisationId: uuid,
  area: z.string().nullable(),
  department: z.string().nullable(),
  fields: z.array(z.string()),
  chains: z.array(z.string()),
};

/** A revision came into force: first publication or an approved edit. */
const listingPublished = z.strictObject({
  name: z.literal('listing.published'),
  kind: kindCode,
  ...listingCodes,
});
/** Withdrawn or expired: nothing of it is in force any more. */
const listingWithdrawn = z.strictObject({
  name: z.literal('listing.withdrawn'),
  kind: kindCode,
  ...listingCodes,
  cause: z.enum(['withdrawn', 'expired']),
  reason: z.string(),
});
const organisationApproved = z.strictObject({
  name: z.literal('organisation.approved'),
  party: factParty,
  kinds: z.array(z.enum(['user', 'firm'])),
});
/** An approved change: what the public reads of it is different from now on. */
const organisationChanged = z.strictObject({
  name: z.literal('organisation.changed'),
  changeId: uuid,
  before: factParty,
  party: factParty,
  kinds: z.array(z.enum(['user', 'firm'])),
  fields: z.array(z.string()).min(1),
});
/** A suspension was lifted: everything of it is in force again. */
const organisationRestored = z.strictObject({
  name: z.literal('organisation.restored'),
  organisationId: uuid,
  reason: z.string(),
});
const organisationSuspended = z.strictObject({
  name: z.literal('organisation.suspended'),
  organisationId: uuid,
  reason: z.string(),
});
const editionFact = {
  editionId: uuid,
  kind: kindCode,
  issuerId: uuid,
  number: z.number().int().positive(),
  year: z.number().int(),
  revision: z.number().int().positive(),
  sha256: z.string(),
  items: z.number().int(),
};
const editionPublished = z.strictObject({ name: z.literal('edition.published'), ...editionFact });
const editionAmended = z.strictObject({
  name: z.literal('edition.amended'),
  ...editionFact,
  reason: z.string(),
});
const editionWithdrawn = z.strictObject({
  name: z.literal('edition.withdrawn'),
  ...editionFact,
  reason: z.string(),
});

/** An import was taken back as a whole: what it had made is withdrawn, what it had changed is as it was. */
const importUndone = z.strictObject({
  name: z.literal('import.undone'),
  importId: uuid,
  kind: kindCode,
  withdrawn: z.number().int(),
  restored: z.number().int(),
  reason: z.string(),
});

/** Somebody asked for a full matching: its run waits for a job. */
const runRequested = z.strictObject({ name: z.literal('match.requested'), runId: uuid });

/** Distinct (demand, firm) pairs of a market that a run proposed for the first time in that month: level 0. At most 1,000 a fact. */
const pairsProposed = z.strictObject({
  name: z.literal('match.proposed'),
  market: marketCode,
  runId: uuid,
  day,
  pairs: z
    .array(
      z.strictObject({
        demandListingId: uuid,
        firmId: uuid,
        area: z.string().nullable(),
        department: z.string().nullable(),
        firmArea: z.string().nullable(),
        field: z.string().nullable(),
        chain: z.string().nullable(),
      }),
    )
    .min(1)
    .max(1000),
});

/** A coordinator pinned or blocked a pair, or that has come to its end: its demand is to be matched anew. */
const pairDecided = z.strictObject({
  name: z.literal('match.decided'),
  decisionId: uuid,
  kind: decisionKind,
  market: marketCode,
  demandListingId: uuid,
  supplyListingId: uuid,
  ended: z.boolean(),
  /** Reporting area of the demand, code. */
  area: z.string().nullable(),
});

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
export const level = z.number().int().min(1).max(5);
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

/** A step of a performance review (绩效评比): what those who are told of it need. */
const reviewStep = {
  reviewId: uuid,
  reviewName: z.string(),
  version: z.number().int().positive(),
  period: z.string(),
  units: z.enum(['area', 'department']),
  day,
};
const unitStep = { ...reviewStep, unit: z.string(), unitLabel: z.string() };
const reviewAdvanced = z.strictObject({
  name: z.literal('review.advanced'),
  ...reviewStep,
  keys: z.array(z.string()),
  state: z.enum(['self_assessment', 'assessment', 'objections']),
  due: day.nullable(),
});
const reviewSelfAssessed = z.strictObject({
  name: z.literal('review.selfAssessed'),
  ...unitStep,
  /** The city wrote it down for the unit. */
  onBehalf: z.boolean(),
});
const reviewAssessed = z.strictObject({
  name: z.literal('review.assessed'),
  ...unitStep,
  total: z.string(),
});
const reviewObjected = z.strictObject({
  name: z.literal('review.objected'),
  ...unitStep,
  objectionId: uuid,
  onBehalf: z.boolean(),
});
const reviewAccepted = z.strictObject({
  name: z.literal('review.accepted'),
  ...unitStep,
  onBehalf: z.boolean(),
});
const reviewObjectionDecided = z.strictObject({
  name: z.literal('review.objectionDecided'),
  ...unitStep,
  objectionId: uuid,
  outcome: z.enum(['upheld', 'partly', 'rejected']),
});
const reviewPublished = z.strictObject({
  name: z.literal('review.published'),
  ...reviewStep,
  keys: z.array(z.string()),
  sha256: z.string(),
  changes: z.number().int(),
});
/** A published review is to be corrected by the version that is begun with this. */
const reviewCorrected = z.strictObject({
  name: z.literal('review.corrected'),
  ...reviewStep,
  correctedId: uuid,
  reason: z.string(),
});
const meeting = {
  meetingId: uuid,
  number: z.string(),
  /** Whose listings it is for; nothing: software's, of facts from before meetings were for other markets. */
  market: marketCode.optional(),
  title: z.string(),
  /** The coordinating body that organises it. */
  bodyId: uuid,
  /** Reporting area, code; null: of the whole city. */
  area: z.string().nullable(),
  /** The day on which it takes place. */
  day,
};
/** Whom it is for may know of it from now on. */
const meetingAnnounced = z.strictObject({ name: z.literal('meeting.announced'), ...meeting });
/** It takes place: people of both sides have checked in. */
const meetingHeld = z.strictObject({
  name: z.literal('meeting.held'),
  ...meeting,
  /** Organisations that had checked in then. */
  demands: z.number().int().positive(),
  firms: z.number().int().positive(),
});
/** Called off, or taken back where it was said to be held by mistake. */
const meetingCancelled = z.strictObject({
  name: z.literal('meeting.cancelled'),
  ...meeting,
  held: z.boolean(),
  reason: z.string(),
});
/** Both sides of a pair were there and met: their engagement has a claim of level 2. */
const meetingMet = z.strictObject({
  name: z.literal('meeting.met'),
  ...meeting,
  demandListingId: uuid,
  supplyListingId: uuid,
  demandId: uuid,
  firmId: uuid,
});

/** Everything that libs announce to each other, by name. A fact carries what its consumers need. */
export const fact = z.discriminatedUnion('name', [
  listingPublished,
  listingWithdrawn,
  organisationApproved,
  organisationChanged,
  organisationSuspended,
  organisationRestored,
  editionPublished,
  editionAmended,
  editionWithdrawn,
  importUndone,
  runRequested,
  pairsProposed,
  pairDecided,
  engagementOpened,
  engagementDeclined,
  claimClaimed,
  engagementAnswered,
  claimConfirmed,
  claimDeclined,
  claimWithdrawn,
  claimRejected,
  claimDisputed,
  claimDue,
  claimExpired,
  claimVerified,
  claimReversed,
  claimFlagged,
  sampleDrawn,
  sampleChecked,
  reviewAdvanced,
  reviewSelfAssessed,
  reviewAssessed,
  reviewObjected,
  reviewAccepted,
  reviewObjectionDecided,
  reviewPublished,
  reviewCorrected,
  meetingAnnounced,
  meetingHeld,
  meetingCancelled,
  meetingMet,
]);
export type Fact = z.output<typeof fact>;
export type FactName = Fact['name'];
/** The facts that the figures are counted from: they are kept for ever. */
export const countedFacts = [
  'claim.verified',
  'claim.reversed',
  'match.proposed',
  'engagement.opened',
  'engagement.answered',
  'listing.published',
  'listing.withdrawn',
  'sample.checked',
  'meeting.held',
  'meeting.cancelled',
] as const satisfies readonly FactName[];
export type FactOf<N extends FactName> = Extract<Fact, { name: N }>;

/** A fact as followers read it from the log: `id` is unique for ever and the key for "once". */
export const deliveredFact = z.strictObject({
  id: uuid,
  occurredAt: instant,
  fact,
  requestId: z.string().nullable(),
});
export type DeliveredFact = z.output<typeof deliveredFact>;
