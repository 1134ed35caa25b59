import type { JobView, QueueName } from '#contracts';

export interface JobRow {
  id: string;
  seq: string;
  queue: QueueName;
  name: string;
  payload: unknown;
  request_id: string | null;
  state: JobView['state'];
  progress: number;
  doing: string | null;
  result: unknown;
  error: string | null;
  attempts: number;
  created_at: Date;
  finished_at: Date | null;
}

export function viewOf(row: JobRow): JobView {
  return {
    id: row.id,
    queue: row.queue,
    name: row.name,
    state: row.state,
    progress: row.progress,
    doing: row.doing,
    result: row.result ?? undefined,
    error: row.error,
    attempts: row.attempts,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
