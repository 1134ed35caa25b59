import type { Action } from '#contracts';
import { DomainError, Forbidden } from '#kernel';
import { type Principal, type Role, rolesOf } from './principal.js';

/** `own`: of the caller's organisation (or of the caller). `area`: in the caller's reporting area. `any`: whoever's. */
export type Reach = 'own' | 'area' | 'any';
type Line = Readonly<Partial<Record<Role, Reach>>>;

const open: Line = { anyone: 'any' };
const signedIn: Line = {
  applicant: 'any',
  suspended: 'any',
  viewer: 'any',
  editor: 'any',
  owner: 'any',
  area_coordinator: 'any',
  city_coordinator: 'any',
  operator: 'any',
};
const ownSession: Line = {
  applicant: 'own',
  suspended: 'own',
  viewer: 'own',
  editor: 'own',
  owner: 'own',
  area_coordinator: 'own',
  city_coordinator: 'own',
  operator: 'own',
};
const working: Line = {
  viewer: 'any',
  editor: 'any',
  owner: 'any',
  area_coordinator: 'any',
  city_coordinator: 'any',
  operator: 'any',
};
const coordinators: Line = { area_coordinator: 'area', city_coordinator: 'any' };
const city: Line = { city_coordinator: 'any' };
const operator: Line = { operator: 'any' };
const writers: Line = { editor: 'own', owner: 'own' };
const applicant: Line = { applicant: 'own' };
const applications: Line = { applicant: 'own', viewer: 'own', editor: 'own', owner: 'own', ...coordinators };
const parties: Line = {
  viewer: 'own',
  editor: 'own',
  owner: 'own',
  area_coordinator: 'area',
  city_coordinator: 'any',
};

/** Who may do what with whose. What has no line is refused. */
export const policy = {
  'session.start': open,
  'health.read': open,
  'dictionary.read': open,
  'person.signUp': open,
  'invitation.read': open,
  'invitation.accept': open,
  'public.read': open,

  'session.end': signedIn,
  'me.read': signedIn,
  'me.password': signedIn,
  'session.list': ownSession,
  'session.revoke': ownSession,
  'job.read': working,

  'organisation.list': { ...coordinators, operator: 'any' },
  'organisation.read': { ...parties, operator: 'any' },
  'organisation.edit': { owner: 'own' },
  'organisation.suspend': coordinators,
  'organisation.restore': coordinators,
  'organisation.dependents': coordinators,
  'change.propose': { owner: 'own', ...coordinators },
  'change.read': parties,
  'change.decide': coordinators,
  'change.withdraw': { owner: 'own', ...coordinators },
  'controller.read': coordinators,
  'controller.set': coordinators,
  'application.create': applicant,
  'application.list': applications,
  'application.read': applications,
  'application.proof': applications,
  'application.edit': applicant,
  'application.submit': applicant,
  'application.withdraw': applicant,
  'application.approve': coordinators,
  'application.reject': coordinators,
  'invitation.create': { owner: 'own' },
  'invitation.list': { owner: 'own' },
  'invitation.revoke': { owner: 'own' },
  'member.list': { viewer: 'own', editor: 'own', owner: 'own', operator: 'any' },
  'member.change': { owner: 'own' },
  'member.remove': { owner: 'own' },
  'body.list': { area_coordinator: 'any', city_coordinator: 'any', operator: 'any' },
  'body.create': operator,
  'body.edit': operator,
  'body.suspend': { city_coordinator: 'any', operator: 'any' },
  'body.restore': { city_coordinator: 'any', operator: 'any' },
  'coordinator.add': { city_coordinator: 'any', operator: 'any' },
  'coordinator.list': { city_coordinator: 'any', operator: 'any' },
  'coordinator.remove': { city_coordinator: 'any', operator: 'any' },
  'audit.read': { city_coordinator: 'any', operator: 'any' },

  'listing.create': { ...writers, ...coordinators },
  'listing.read': working,
  'listing.list': working,
  'listing.edit': { ...writers, ...coordinators },
  'listing.submit': { ...writers, ...coordinators },
  'listing.withdraw': { ...writers, ...coordinators },
  'listing.approve': coordinators,
  'listing.requestChanges': coordinators,
  'listing.reject': coordinators,
  'listing.history': parties,
  'dictionary.edit': city,

  'import.create': { ...writers, ...coordinators },
  'import.read': { ...writers, ...coordinators },
  'import.change': { ...writers, ...coordinators },
  'import.commit': { ...writers, ...coordinators },
  'import.list': { ...writers, ...coordinators },
  'import.undo': { ...writers, ...coordinators },
  'import.publish': coordinators,
  'import.headers': { area_coordinator: 'own', city_coordinator: 'own' },
  'import.template': working,

  'edition.list': working,
  'edition.read': working,
  'edition.create': coordinators,
  'edition.edit': coordinators,
  'edition.schedule': coordinators,
  'edition.publish': coordinators,
  'edition.amend': coordinators,
  'edition.withdraw': coordinators,
  'edition.delete': coordinators,

  'search.read': working,
  'search.reindex': operator,
  'match.read': parties,
  'match.explain': parties,
  'match.run': { city_coordinator: 'any', operator: 'any' },
  'match.readRun': { area_coordinator: 'any', city_coordinator: 'any', operator: 'any' },
  'match.cancelRun': { city_coordinator: 'any', operator: 'any' },
  'match.pin': coordinators,
  'match.weights': city,
  'match.readWeights': working,
  'match.synonyms': city,
  'match.readSynonyms': working,
  'match.gaps': { area_coordinator: 'any', city_coordinator: 'any' },

  'meeting.read': parties,
  'meeting.edit': coordinators,
  'meeting.desk': coordinators,
  'meeting.attend': writers,
  'meeting.pair': { ...writers, ...coordinators },

  'engagement.open': writers,
  'engagement.read': parties,
  'engagement.list': parties,
  'engagement.decline': writers,
  'engagement.claim': writers,
  'claim.confirm': writers,
  'claim.decline': writers,
  'claim.withdraw': writers,
  'dispute.list': parties,
  'claim.dispute': { ...writers, ...coordinators },
  'claim.verify': coordinators,
  'claim.reject': coordinators,
  'claim.reverse': coordinators,
  'evidence.read': parties,
  'sample.draw': coordinators,
  'sample.read': coordinators,
  'sample.check': coordinators,
  'flag.read': coordinators,
  'flag.settle': coordinators,
  'flag.rules': city,

  'statistics.read': { area_coordinator: 'any', city_coordinator: 'any', operator: 'any' },
  'statistics.entries': { area_coordinator: 'area', city_coordinator: 'any' },
  'statistics.workbook': { area_coordinator: 'area', city_coordinator: 'any' },
  'statistics.recount': { city_coordinator: 'any', operator: 'any' },
  'period.list': working,
  'period.read': { area_coordinator: 'any', city_coordinator: 'any', operator: 'any' },
  'period.freeze': city,
  'period.amend': city,
  'scheme.read': { area_coordinator: 'any', city_coordinator: 'any' },
  'scheme.edit': city,
  'scheme.adopt': city,
  'review.read': coordinators,
  'review.edit': city,
  'review.selfAssess': coordinators,
  'review.assess': city,
  'review.object': coordinators,
  'review.decide': city,
  'review.publish': city,
  'paper.make': coordinators,
  'paper.read': { area_coordinator: 'own', city_coordinator: 'own' },

  'job.list': operator,
  'job.retry': operator,
  'job.cancel': { city_coordinator: 'any', operator: 'any' },
  'follower.list': operator,
  'follower.retry': operator,
  'config.read': operator,
} as const satisfies Record<Action, Line>;

export class SignInWanted extends DomainError {
  readonly code = 'access.sign_in_wanted';
  readonly status = 401;

  constructor() {
    super('请先登录');
  }
}

/** The thing asked about: whose it is and where it counts. Absent members match nothing. */
export interface Whose {
  readonly personId?: string | null;
  /** Any of them being the caller's makes it `own`. */
  readonly organisationIds?: readonly (string | null)[];
  readonly area?: string | null;
}

/** The widest reaches that the caller's roles have for an action; empty: none. */
export function reaches(principal: Principal | undefined, action: Action): readonly Reach[] {
  const line: Line = policy[action];
  return [...new Set(rolesOf(principal).flatMap((role) => line[role] ?? []))];
}

/**
 * Lets the call pass, or throws. Without `whose` it asks only whether any role of the caller has a line: routes ask
 * that first; what touches one thing asks again with that thing.
 * @throws SignInWanted `access.sign_in_wanted`, Forbidden `access.forbidden`
 */
export function authorise(principal: Principal | undefined, action: Action, whose?: Whose): void {
  const held = reaches(principal, action);
  if (held.includes('any')) return;
  if (held.length === 0) throw principal ? new Forbidden() : new SignInWanted();
  if (whose === undefined) return;
  if (!held.some((reach) => within(principal, reach, whose))) throw new Forbidden();
}

export function may(principal: Principal | undefined, action: Action, whose?: Whose): boolean {
  try {
    authorise(principal, action, whose);
    return true;
  } catch {
    return false;
  }
}

function within(principal: Principal | undefined, reach: Reach, whose: Whose): boolean {
  if (!principal) return false;
  if (reach === 'area') return whose.area != null && principal.body?.area === whose.area;
  const organisation = principal.organisation?.id;
  return (
    (whose.personId != null && whose.personId === principal.personId) ||
    (organisation !== undefined && (whose.organisationIds ?? []).includes(organisation))
  );
}
