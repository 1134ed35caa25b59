import type { OrganisationKind } from '#contracts';

export type MemberRole = 'owner' | 'editor' | 'viewer';

/** Who is asking, as the session tells it. */
export interface Principal {
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly sessionId: string;
  /** Until when the password lasts, where somebody else chose it. */
  readonly passwordEndsAt?: Date | null;
  /** The organisation the person works for, if any; only an approved one acts. */
  readonly organisation?: {
    readonly id: string;
    readonly uscc: string;
    readonly name: string;
    readonly kinds: readonly OrganisationKind[];
    readonly role: MemberRole;
    readonly state: 'unclaimed' | 'approved' | 'suspended';
    readonly area: string | null;
    /** Why it is suspended. */
    readonly reason?: string | null;
  };
  /** The coordinating body the person works for: the city's, or that of one reporting area. */
  readonly body?: {
    readonly id: string;
    readonly name: string;
    readonly scope: 'city' | 'area';
    readonly area: string | null;
    /** Why it is suspended; null: it is not. */
    readonly suspended?: string | null;
  };
  readonly operator: boolean;
}

/** Who does something, as histories and the audit trail name it. */
export interface Actor {
  /** Null: the platform itself, or the operator's command line. */
  readonly id: string | null;
  readonly name: string;
}

export function actorOf({ personId: id, name }: Principal): Actor & { readonly id: string } {
  return { id, name };
}

/**
 * `applicant`: speaks for nobody, for it works nowhere. `suspended`: works for an organisation or a body that is suspended,
 * and sees no more than that it is, and why.
 */
export type Role =
  | 'anyone'
  | 'applicant'
  | 'suspended'
  | 'viewer'
  | 'editor'
  | 'owner'
  | 'area_coordinator'
  | 'city_coordinator'
  | 'operator';

export const roles: readonly Role[] = [
  'anyone',
  'applicant',
  'suspended',
  'viewer',
  'editor',
  'owner',
  'area_coordinator',
  'city_coordinator',
  'operator',
];

/** All roles that a principal has; everyone has `anyone`. */
export function rolesOf(principal: Principal | undefined): readonly Role[] {
  const held: Role[] = ['anyone'];
  if (!principal) return held;
  if (principal.organisation)
    held.push(principal.organisation.state === 'approved' ? principal.organisation.role : 'suspended');
  if (principal.body) held.push(coordinatorRole(principal.body));
  if (principal.operator) held.push('operator');
  if (belongsNowhere(principal)) held.push('applicant');
  return held;
}

function coordinatorRole({ scope, suspended }: NonNullable<Principal['body']>): Role {
  if (suspended != null) return 'suspended';
  return scope === 'city' ? 'city_coordinator' : 'area_coordinator';
}

/** Whether the account has no place: it may apply for one, or take one that an owner offers. */
function belongsNowhere(principal: Principal): boolean {
  return !principal.organisation && !principal.body && !principal.operator;
}
