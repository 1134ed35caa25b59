import { Module } from '@nestjs/common';
import { LedgerService } from './ledger.service.js';
import { PeriodService } from './period.service.js';
import { RecountService } from './recount.service.js';
import { StatisticsService } from './statistics.service.js';

const services = [LedgerService, RecountService, PeriodService, StatisticsService];

@Module({ providers: services, exports: services })
export class StatisticsModule {}
