import type { OrganisationState } from './organisation.js';

/** States that put everything an organisation has published out of force. */
const halted: readonly OrganisationState[] = ['suspended'];

/** Whether what an organisation has published may be in force. The one definition, with its twin in SQL below. */
export function organisationInForce(state: OrganisationState): boolean {
  return !halted.includes(state);
}

/**
 * The same as a condition in SQL.
 * @param id the column that holds the organisation's id, such as `h.organisation_id`; never anything from a person.
 */
export function organisationInForceSql(id: string): string {
  const states = halted.map((state) => `'${state}'`).join(', ');
  return `EXISTS (SELECT 1 FROM organisations standing WHERE standing.id = ${id} AND standing.state NOT IN (${states}))`;
}
