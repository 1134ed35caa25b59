import type { OrganisationView } from '#contracts';

export type Party = Pick<
  OrganisationView,
  'id' | 'uscc' | 'name' | 'area' | 'department' | 'controllerUscc' | 'state'
>;

/** Why two organisations are one party, or undefined when they are two. */
export function sameParty(a: Party, b: Party): 'organisation' | 'controller' | undefined {
  if (a.id === b.id || a.uscc === b.uscc) return 'organisation';
  const controls = a.controllerUscc === b.uscc || b.controllerUscc === a.uscc;
  const together = a.controllerUscc !== null && a.controllerUscc === b.controllerUscc;
  return controls || together ? 'controller' : undefined;
}
