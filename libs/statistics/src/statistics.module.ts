import { Module } from '@nestjs/common';
import { FigureService } from './figures/figures.service.js';
import { LineReader } from './figures/line.reader.js';
import { LedgerProof } from './ledger.proof.js';
import { LedgerService } from './ledger.service.js';
import { PaperService } from './papers/paper.service.js';
import { PeriodService } from './periods/period.service.js';
import { RecountService } from './recount.service.js';
import { SchemeService } from './schemes/scheme.service.js';
import { StatisticsService } from './statistics.service.js';

const services = [
  LedgerService,
  LedgerProof,
  RecountService,
  PeriodService,
  StatisticsService,
  FigureService,
  LineReader,
  PaperService,
  SchemeService,
];

@Module({ providers: services, exports: services })
export class StatisticsModule {}
