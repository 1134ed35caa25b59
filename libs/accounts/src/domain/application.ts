import type { ApplicationState } from '#contracts';
import type { StateTable } from '#kernel';
import { OrganisationSuspended, OwnerThere, OwnerWanted } from './application.refusals.js';
import type { OrganisationState } from './organisation.js';
import { OrganisationTaken } from './organisation.js';
import type { MemberRole } from './principal.js';

/** An application that is decided or withdrawn does not change any more; the person may make a new one. */
export const applicationStates = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['approved', 'rejected', 'withdrawn'],
  approved: [],
  rejected: [],
  withdrawn: [],
} as const satisfies StateTable<ApplicationState>;

/** The organisation of the code as it stands; undefined where nobody knows it yet. */
type Standing = { readonly state: OrganisationState } | undefined;

interface Asked {
  readonly uscc: string;
  readonly role: MemberRole;
  readonly ownerGone: boolean;
}

/**
 * Whether it makes sense to submit an application: an approved organisation takes its people by its owner's invitation,
 * and a coordinator only comes in where the owner is gone.
 * @throws OrganisationSuspended, OrganisationTaken, OwnerWanted
 */
export function refuseSubmission(asked: Asked, organisation: Standing): void {
  if (organisation?.state === 'suspended') throw new OrganisationSuspended();
  if (organisation?.state === 'approved' && !asked.ownerGone) throw new OrganisationTaken(asked.uscc);
  if (asked.role !== 'owner') throw new OwnerWanted();
}

/**
 * Whether an application can be approved; `ownerGone` is what the coordinator found, whatever the applicant says.
 * @returns what its approval does: makes or takes the organisation, or ends its owners' places.
 * @throws OrganisationSuspended, OwnerThere, OwnerWanted
 */
export function approvalOf(asked: Asked, organisation: Standing, ownerGone: boolean): 'found' | 'replace' {
  if (organisation?.state === 'suspended') throw new OrganisationSuspended();
  if (organisation?.state === 'approved' && !ownerGone) throw new OwnerThere();
  if (asked.role !== 'owner') throw new OwnerWanted();
  return organisation?.state === 'approved' ? 'replace' : 'found';
}
