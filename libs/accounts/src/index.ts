export { AccountsModule } from './accounts.module.js';
export { type AuditEntry, AuditService } from './audit.service.js';
export { type BodyEdit, BodyService } from './body.service.js';
export { type ControlCommand, ControllerService } from './controller.service.js';
export { controllersAbove } from './controllers.js';
export { organisationInForce, organisationInForceSql } from './domain/in-force.js';
export { checkedCreditCode, type OrganisationState, sideOf } from './domain/organisation.js';
export { authorise, may, policy, type Reach, reaches, SignInWanted, type Whose } from './domain/policy.js';
export {
  type MemberRole,
  type OrganisationKind,
  type Principal,
  type Role,
  roles,
  rolesOf,
} from './domain/principal.js';
export { type Actor, OrganisationService, type Registration } from './organisation.service.js';
export { type NewPerson, PeopleService } from './people.service.js';
export { SessionService, SignInRefused, TooManyAttempts } from './session.service.js';
export { type Stakes, stakesIn } from './stakes.js';
export { bodyStanding, holdOrganisations } from './standing.js';
