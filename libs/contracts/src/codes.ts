import { z } from 'zod';
import { kindCodes, marketCodes } from './listing/kinds.js';

export const kindCode = z.enum(kindCodes);
export type ListingKind = z.output<typeof kindCode>;

/** A market: it has one kind of demands, and one kind of supplies that answer them. */
export const marketCode = z.enum(marketCodes);
