import { DictionaryEntry } from './dictionary-entry.js';
import { DictionaryOrder } from './dictionary-order.js';

/** The tables of this lib that are edited one row at a time. */
export const listingsEntities = [DictionaryEntry, DictionaryOrder];
