import { Module } from '@nestjs/common';
import { ListingsModule } from '#listings';
import { AskService } from './ask.service.js';
import { CatalogueCache } from './catalogue.cache.js';
import { Explainer } from './explainer.js';
import { GapReader } from './gaps/gap.reader.js';
import { MatchFigures } from './match.figures.js';
import { MatchInputs } from './match.inputs.js';
import { MatchPool } from './match.pool.js';
import { MatchReader } from './match.reader.js';
import { MatchingService } from './matching.service.js';
import { MeaningService } from './meaning.service.js';
import { ChunkService } from './run.chunks.js';
import { RunCoordinator } from './run.coordinator.js';
import { MatchRunService } from './run.service.js';
import { DecisionService } from './steering/decision.service.js';
import { SynonymsService } from './steering/synonyms.service.js';
import { WeightsService } from './steering/weights.service.js';

const face = [
  MatchingService,
  MatchRunService,
  RunCoordinator,
  ChunkService,
  MatchReader,
  MatchFigures,
  MatchInputs,
  Explainer,
  AskService,
  MeaningService,
  DecisionService,
  WeightsService,
  SynonymsService,
  GapReader,
];

@Module({
  imports: [ListingsModule],
  providers: [CatalogueCache, MatchPool, ...face],
  exports: face,
})
export class MatchingModule {}
