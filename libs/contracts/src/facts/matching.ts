import { z } from 'zod';
import { day } from '../api/common.js';
import { decisionKind } from '../api/matching.js';
import { marketCode } from '../codes.js';
import { uuid } from './common.js';

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

/** Of matches. */
export const matchingTold = [runRequested, pairsProposed, pairDecided] as const;
