import { Injectable } from '@nestjs/common';
import { AuditService } from '#accounts';
import { endDecisions, matchAll, matchChunk, reconcileMatches } from '#contracts';
import { ChunkService, DecisionService, ReconcileService, RunCoordinator } from '#matching';
import { HandlesJob, type JobContext } from '#platform';

@Injectable()
export class MatchingHandlers {
  constructor(
    private readonly coordinator: RunCoordinator,
    private readonly chunks: ChunkService,
    private readonly decisions: DecisionService,
    private readonly reconciling: ReconcileService,
    private readonly audit: AuditService,
  ) {}

  @HandlesJob(reconcileMatches)
  reconcile() {
    return this.reconciling.reconcile();
  }

  @HandlesJob(endDecisions)
  async endLapsed() {
    return { ended: await this.decisions.endLapsed((tx, entry) => this.audit.record(tx, entry)) };
  }

  @HandlesJob(matchAll)
  async matchAll({ runId }: { readonly runId: string }, context: JobContext) {
    try {
      const run = await this.coordinator.run(runId, (progress) => context.report(progress));
      if (run.state === 'failed') throw new Error(run.error ?? 'the run failed');
      return { runId: run.id, state: run.state, pairs: run.pairs, firmPairs: run.firm_pairs };
    } catch (error) {
      if (context.attempt >= matchAll.attempts) await this.coordinator.fail(runId, error as Error);
      throw error;
    }
  }

  @HandlesJob(matchChunk)
  async matchChunk(
    { runId, number }: { readonly runId: string; readonly number: number },
    context: JobContext,
  ) {
    try {
      return await this.chunks.run(runId, number);
    } catch (error) {
      if (context.attempt >= matchChunk.attempts) await this.chunks.fail(runId, number, error as Error);
      throw error;
    }
  }
}
