import { Edition } from './edition.js';
import { EditionRevision } from './edition-revision.js';

/**
 * The tables of this lib that are read and edited row by row. The items of an edition are written all at once, by
 * SQL.
 */
export const publicationEntities = [Edition, EditionRevision];
