export { type Band, calibrate } from './calibrate.js';
export { type Evaluation, evaluate } from './evaluate.js';
export type { Difference } from './measures.js';
export { type RankerName, rankers } from './rankers.js';
export { changeSince, differenceBetween, readRun, saveRun } from './saved-run.js';
