import { z } from 'zod';
import { kindCodes, marketCodes } from './listing/index.js';

export const kindCode = z.enum(kindCodes);
export type ListingKind = z.output<typeof kindCode>;

/** It says the kinds of a demand and of the supply that answers it. */
export const marketCode = z.enum(marketCodes);
