import { getMetadataArgsStorage } from 'typeorm';

/** The entities of all libs that have been imported so far. */
export function loadedEntities() {
  return getMetadataArgsStorage().tables.map(({ target }) => target);
}
