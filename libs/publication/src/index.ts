export { type Difference, differencesOf } from './domain/compare.js';
export {
  type EditionDocument,
  type EditionItem,
  editionIn,
  labelsOfEdition,
  struckIn,
  type Verification,
  verifyEdition,
} from './domain/document.js';
export { type EditionFacts, editionSeen } from './domain/sight.js';
export { EditionReader, type EditionSummary, type EditionText } from './edition.reader.js';
export { EditionService } from './edition.service.js';
export type { Issuer } from './edition.types.js';
export { downloadColumns, itemContent, pageColumns, titleOf } from './edition-item.js';
export { PublicationModule } from './publication.module.js';
