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
import { PaperOrders, ReviewFileService } from '#statistics';

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
    private readonly reviews: ReviewFileService,
    private readonly papers: PaperOrders,
  ) {}

  @HandlesJob(prune)
  async prune() {
    const { keys, jobs, accounts, states, meaning, papers } = this;
    for (const part of [keys, jobs, accounts, states, meaning, papers]) await part.prune();
  }

  @HandlesJob(sweepFiles)
  async sweep() {
    await checkFiles(this.db, this.files.objects); // never another platform's
    const swept = await this.files.sweep({
      imports: (names) => this.imports.filesInUse(names),
      proofs: async (hashes) => [
        ...(await this.evidence.filesInUse(hashes)),
        ...(await this.applications.filesInUse(hashes)),
        ...(await this.reviews.filesInUse(hashes)),
      ],
    });
    return { swept };
  }
}
