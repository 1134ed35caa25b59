import { DictionaryEntry } from './dictionary-entry.js';
import { DictionaryOrder } from './dictionary-order.js';
import { Import } from './import.js';
import { ListingContact } from './listing-contact.js';
import { ListingHead } from './listing-head.js';
import { ListingRevision } from './listing-revision.js';
import { ListingStep } from './listing-step.js';

/** Tables of this lib. Revisions, contacts and steps are written as sets, in SQL; imports move all of them so. */
export const listingsEntities = [
  DictionaryEntry,
  DictionaryOrder,
  Import,
  ListingHead,
  ListingRevision,
  ListingContact,
  ListingStep,
];
