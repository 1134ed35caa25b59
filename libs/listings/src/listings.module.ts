import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { entityModule } from '#platform';
import { DictionaryService } from './dictionary.service.js';
import { listingsEntities } from './entities/index.js';
import { HeaderMemory } from './import/header.memory.js';
import { ImportService } from './import/import.service.js';
import { ListingQueries } from './listing.queries.js';
import { ListingReader } from './listing.reader.js';
import { ListingService } from './listing.service.js';
import { ListingWriter } from './listing.writer.js';

const services = [
  DictionaryService,
  HeaderMemory,
  ImportService,
  ListingQueries,
  ListingReader,
  ListingService,
  ListingWriter,
];

@Module({ imports: [entityModule(listingsEntities), AccountsModule], providers: services, exports: services })
export class ListingsModule {}
