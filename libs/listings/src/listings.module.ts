import { Module } from '@nestjs/common';
import { ListingQueries } from './listing.queries.js';
import { ListingReader } from './listing.reader.js';
import { ListingService } from './listing.service.js';

@Module({
  providers: [ListingService, ListingReader, ListingQueries],
  exports: [ListingService, ListingReader, ListingQueries],
})
export class ListingsModule {}
