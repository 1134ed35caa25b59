import type { INestApplicationContext } from '@nestjs/common';
import { AuditService } from '#accounts';
import { endDecisions, matchAll, matchChunk, reconcileMatches } from '#contracts';
import { ChunkService, DecisionService, ReconcileService, RunCoordinator } from '#matching';
import { type Handler, handle } from '#platform';

export function matchingHandlers(app: INestApplicationContext): Handler[] {
  const coordinator = app.get(RunCoordinator);
  const chunks = app.get(ChunkService);
  const decisions = app.get(DecisionService);
  const audit = app.get(AuditService);
  const reconciling = app.get(ReconcileService);
  return [
    handle(reconcileMatches, () => reconciling.reconcile()),
    handle(endDecisions, async () => ({
      ended: await decisions.endLapsed((tx, entry) => audit.record(tx, entry)),
    })),
    handle(matchAll, async (job, context) => {
      try {
        const run = await coordinator.run(job.runId, (progress) => context.report(progress));
        if (run.state === 'failed') throw new Error(run.error ?? 'the run failed');
        return { runId: run.id, state: run.state, pairs: run.pairs, firmPairs: run.firm_pairs };
      } catch (error) {
        if (context.attempt >= matchAll.attempts) await coordinator.fail(job.runId, error as Error);
        throw error;
      }
    }),
    handle(matchChunk, async (job, context) => {
      try {
        return await chunks.run(job.runId, job.number);
      } catch (error) {
        if (context.attempt >= matchChunk.attempts) await chunks.fail(job.runId, job.number, error as Error);
        throw error;
      }
    }),
  ];
}
