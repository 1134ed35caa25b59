export { type Action, actions } from './actions.js';
export * from './api/index.js';
export * from './dictionaries/index.js';
export * from './facts.js';
export * from './jobs.js';
export * from './listing/index.js';
export * from './measures.js';
export * from './periods.js';
export { deductionSaid, reviewFigureNames, ruleSaid } from './scheme-words.js';
