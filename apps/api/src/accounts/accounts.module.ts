import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { JobsApiModule } from '../jobs/jobs.module.js';
import { ApplicationsController } from './applications.controller.js';
import { ChangesController } from './changes.controller.js';
import { ControllersController } from './controllers.controller.js';
import { CoordinatorsController } from './coordinators.controller.js';
import { DependentsReader } from './dependents.reader.js';
import { MembersController } from './members.controller.js';
import { OrganisationsController } from './organisations.controller.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  imports: [AccountsModule, EngagementsModule, ListingsModule, JobsApiModule],
  controllers: [
    SessionsController,
    ApplicationsController,
    CoordinatorsController,
    MembersController,
    OrganisationsController,
    ControllersController,
    ChangesController,
  ],
  providers: [DependentsReader],
})
export class AccountsApiModule {}
