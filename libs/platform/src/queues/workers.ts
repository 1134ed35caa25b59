import { availableParallelism } from 'node:os';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Logger } from 'pino';
import { type JobDefinition, jobDefinitions, type QueueName, queueNames } from '#contracts';
import { newId } from '#kernel';
import { withContext } from '../context/context.js';
import { type JobRecords, type Running, recorded } from '../jobs/records.js';
import type { QueueBackend } from './backend.js';
import type { Envelope, Progress } from './queues.js';

export interface JobContext {
  readonly jobId: string;
  readonly attempt: number;
  report(progress: Progress): Promise<void>;
}

export interface Handler {
  readonly definition: JobDefinition<never>;
  readonly run: (payload: never, context: JobContext) => Promise<unknown>;
}

export function handle<P>(
  definition: JobDefinition<P>,
  run: (payload: P, context: JobContext) => Promise<unknown>,
): Handler {
  return { definition: definition as unknown as JobDefinition<never>, run: run as Handler['run'] };
}

class HandlersWrong extends Error {
  readonly code = 'jobs.handlers';
}

/** @throws HandlersWrong `jobs.handlers` when a known job has no handler, or two. */
export function checkHandlers(
  handlers: readonly Handler[],
  known: readonly { readonly name: string }[] = jobDefinitions,
): void {
  const faults = known.flatMap(({ name }) => {
    const count = handlers.filter((h) => h.definition.name === name).length;
    return count === 1 ? [] : [`${name} has ${count === 0 ? 'no handler' : `${count} handlers`}`];
  });
  for (const { definition } of handlers)
    if (!known.some((k) => k.name === definition.name)) faults.push(`${definition.name} is not a known job`);
  if (faults.length > 0) throw new HandlersWrong(faults.join('; '));
}

/** The others wait: reading a file keeps a processor busy, and one stays free for people who read. */
export const importsAtOnce = Math.max(1, Math.min(2, availableParallelism() - 1));

/** How many jobs of a queue one process runs at a time: Meilisearch takes together what comes together. */
const concurrency: Record<QueueName, number> = {
  search: 24,
  matching: 2,
  chunks: 4,
  imports: importsAtOnce,
  housekeeping: 2,
};

/** The consumers' side of the queues. */
export class JobWorkers {
  private readonly workers: Worker<Envelope>[] = [];
  /** Told of every job that ended here, in seconds. */
  onEnd: (job: { readonly name: string; readonly failed: boolean; readonly seconds: number }) => void = () =>
    undefined;

  constructor(
    private readonly backend: QueueBackend,
    private readonly handlers: readonly Handler[],
    private readonly logger: Logger,
    private readonly only: readonly QueueName[] = queueNames,
  ) {
    checkHandlers(handlers);
  }

  /** @param records the rows of jobs; without them the queue alone knows how far a job is. */
  start(records?: JobRecords): void {
    const byName = new Map(this.handlers.map((handler) => [handler.definition.name, handler]));
    for (const queue of this.only) {
      const worker = new Worker<Envelope>(queue, (job) => this.run(byName.get(job.name), job, records), {
        ...this.backend.connection(concurrency[queue] + 1),
        concurrency: concurrency[queue],
        lockDuration: 15_000,
        stalledInterval: 5_000,
        maxStalledCount: 10,
      });
      worker.on('error', (error) => this.logger.warn({ err: error, queue }, 'queue connection'));
      worker.on('failed', (job, error) => {
        this.logger.error(
          { err: error, job: job?.name, id: job?.id, attempt: job?.attemptsMade },
          'job failed',
        );
        if (job) this.ended(job, true);
      });
      worker.on('completed', (job) => this.ended(job, false));
      this.workers.push(worker);
    }
  }

  /** Running jobs finish; what has not begun stays in the queue. */
  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  private ended({ name, processedOn, finishedOn }: Job<Envelope>, failed: boolean): void {
    const now = Date.now();
    this.onEnd({ name, failed, seconds: ((finishedOn ?? now) - (processedOn ?? now)) / 1000 });
  }

  private run(handler: Handler | undefined, job: Job<Envelope>, records?: JobRecords): Promise<unknown> {
    if (!handler) throw new UnrecoverableError(`no handler for ${job.name}`);
    const running: Running = {
      id: job.data.row ?? `${job.queueName}.${job.id}`,
      queue: job.queueName,
      name: job.name,
      payload: job.data.payload,
      attempt: job.attemptsMade + 1,
      attempts: handler.definition.attempts,
    };
    return withContext({ requestId: job.data.requestId ?? newId() }, async () => {
      const started = performance.now();
      const queue = (progress: Progress) => job.updateProgress({ ...progress });
      const work = (context: Omit<JobContext, 'jobId'>) =>
        handler.run(job.data.payload as never, { ...context, jobId: running.id });
      const result = records
        ? await recorded(records, running, queue, work)
        : await work({ attempt: running.attempt, report: queue });
      this.logger.info(
        { job: job.name, id: job.id, ms: Math.round(performance.now() - started) },
        'job done',
      );
      return result;
    });
  }
}
