import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { Config, FileStore } from '#platform';
import { ClaimService } from './claim.service.js';
import { EngagementService } from './engagement.service.js';
import { EvidenceService } from './evidence.service.js';

@Module({
  imports: [AccountsModule],
  providers: [
    EngagementService,
    ClaimService,
    EvidenceService,
    {
      provide: FileStore,
      useFactory: (config: Config) => FileStore.below(config.get('DATA_DIR')),
      inject: [Config],
    },
  ],
  exports: [EngagementService, ClaimService, EvidenceService],
})
export class EngagementsModule {}
