import { Module } from '@nestjs/common';
import { ListingsModule } from '#listings';
import { CatalogueCache } from './catalogue/catalogue.cache.js';
import { Grounds } from './catalogue/grounds.js';
import { NeedIndex } from './catalogue/need.index.js';
import { KnownLists } from './runs/known.lists.js';
import { MatchPool } from './runs/match.pool.js';
import { MatchReadings } from './runs/match.readings.js';
import { MatchingService } from './runs/matching.service.js';
import { NeedRanker } from './runs/need.ranker.js';
import { ReconcileService } from './runs/reconcile.service.js';
import { ChunkService } from './runs/run.chunks.js';
import { RunCoordinator } from './runs/run.coordinator.js';
import { MatchRunService } from './runs/run.service.js';
import { TouchedNeeds } from './runs/touched.needs.js';
import { AidService } from './scoring/aids.js';
import { MeaningService } from './scoring/meaning/meaning.service.js';
import { RerankingService } from './scoring/reranking/reranking.service.js';
import { AskService } from './shown/ask.service.js';
import { Explainer } from './shown/explainer.js';
import { GapReader } from './shown/gaps/gap.reader.js';
import { MatchReader } from './shown/match.reader.js';
import { DecisionService } from './steering/decision.service.js';
import { MatchInputs } from './steering/match.inputs.js';
import { SynonymsService } from './steering/synonyms.service.js';
import { WeightsService } from './steering/weights.service.js';

const face = [
  MatchingService,
  ReconcileService,
  MatchRunService,
  RunCoordinator,
  ChunkService,
  MatchReader,
  MatchReadings,
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
  providers: [
    CatalogueCache,
    Grounds,
    NeedIndex,
    MatchPool,
    KnownLists,
    NeedRanker,
    TouchedNeeds,
    AidService,
    RerankingService,
    ...face,
  ],
  exports: face,
})
export class MatchingModule {}
