export { Catalogue, type Found } from './catalogue.js';
export { exclusion, most, type Reason, type RuleName, ruleNames, type Score, score } from './domain/score.js';
export * from './embeddings/index.js';
export * from './engine/index.js';
export { MatchReader, type MatchView } from './match.reader.js';
export { MatchingModule } from './matching.module.js';
export { MatchingService } from './matching.service.js';
export { type Evaluation, evaluate } from './ranking/evaluate.js';
export { MatchRunService, type RunRow } from './run.service.js';
