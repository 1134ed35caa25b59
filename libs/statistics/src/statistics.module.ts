import { Module } from '@nestjs/common';
import { entityModule } from '#platform';
import { statisticsEntities } from './entities/index.js';
import { FigureService } from './figures/figures.service.js';
import { LineReader } from './figures/line.reader.js';
import { PublicFigureService } from './figures/public.figures.js';
import { LedgerProof } from './ledger.proof.js';
import { LedgerService } from './ledger.service.js';
import { PaperOrders } from './papers/paper.orders.js';
import { PaperService } from './papers/paper.service.js';
import { PeriodService } from './periods/period.service.js';
import { RecountService } from './recount/recount.service.js';
import { ReviewFileService } from './reviews/file.service.js';
import { ReviewPublicationService } from './reviews/publication.service.js';
import { ReviewService } from './reviews/review.service.js';
import { ReviewUnitService } from './reviews/unit.service.js';
import { SchemeService } from './schemes/scheme.service.js';
import { StatisticsService } from './statistics.service.js';

const services = [
  LedgerService,
  LedgerProof,
  RecountService,
  PeriodService,
  StatisticsService,
  FigureService,
  PublicFigureService,
  LineReader,
  PaperService,
  PaperOrders,
  SchemeService,
  ReviewService,
  ReviewUnitService,
  ReviewFileService,
  ReviewPublicationService,
];

@Module({ imports: [entityModule(statisticsEntities)], providers: services, exports: services })
export class StatisticsModule {}
