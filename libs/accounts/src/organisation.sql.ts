/**
 * For statements of other libs that sort, filter or judge by an organisation: it is joined as `o` by its id. What is
 * given here are names of a statement, never anything from a person.
 */
export function joinOrganisation(id: string, o = 'o'): string {
  return `JOIN organisations ${o} ON ${o}.id = ${id}`;
}

/** The same by its credit code. */
export function joinOrganisationByCode(uscc: string, o = 'o'): string {
  return `JOIN organisations ${o} ON ${o}.uscc = ${uscc}`;
}

/** The summary of a joined organisation, as JSON under the name `organisation`. */
export function organisationSummarySql(o = 'o'): string {
  return `jsonb_build_object('id', ${o}.id, 'uscc', ${o}.uscc, 'name', ${o}.name, 'area', ${o}.area, 'department', ${o}.department,
    'ownerKind', ${o}.owner_kind, 'size', ${o}.size) AS organisation`;
}
