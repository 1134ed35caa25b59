import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccountsModule } from '#accounts';
import { type Config, PlatformModule } from '#platform';
import { AccountsApiModule } from './accounts/accounts.module.js';
import { EngagementsApiModule } from './engagements/engagements.module.js';
import { HealthApiModule } from './health/health.module.js';
import { RoomGuard } from './health/room.guard.js';
import { SessionGuard } from './http/session.guard.js';
import { ImportsApiModule } from './imports/imports.module.js';
import { JobsApiModule } from './jobs/jobs.module.js';
import { ListingsApiModule } from './listings/listings.module.js';
import { MatchingApiModule } from './matching/matching.module.js';
import { MeetingsApiModule } from './meetings/meetings.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { PublicApiModule } from './public/public.module.js';
import { PublicationApiModule } from './publication/publication.module.js';
import { SearchApiModule } from './search/search.module.js';
import { StatisticsApiModule } from './statistics/statistics.module.js';

@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config, 'request'),
        // For the guard that every request passes.
        AccountsModule,
        HealthApiModule,
        AccountsApiModule,
        ListingsApiModule,
        ImportsApiModule,
        MatchingApiModule,
        EngagementsApiModule,
        MeetingsApiModule,
        PublicationApiModule,
        SearchApiModule,
        StatisticsApiModule,
        JobsApiModule,
        OpenApiModule,
        PublicApiModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: RoomGuard },
        { provide: APP_GUARD, useClass: SessionGuard },
      ],
    };
  }
}
