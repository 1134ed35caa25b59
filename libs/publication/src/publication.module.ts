import { Module } from '@nestjs/common';
import { ListingsModule } from '#listings';
import { entityModule } from '#platform';
import { EditionComposer } from './edition.composer.js';
import { EditionReader } from './edition.reader.js';
import { EditionService } from './edition.service.js';
import { publicationEntities } from './entities/index.js';

@Module({
  imports: [entityModule(publicationEntities), ListingsModule],
  providers: [EditionComposer, EditionService, EditionReader],
  exports: [EditionService, EditionReader],
})
export class PublicationModule {}
