import { allows, type Rule } from '#kernel';
import type { Principal } from './principal.js';

/** Who asks, as the rules of who sees what look at it. */
export interface Asker {
  /** Signed in, and working for an approved organisation, a coordinating body or the platform's operation. */
  readonly member: boolean;
  /** The city's coordinators. */
  readonly all: boolean;
  readonly operator: boolean;
  /** Of an area's coordinators. */
  readonly area: string | null;
  /** The approved organisation that the asker speaks for. */
  readonly organisationId: string | null;
  /** The same in whatever state it is. */
  readonly worksFor: string | null;
  readonly bodyId: string | null;
}

export function askerOf(principal: Principal | undefined): Asker {
  const { organisation, body, operator = false } = principal ?? {};
  const organisationId = organisation?.state === 'approved' ? organisation.id : null;
  return {
    member: organisationId !== null || body !== undefined || operator,
    all: body?.scope === 'city',
    operator,
    area: body?.scope === 'area' ? body.area : null,
    organisationId,
    worksFor: organisation?.id ?? null,
    bodyId: body?.id ?? null,
  };
}

/** What the rule looks at. */
export interface OrganisationFacts {
  readonly id: string;
  readonly area: string | null;
}

/** An organisation's record; what of it the public reads stands in its listings. */
export const organisationSeen: Rule<OrganisationFacts, Asker> = {
  any: [{ asker: 'all' }, { asker: 'operator' }, { row: 'area', is: 'area' }, { row: 'id', is: 'worksFor' }],
};

export function seesOrganisation(asker: Asker, organisation: OrganisationFacts): boolean {
  return allows(organisationSeen, organisation, asker);
}
