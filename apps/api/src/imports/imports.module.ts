import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { PublicationModule } from '#publication';
import { ImportFilesController } from './import.files.controller.js';
import { ImportUses } from './import.uses.js';
import { ImportsController } from './imports.controller.js';

@Module({
  imports: [AccountsModule, EngagementsModule, ListingsModule, PublicationModule],
  controllers: [ImportFilesController, ImportsController],
  providers: [ImportUses],
})
export class ImportsApiModule {}
