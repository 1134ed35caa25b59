export { authorise, may, policy, type Reach, reaches, SignInWanted, type Whose } from './domain/policy.js';
export {
  type MemberRole,
  type OrganisationKind,
  type Principal,
  type Role,
  roles,
  rolesOf,
} from './domain/principal.js';
