import { organisationInForceSql } from '#accounts';

/**
 * In force = published, and its organisation not suspended: the one definition, as a condition in SQL. The listing's own
 * state is not rewritten by a suspension, so that lifting it brings everything back.
 * @param head alias of `listings`; never anything from a person.
 */
export function listingInForceSql(head: string): string {
  return `(${head}.published_revision IS NOT NULL AND ${organisationInForceSql(`${head}.organisation_id`)})`;
}
