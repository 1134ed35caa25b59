import { Module } from '@nestjs/common';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { StatisticsModule } from '#statistics';
import { FiguresController } from './figures.controller.js';
import { PeriodsController } from './periods.controller.js';
import { SchemesController } from './schemes.controller.js';
import { StatisticsController } from './statistics.controller.js';

@Module({
  imports: [EngagementsModule, ListingsModule, StatisticsModule],
  controllers: [StatisticsController, FiguresController, PeriodsController, SchemesController],
})
export class StatisticsApiModule {}
