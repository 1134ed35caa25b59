import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { ListingsModule } from '#listings';
import { DictionariesController } from '../dictionaries/dictionaries.controller.js';
import { ListingsAccess } from './listings.access.js';
import { CapabilitiesController, ScenariosController } from './listings.controller.js';

@Module({
  imports: [AccountsModule, ListingsModule],
  providers: [ListingsAccess],
  controllers: [ScenariosController, CapabilitiesController, DictionariesController],
})
export class ListingsApiModule {}
