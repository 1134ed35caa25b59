import { Module } from '@nestjs/common';
import { ListingsModule } from '#listings';
import { EditionReader } from './edition.reader.js';
import { EditionService } from './edition.service.js';

@Module({
  imports: [ListingsModule],
  providers: [EditionService, EditionReader],
  exports: [EditionService, EditionReader],
})
export class PublicationModule {}
