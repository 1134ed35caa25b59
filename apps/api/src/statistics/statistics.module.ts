import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { StatisticsModule } from '#statistics';
import { FiguresController } from './figures.controller.js';
import { PapersController } from './papers.controller.js';
import { PeriodsController } from './periods.controller.js';
import { ReviewFilesController } from './review-files.controller.js';
import { ReviewsController } from './reviews.controller.js';
import { SchemesController } from './schemes.controller.js';
import { StatisticsController } from './statistics.controller.js';

@Module({
  imports: [AccountsModule, EngagementsModule, ListingsModule, StatisticsModule],
  controllers: [
    StatisticsController,
    FiguresController,
    PeriodsController,
    SchemesController,
    ReviewsController,
    ReviewFilesController,
    PapersController,
  ],
})
export class StatisticsApiModule {}
