export { AskService } from './ask.service.js';
export { Catalogue, type Head } from './catalogue.js';
export { type Arranged, arrange } from './domain/arrange.js';
export { askView, type JudgedAsk } from './domain/asks.js';
export { type Exclusion, exclusion, exclusionText } from './domain/exclusion.js';
export { dayNumber } from './domain/features.js';
export { marksOf } from './domain/marks.js';
export { type Reason, reasonsOf } from './domain/reasons.js';
export { ruleAbouts, ruleLabels } from './domain/rule-texts.js';
export { most, type Preferences, type RuleName, ruleNames } from './domain/rules.js';
export { decisionSeen } from './domain/sight.js';
export * from './embeddings/index.js';
export * from './engine/index.js';
export * from './evaluation/index.js';
export { Explainer, type PairExplanation } from './explainer.js';
export { GapReader } from './gaps/gap.reader.js';
export * from './learning/index.js';
export { MatchFigures } from './match.figures.js';
export { type DecisionInForce, MatchInputs } from './match.inputs.js';
export { MatchReader, type ShownMatch, type StoredMatch } from './match.reader.js';
export { type Matched, Matcher, type MatchSettings, type Proposal } from './matcher.js';
export { MatchingModule } from './matching.module.js';
export { type MatchChanges, MatchingService } from './matching.service.js';
export { MeaningService, type MeaningState } from './meaning.service.js';
export { capabilityFields, scenarioFields } from './ranking/fields.js';
export { ChunkService } from './run.chunks.js';
export { RunCoordinator } from './run.coordinator.js';
export { MatchRunService, type RunRow } from './run.service.js';
export type { Audit, Steerer } from './steering/audit.js';
export { DecisionService } from './steering/decision.service.js';
export {
  DecisionEnded,
  NotInForce,
  PairDecided,
  PairExcluded,
  SynonymsUnchanged,
  WeightsSum,
} from './steering/errors.js';
export { SynonymsService } from './steering/synonyms.service.js';
export { type NewWeights, WeightsService } from './steering/weights.service.js';
