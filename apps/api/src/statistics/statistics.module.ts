import { Module } from '@nestjs/common';
import { ListingsModule } from '#listings';
import { StatisticsModule } from '#statistics';
import { StatisticsController } from './statistics.controller.js';

@Module({ imports: [ListingsModule, StatisticsModule], controllers: [StatisticsController] })
export class StatisticsApiModule {}
