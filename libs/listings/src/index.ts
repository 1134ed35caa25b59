export { type ListingRef, listingFacts } from './changed.js';
export { DictionaryService } from './dictionary.service.js';
export { ofKind } from './document.js';
export type { Dictionaries } from './domain/dictionaries.js';
export { isFirstVersionOn } from './domain/first-version.js';
export { type ImportFacts, importSeen, seesImport } from './domain/import.sight.js';
export { listingInForceSql } from './domain/in-force.js';
export {
  type ListingActor,
  OrganisationInactive,
  ReviewerInvolved,
  RevisionUnderReview,
  WrongSide,
} from './domain/refusals.js';
export {
  anyone,
  everything,
  type ListingFacts,
  type Sight,
  seenByMakers,
  seenInForce,
  sees,
  seesAsMaker,
  sightOf,
} from './domain/sight.js';
export { type CellError, errorText } from './import/errors.js';
export { HeaderMemory } from './import/header.memory.js';
export { type Import, type ImportChange, ImportService } from './import/import.service.js';
export type { ColumnMapping } from './import/layout/header.js';
export { sheetsAlike } from './import/sheets.js';
export { ImportTouched } from './import/undo.js';
export { questionWords } from './import/workbooks.js';
export { type HistoryRow, type ListingFilter, ListingQueries } from './listing.queries.js';
export { ListingReader, type ListingStanding, type PublishedStamp } from './listing.reader.js';
export { type ListingCommand, ListingService } from './listing.service.js';
export {
  idsInForceSql,
  isInForceSql,
  joinStillInForce,
  type ListingAliases,
  type ListingNamed,
  listingAreaSql,
  listingNamedSql,
  listingsSql,
} from './listing.sql.js';
export { type BulkPublished, type Draft, ListingWriter } from './listing.writer.js';
export { ListingsModule } from './listings.module.js';
export { type ListingOrigin, originsOf } from './origins.js';
export { joinInForce, seenInForceSql } from './sight.sql.js';
