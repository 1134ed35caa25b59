import { Injectable } from '@nestjs/common';
import { AccountsPruning, ApplicationProof } from '#accounts';
import { prune, sweepFiles } from '#contracts';
import { EvidenceService } from '#engagements';
import { ImportService } from '#listings';
import { MeaningService } from '#matching';
import {
  checkFiles,
  Database,
  FileStore,
  FollowerStates,
  HandlesJob,
  IdempotencyKeys,
  Jobs,
} from '#platform';

/** What nobody needs any more goes, each lib's own by that lib; and the files that no row names. */
@Injectable()
export class HousekeepingHandlers {
  constructor(
    private readonly db: Database,
    private readonly files: FileStore,
    private readonly keys: IdempotencyKeys,
    private readonly jobs: Jobs,
    private readonly states: FollowerStates,
    private readonly accounts: AccountsPruning,
    private readonly meaning: MeaningService,
    private readonly imports: ImportService,
    private readonly evidence: EvidenceService,
    private readonly applications: ApplicationProof,
  ) {}

  @HandlesJob(prune)
  async prune() {
    for (const part of [this.keys, this.jobs, this.accounts, this.states, this.meaning]) await part.prune();
  }

  @HandlesJob(sweepFiles)
  async sweep() {
    await checkFiles(this.db, this.files.objects); // never another platform's
    const swept = await this.files.sweep({
      imports: (names) => this.imports.filesInUse(names),
      proofs: async (hashes) => [
        ...(await this.evidence.filesInUse(hashes)),
        ...(await this.applications.filesInUse(hashes)),
      ],
    });
    return { swept };
  }
}
