import { Module } from '@nestjs/common';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { ListingsApiModule } from '../listings/listings.module.js';
import { ClaimsController } from './claims.controller.js';
import { EngagementsController } from './engagements.controller.js';
import { SubjectReader } from './subject.reader.js';
import { VerificationController } from './verification.controller.js';

@Module({
  imports: [EngagementsModule, ListingsModule, ListingsApiModule],
  controllers: [EngagementsController, ClaimsController, VerificationController],
  providers: [SubjectReader],
  exports: [SubjectReader],
})
export class EngagementsApiModule {}
