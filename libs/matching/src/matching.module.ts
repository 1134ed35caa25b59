import { Module } from '@nestjs/common';
import { ListingsModule } from '#listings';
import { CatalogueCache } from './catalogue.cache.js';
import { MatchReader } from './match.reader.js';
import { MatchingService } from './matching.service.js';
import { MatchRunService } from './run.service.js';

@Module({
  imports: [ListingsModule],
  providers: [CatalogueCache, MatchingService, MatchRunService, MatchReader],
  exports: [MatchingService, MatchRunService, MatchReader],
})
export class MatchingModule {}
