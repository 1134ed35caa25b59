import { Module } from '@nestjs/common';
import { entityModule } from '#platform';
import { ApplicationDecisions } from './application.decisions.js';
import { ApplicationProof } from './application.proof.js';
import { ApplicationService } from './application.service.js';
import { AuditService } from './audit.service.js';
import { BodyService } from './body.service.js';
import { ChangeService } from './change.service.js';
import { ControllerService } from './controller.service.js';
import { CoordinatorService } from './coordinator.service.js';
import { accountsEntities } from './entities/index.js';
import { InvitationService } from './invitation.service.js';
import { MemberService } from './member.service.js';
import { OrganisationService } from './organisation.service.js';
import { PeopleService } from './people.service.js';
import { AccountsPruning } from './pruning.service.js';
import { SessionService } from './session.service.js';
import { KnownDevices } from './throttle/known-devices.js';
import { LimitService } from './throttle/limits.service.js';
import { SignInThrottle } from './throttle/sign-in.throttle.js';

const services = [
  AccountsPruning,
  ApplicationDecisions,
  ApplicationProof,
  ApplicationService,
  AuditService,
  BodyService,
  ChangeService,
  ControllerService,
  CoordinatorService,
  InvitationService,
  KnownDevices,
  MemberService,
  LimitService,
  OrganisationService,
  PeopleService,
  SessionService,
  SignInThrottle,
];

@Module({ imports: [entityModule(accountsEntities)], providers: services, exports: services })
export class AccountsModule {}
