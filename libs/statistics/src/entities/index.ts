import { Review } from './review.js';
import { ReviewFile } from './review-file.js';
import { ReviewObjection } from './review-objection.js';
import { ReviewUnit } from './review-unit.js';

export { Review, ReviewFile, ReviewObjection, ReviewUnit };

/** The tables of this lib that are read and edited one row at a time. */
export const statisticsEntities = [Review, ReviewUnit, ReviewObjection, ReviewFile];
