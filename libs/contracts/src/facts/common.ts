import { z } from 'zod';

export const uuid = z.uuid();
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

export const level = z.number().int().min(1).max(5);
