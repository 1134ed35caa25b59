export { brokenAt } from './domain/chain.js';
export { genesis, type LedgerEntry } from './domain/entry.js';
export { foldStep, type PairSteps } from './domain/fold.js';
export { Retelling } from './domain/retelling.js';
export { city } from './domain/rollups.js';
export type { StepFact } from './domain/steps.js';
export {
  type FigureQuery,
  FigureService,
  type Figures,
  periodSpan,
  scopeName,
  thisYear,
} from './figures/figures.service.js';
export { type Line, type LineQuery, LineReader } from './figures/line.reader.js';
export {
  PublicFigureService,
  type PublicFigures,
  type PublicItem,
  type Published,
} from './figures/public.figures.js';
export type { Span } from './figures/span.js';
export { type Amount, fewestPairs, partsOf, placeOf, withheldOf, withheldSaid } from './figures/withheld.js';
export { LedgerProof, type Proof } from './ledger.proof.js';
export { LedgerService, type Recorded } from './ledger.service.js';
export type { PaperOrder, YearPaper } from './papers/order.js';
export { PaperOrders } from './papers/paper.orders.js';
export { PaperService } from './papers/paper.service.js';
export type { ReviewOf } from './papers/review.lines.js';
export { reviewWorkbook } from './papers/review.workbook.js';
export { type FreezeCommand, type Freezer, PeriodService } from './periods/period.service.js';
export type { DecidedClaim, DecidedClaims } from './recount/claims.js';
export { RecountService } from './recount/recount.service.js';
export type { Voice } from './reviews/domain/voice.js';
export { largestReviewFile, ReviewFileService } from './reviews/file.service.js';
export { ReviewPublicationService } from './reviews/publication.service.js';
export { ReviewService } from './reviews/review.service.js';
export { ReviewUnitService } from './reviews/unit.service.js';
export { type SchemeCommand, SchemeService } from './schemes/scheme.service.js';
export { StatisticsModule } from './statistics.module.js';
export { type EntryFilter, type FigureFilter, StatisticsService } from './statistics.service.js';
