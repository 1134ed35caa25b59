import { Review } from './review.js';
import { ReviewFile } from './review-file.js';
import { ReviewObjection } from './review-objection.js';
import { ReviewUnit } from './review-unit.js';

export { Review, ReviewFile, ReviewObjection, ReviewUnit };

export const reviewEntities = [Review, ReviewUnit, ReviewObjection, ReviewFile];
