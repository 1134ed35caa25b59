import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AccountsModule } from '#accounts';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { MatchingModule } from '#matching';
import { type Config, PlatformModule } from '#platform';
import { PublicationModule } from '#publication';
import { SearchModule } from '#search';
import { StatisticsModule } from '#statistics';
import { EngagementHandlers } from './handlers/engagements.js';
import { HousekeepingHandlers } from './handlers/housekeeping.js';
import { ImportHandlers } from './handlers/imports.js';
import { ListingHandlers } from './handlers/listings.js';
import { MatchingHandlers } from './handlers/matching.js';
import { PublicationHandlers } from './handlers/publication.js';
import { SearchHandlers } from './handlers/search.js';
import { StatisticsHandlers } from './handlers/statistics.js';

@Module({})
export class WorkerModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        DiscoveryModule,
        PlatformModule.forRoot(config),
        AccountsModule,
        ListingsModule,
        EngagementsModule,
        PublicationModule,
        MatchingModule,
        SearchModule,
        StatisticsModule,
      ],
      providers: [
        EngagementHandlers,
        HousekeepingHandlers,
        ImportHandlers,
        ListingHandlers,
        MatchingHandlers,
        PublicationHandlers,
        SearchHandlers,
        StatisticsHandlers,
      ],
    };
  }
}
