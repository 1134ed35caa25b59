import { Module } from '@nestjs/common';
import { ListingsModule } from '#listings';
import { EditionComposer } from './edition.composer.js';
import { EditionReader } from './edition.reader.js';
import { EditionService } from './edition.service.js';

@Module({
  imports: [ListingsModule],
  providers: [EditionComposer, EditionService, EditionReader],
  exports: [EditionService, EditionReader],
})
export class PublicationModule {}
