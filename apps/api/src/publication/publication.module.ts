import { Module } from '@nestjs/common';
import { ListingsModule } from '#listings';
import { PublicationModule } from '#publication';
import { EditionsController } from './editions.controller.js';

@Module({
  imports: [ListingsModule, PublicationModule],
  controllers: [EditionsController],
})
export class PublicationApiModule {}
