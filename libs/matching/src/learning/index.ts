export { aboutProduct, declineReasons, type Judged } from './feedback.js';
export { LearningService, type Lesson } from './learning.service.js';
export { type Association, type Links, learntWords, linksOf, themeSign, themesOf } from './learnt-words.js';
export { type Halving, type Proof, prove } from './proof.js';
