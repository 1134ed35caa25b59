import { z } from 'zod';
import { kindCode } from '../codes.js';
import { factParty, uuid } from './common.js';

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

/** Of listings and their organisations, editions and imports. */
export const listingsTold = [
  listingPublished,
  listingWithdrawn,
  organisationApproved,
  organisationChanged,
  organisationRestored,
  organisationSuspended,
  editionPublished,
  editionAmended,
  editionWithdrawn,
  importUndone,
] as const;
