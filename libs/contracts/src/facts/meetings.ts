import { z } from 'zod';
import { day } from '../api/common.js';
import { marketCode } from '../codes.js';
import { uuid } from './common.js';

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

/** Of offline matchmaking meetings. */
export const meetingsTold = [meetingAnnounced, meetingHeld, meetingCancelled, meetingMet] as const;
