import type { Stakes } from '#accounts';

/** A coordinator as the rule looks at one: by ids and codes, never by names. */
export interface Verifier {
  readonly personId: string;
  readonly bodyId: string;
  /** Credit code of the body, where it is on record. */
  readonly uscc: string | null;
  /** Code of the department that the body is. */
  readonly department: string | null;
}

export type Involvement = 'person' | 'organisation' | 'department';

/** Why a coordinator may not decide on a claim, looking at the stakes of each moment that counts; undefined: may. */
export function involvement(verifier: Verifier, moments: readonly Stakes[]): Involvement | undefined {
  const { personId, bodyId, uscc, department } = verifier;
  for (const stakes of moments) {
    if (department !== null && stakes.departments.includes(department)) return 'department';
    if (uscc !== null && stakes.codes.includes(uscc)) return 'organisation';
    if (stakes.bodyIds.includes(bodyId)) return 'organisation';
    if (stakes.personIds.includes(personId)) return 'person';
  }
  return undefined;
}
