import { Module } from '@nestjs/common';
import { AuditService } from './audit.service.js';
import { BodyService } from './body.service.js';
import { ControllerService } from './controller.service.js';
import { OrganisationService } from './organisation.service.js';
import { PeopleService } from './people.service.js';
import { SessionService } from './session.service.js';

const services = [
  AuditService,
  BodyService,
  ControllerService,
  OrganisationService,
  PeopleService,
  SessionService,
];

@Module({ providers: services, exports: services })
export class AccountsModule {}
