import { FrozenPeriod } from './frozen-period.js';
import { OrderedPaper } from './ordered-paper.js';
import { PeriodAmendment } from './period-amendment.js';
import { Review } from './review.js';
import { ReviewFile } from './review-file.js';
import { ReviewObjection } from './review-objection.js';
import { ReviewUnit } from './review-unit.js';
import { ScoreScheme } from './score-scheme.js';

export {
  FrozenPeriod,
  OrderedPaper,
  PeriodAmendment,
  Review,
  ReviewFile,
  ReviewObjection,
  ReviewUnit,
  ScoreScheme,
};

/** The tables of this lib that are read and edited one row at a time. */
export const statisticsEntities = [
  FrozenPeriod,
  PeriodAmendment,
  ScoreScheme,
  Review,
  ReviewUnit,
  ReviewObjection,
  ReviewFile,
  OrderedPaper,
];
