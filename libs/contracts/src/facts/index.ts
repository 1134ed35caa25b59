import { z } from 'zod';
import { instant } from '../api/common.js';
import { uuid } from './common.js';
import { engagementsTold } from './engagements.js';
import { listingsTold } from './listings.js';
import { matchingTold } from './matching.js';
import { meetingsTold } from './meetings.js';
import { reviewsTold } from './reviews.js';

export { factParty, level } from './common.js';

/** Everything that libs announce to each other, by name. A fact carries what its consumers need. */
export const fact = z.discriminatedUnion('name', [
  ...listingsTold,
  ...matchingTold,
  ...engagementsTold,
  ...reviewsTold,
  ...meetingsTold,
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
