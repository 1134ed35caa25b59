import { Module } from '@nestjs/common';
import { SearchModule } from '#search';
import { ListingsApiModule } from '../listings/listings.module.js';
import { SearchController, searchControllers } from './search.controller.js';

@Module({
  imports: [SearchModule, ListingsApiModule],
  controllers: [SearchController, ...searchControllers],
})
export class SearchApiModule {}
