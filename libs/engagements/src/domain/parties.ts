import type { OrganisationView } from '#contracts';

export type Party = Pick<OrganisationView, 'id' | 'uscc' | 'name' | 'area' | 'department' | 'state'> & {
  /** Credit codes of everyone who controls it, all the way up. */
  readonly controllers: readonly string[];
};

/** Why two organisations are one party, or undefined when they are two. */
export function sameParty(a: Party, b: Party): 'organisation' | 'controller' | undefined {
  if (a.id === b.id || a.uscc === b.uscc) return 'organisation';
  const ofB = new Set([b.uscc, ...b.controllers]);
  return [a.uscc, ...a.controllers].some((code) => ofB.has(code)) ? 'controller' : undefined;
}
