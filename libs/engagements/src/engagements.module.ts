import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { entityModule } from '#platform';
import { ClaimAudit } from './claim.audit.js';
import { ClaimDeadlines } from './claim.deadlines.js';
import { ClaimService } from './claim.service.js';
import { DisputeService } from './dispute.service.js';
import { EngagementService } from './engagement.service.js';
import { engagementsEntities } from './entities/index.js';
import { EvidenceService } from './evidence.service.js';
import { FlagService } from './flag.service.js';
import { MeetingClaims } from './meeting.claims.js';
import { SampleService } from './sample.service.js';

const services = [
  EngagementService,
  ClaimService,
  ClaimDeadlines,
  ClaimAudit,
  DisputeService,
  EvidenceService,
  FlagService,
  SampleService,
  MeetingClaims,
];

@Module({
  imports: [entityModule(engagementsEntities), AccountsModule],
  providers: services,
  exports: services,
})
export class EngagementsModule {}
