import type { OrganisationState } from './organisation.js';

/** The states of an organisation in which nothing that it has published is in force. */
const halted: readonly OrganisationState[] = ['suspended'];

/**
 * Whether what an organisation has published may be in force. No other code decides this; the function below is the
 * same in SQL.
 */
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
