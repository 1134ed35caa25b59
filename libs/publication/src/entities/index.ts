import { Edition } from './edition.js';
import { EditionRevision } from './edition-revision.js';

/** The tables of this lib that are read and edited one row at a time; an edition's items move as a set. */
export const publicationEntities = [Edition, EditionRevision];
