import { z } from 'zod';
import { kindCodes, marketCodes } from './listing/kinds.js';

export const kindCode = z.enum(kindCodes);
export type ListingKind = z.output<typeof kindCode>;

/** A market names the kind of its demands and the kind of the supplies that answer them. */
export const marketCode = z.enum(marketCodes);
