export { AccountsModule } from './accounts.module.js';
export { ApplicationDecisions, type Approval } from './application.decisions.js';
export { ApplicationProof, largestProof } from './application.proof.js';
export { ApplicationService } from './application.service.js';
export { type AuditEntry, type AuditFilter, AuditService } from './audit.service.js';
export { type BodyDecision, type BodyEdit, BodyService } from './body.service.js';
export { type ChangeApproval, type ChangeDecision, ChangeService, type Proposal } from './change.service.js';
export { type ControlCommand, ControllerService } from './controller.service.js';
export { controllersAbove } from './controllers.js';
export { type CoordinatorRemoval, CoordinatorService } from './coordinator.service.js';
export { type Asker, askerOf, organisationSeen } from './domain/asker.js';
export { organisationInForce, organisationInForceSql } from './domain/in-force.js';
export { checkedCreditCode, type OrganisationState, sideOfCaller } from './domain/organisation.js';
export { authorise, may, policy, type Reach, reaches, SignInWanted, type Whose } from './domain/policy.js';
export {
  type Actor,
  actorOf,
  type MemberRole,
  type Principal,
  type Role,
  roles,
} from './domain/principal.js';
export { InvitationService, type NewInvitation, type Offer } from './invitation.service.js';
export { type MemberCommand, MemberService } from './member.service.js';
export { type Founding, OrganisationService } from './organisation.service.js';
export { joinOrganisation, joinOrganisationByCode, organisationSummarySql } from './organisation.sql.js';
export { type NewPerson, PeopleService } from './people.service.js';
export { AccountsPruning } from './pruning.service.js';
export { SessionService, type SignIn } from './session.service.js';
export { type Stakes, stakesIn } from './stakes.js';
export {
  bodyStanding,
  holdOrganisations,
  type OrganisationStanding,
  organisationsByIds,
  suspensionsAmong,
} from './standing.js';
export { KnownDevices } from './throttle/known-devices.js';
export { LimitService } from './throttle/limits.service.js';
export { SignInThrottle } from './throttle/sign-in.throttle.js';
export { type Traces, tracesOf } from './traces.js';
