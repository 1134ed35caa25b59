export type { LedgerEntry } from './domain/entry.js';
export type { Difference, Figure } from './domain/recount.js';
export { PeriodFrozen, PeriodNotOver, StepTaken } from './errors.js';
export { channelLabels, keyLabel, levelLabels, reachedLabel } from './labels.js';
export { LedgerService, type Recorded } from './ledger.service.js';
export { PeriodService } from './period.service.js';
export { type ReadClaims, RecountService } from './recount.service.js';
export { StatisticsModule } from './statistics.module.js';
export { type EntryFilter, StatisticsService } from './statistics.service.js';
