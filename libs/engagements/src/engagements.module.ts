import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { ClaimService } from './claim.service.js';
import { EngagementService } from './engagement.service.js';
import { EvidenceService } from './evidence.service.js';

@Module({
  imports: [AccountsModule],
  providers: [EngagementService, ClaimService, EvidenceService],
  exports: [EngagementService, ClaimService, EvidenceService],
})
export class EngagementsModule {}
