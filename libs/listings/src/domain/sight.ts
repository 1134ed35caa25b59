import type { Principal } from '#accounts';

/**
 * Whose listings an asker sees as their makers do: newest revision, contact, reasons. Of all others only what is in
 * force and not kept to invited firms, without contact.
 */
export interface Sight {
  readonly all: boolean;
  readonly area: string | null;
  readonly organisationId: string | null;
}

export function sightOf(principal: Principal): Sight {
  return {
    all: principal.body?.scope === 'city',
    area: principal.body?.scope === 'area' ? principal.body.area : null,
    organisationId: principal.organisation?.id ?? null,
  };
}

/** For the platform's own work: imports, sample data, the command line. */
export const everything: Sight = { all: true, area: null, organisationId: null };
