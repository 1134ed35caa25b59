/** What only the command line and the benches load: labelled sets, evaluation, learning, and ranking without a database. */
export { Catalogue } from '../catalogue/catalogue.js';
export { dayNumber } from '../markets/features.js';
export { rulesOf } from '../markets/index.js';
export { mostOf } from '../markets/rules.js';
export type { MatchSettings } from '../scoring/matched.js';
export { Matcher } from '../scoring/matcher.js';
export { embeddingsClient } from '../scoring/meaning/service.js';
export { querySaturation, views } from '../scoring/views.js';
export { type Band, type Calibration, calibrate, type Threshold } from './evaluation/calibrate.js';
export { type Evaluation, evaluate } from './evaluation/evaluate.js';
export type { Difference } from './evaluation/measures.js';
export { type RankerName, rankers } from './evaluation/rankers.js';
export { changeSince, differenceBetween, readRun, saveRun } from './evaluation/saved-run.js';
export type { Judged } from './feedback.js';
export { LearningService, type Lesson } from './learning.service.js';
export { linksOf, themeSign, themesOf } from './learnt-words.js';
export { type Halving, prove } from './proof.js';
