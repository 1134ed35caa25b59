import { type DynamicModule, Module } from '@nestjs/common';
import { ListingsModule } from '#listings';
import { MatchingModule } from '#matching';
import { type Config, PlatformModule } from '#platform';

/** What a process has that matches. */
@Module({})
export class MatchingBench {
  static of(config: Config): DynamicModule {
    return {
      module: MatchingBench,
      imports: [PlatformModule.forRoot(config), ListingsModule, MatchingModule],
    };
  }
}
