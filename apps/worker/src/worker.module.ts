import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { MatchingModule } from '#matching';
import { type Config, PlatformModule } from '#platform';
import { PublicationModule } from '#publication';
import { SearchModule } from '#search';
import { StatisticsModule } from '#statistics';

@Module({})
export class WorkerModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot(config),
        AccountsModule,
        ListingsModule,
        EngagementsModule,
        PublicationModule,
        MatchingModule,
        SearchModule,
        StatisticsModule,
        EngagementsModule,
      ],
    };
  }
}
