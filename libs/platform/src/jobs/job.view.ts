import type { JobView } from '#contracts';
import type { RecordedJob } from '../entities/recorded-job.js';

export function jobView(job: RecordedJob): JobView {
  const { id, queue, name, state, progress, doing, error, attempts, createdAt, finishedAt } = job;
  return {
    id,
    queue,
    name,
    state,
    progress,
    doing,
    result: job.result ?? undefined,
    error,
    attempts,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
