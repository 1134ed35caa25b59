import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { ClaimAudit } from './claim.audit.js';
import { ClaimService } from './claim.service.js';
import { EngagementService } from './engagement.service.js';
import { EvidenceService } from './evidence.service.js';

@Module({
  imports: [AccountsModule],
  providers: [EngagementService, ClaimService, ClaimAudit, EvidenceService],
  exports: [EngagementService, ClaimService, ClaimAudit, EvidenceService],
})
export class EngagementsModule {}
