import { Module } from '@nestjs/common';
import { StatisticsModule } from '#statistics';
import { StatisticsController } from './statistics.controller.js';

@Module({ imports: [StatisticsModule], controllers: [StatisticsController] })
export class StatisticsApiModule {}
