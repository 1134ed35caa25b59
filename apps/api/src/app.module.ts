import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccountsModule } from '#accounts';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { MatchingModule } from '#matching';
import { type Config, PlatformModule } from '#platform';
import { PublicationModule } from '#publication';
import { SearchModule } from '#search';
import { StatisticsModule } from '#statistics';
import { ApplicationsController } from './accounts/applications.controller.js';
import { ChangesController } from './accounts/changes.controller.js';
import { ControllersController } from './accounts/controllers.controller.js';
import { CoordinatorsController } from './accounts/coordinators.controller.js';
import { DependentsReader } from './accounts/dependents.reader.js';
import { MembersController } from './accounts/members.controller.js';
import { OrganisationsController } from './accounts/organisations.controller.js';
import { SessionsController } from './accounts/sessions.controller.js';
import { EngagementsApiModule } from './engagements/engagements.module.js';
import { HealthController } from './health/health.controller.js';
import { RoomGuard } from './health/room.guard.js';
import { Storage } from './health/storage.js';
import { SessionGuard } from './http/session.guard.js';
import { ImportFilesController } from './imports/import.files.controller.js';
import { ImportUses } from './imports/import.uses.js';
import { ImportsController } from './imports/imports.controller.js';
import { FollowersController } from './jobs/followers.controller.js';
import { JobsController } from './jobs/jobs.controller.js';
import { Watchers } from './jobs/watchers.js';
import { ListingsApiModule } from './listings/listings.module.js';
import { GapsController } from './matching/gaps.controller.js';
import { MatchAnswers } from './matching/match.answers.js';
import { MatchingController, matchesControllers } from './matching/matching.controller.js';
import { SteeringController } from './matching/steering.controller.js';
import { MeetingsApiModule } from './meetings/meetings.module.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { PublicController } from './public/public.controller.js';
import { PublicReads } from './public/public-reads.js';
import { VerifyController } from './public/verify.controller.js';
import { EditionsController } from './publication/editions.controller.js';
import { SearchController, searchControllers } from './search/search.controller.js';
import { StatisticsApiModule } from './statistics/statistics.module.js';

@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config, 'request'),
        DiscoveryModule,
        AccountsModule,
        ListingsModule,
        PublicationModule,
        MatchingModule,
        EngagementsModule,
        SearchModule,
        StatisticsModule,
        ListingsApiModule,
        EngagementsApiModule,
        MeetingsApiModule,
        StatisticsApiModule,
      ],
      controllers: [
        SessionsController,
        ApplicationsController,
        CoordinatorsController,
        MembersController,
        OrganisationsController,
        ControllersController,
        ChangesController,
        MatchingController,
        ...matchesControllers,
        SteeringController,
        GapsController,
        EditionsController,
        ImportFilesController,
        ImportsController,
        JobsController,
        FollowersController,
        HealthController,
        OpenApiController,
        PublicController,
        VerifyController,
        SearchController,
        ...searchControllers,
      ],
      providers: [
        DependentsReader,
        ImportUses,
        MatchAnswers,
        PublicReads,
        Watchers,
        Storage,
        { provide: APP_GUARD, useClass: RoomGuard },
        { provide: APP_GUARD, useClass: SessionGuard },
      ],
    };
  }
}
