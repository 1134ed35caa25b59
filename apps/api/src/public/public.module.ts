import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { ListingsModule } from '#listings';
import { PublicationModule } from '#publication';
import { StatisticsModule } from '#statistics';
import { PublicController } from './public.controller.js';
import { PublicReads } from './public-reads.js';
import { VerifyController } from './verify.controller.js';

@Module({
  imports: [AccountsModule, ListingsModule, PublicationModule, StatisticsModule],
  controllers: [PublicController, VerifyController],
  providers: [PublicReads],
})
export class PublicApiModule {}
