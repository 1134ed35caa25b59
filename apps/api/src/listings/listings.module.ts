import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { DictionariesController } from '../dictionaries/dictionaries.controller.js';
import { ListingsAccess } from './listings.access.js';
import { listingControllers } from './listings.controller.js';
import { Sights } from './sights.js';

@Module({
  imports: [AccountsModule, EngagementsModule, ListingsModule],
  providers: [ListingsAccess, Sights],
  exports: [Sights],
  controllers: [...listingControllers, DictionariesController],
})
export class ListingsApiModule {}
