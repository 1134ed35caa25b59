import { DictionaryEntry } from './dictionary-entry.js';
import { DictionaryOrder } from './dictionary-order.js';
import { ListingContact } from './listing-contact.js';
import { ListingHead } from './listing-head.js';
import { ListingRevision } from './listing-revision.js';
import { ListingStep } from './listing-step.js';

/** The tables of this lib that are read and edited one row at a time; imports move listings and rows as sets. */
export const listingsEntities = [
  DictionaryEntry,
  DictionaryOrder,
  ListingHead,
  ListingRevision,
  ListingContact,
  ListingStep,
];
