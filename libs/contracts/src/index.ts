export { type Action, actions } from './actions.js';
export * from './api/index.js';
export { kindCode, type ListingKind, marketCode } from './codes.js';
export { type DictionaryName, dictionaries, type LabelOf, labelOf } from './dictionaries/index.js';
export {
  countedFacts,
  type DeliveredFact,
  deliveredFact,
  type Fact,
  type FactName,
  type FactOf,
  fact,
} from './facts/index.js';
export {
  advanceImport,
  claimDeadlines,
  commitImport,
  endDecisions,
  expireListings,
  type JobDefinition,
  jobDefinitions,
  makePaper,
  matchAll,
  matchChunk,
  mendImport,
  prune,
  publishDueEditions,
  type QueueName,
  queueNames,
  raiseFlags,
  rebuildIndex,
  reconcileIndex,
  reconcileMatches,
  stageImport,
  sweepFiles,
  undoImport,
} from './jobs.js';
export * from './listing/index.js';
export {
  answerTerm,
  inWordsOf,
  knowsFirstVersions,
  type Measure,
  measureOf,
  measures,
  measuresAcross,
  measuresOf,
  measureTitle,
} from './measures.js';
export { perObject } from './per-object.js';
export { periodName, periodParts } from './periods.js';
export { deductionSaid, reviewFigureNames, ruleSaid } from './scheme-words.js';
