import { type Job, type JobState, Queue } from 'bullmq';
import { type JobDefinition, type JobView, jobDefinitions, type QueueName, queueNames } from '#contracts';
import { NotFound } from '#kernel';
import type { Config } from '../config/config.js';
import { currentRequestId } from '../context/context.js';
import type { RecordedJob } from '../entities/recorded-job.js';
import { openBackend, type QueueBackend } from './backend.js';
import { JobScheduled, JobUnderWay, QueuesAway } from './errors.js';

/** What lies in a queue: the payload, and the request that led to it. */
export interface Envelope<P = unknown> {
  readonly payload: P;
  readonly requestId?: string;
  /** Id of its row, where the keeper gave it. */
  readonly row?: string;
}

/** Progress as handlers report it. */
export interface Progress {
  /** 0 to 1. */
  readonly done: number;
  readonly doing?: string;
}

/** How long a caller waits for the queues, in milliseconds. */
const patience = 5000;

const day = 24 * 3600;
/** A queue forgets what was cancelled. */
type QueueState = Exclude<JobView['state'], 'cancelled'>;

const shown: Record<string, JobView['state']> = {
  waiting: 'waiting',
  prioritized: 'waiting',
  'waiting-children': 'waiting',
  delayed: 'delayed',
  active: 'active',
  completed: 'completed',
  failed: 'failed',
};

/** The producers' side of the queues, and what an operator sees of them. */
export class JobQueues {
  private constructor(
    readonly backend: QueueBackend,
    /** How many jobs of a queue run at a time over all workers, where that is bounded. */
    private readonly bounds: Readonly<Partial<Record<QueueName, number>>>,
    private readonly queues: ReadonlyMap<QueueName, Queue<Envelope>>,
  ) {}

  static async open(config: Config): Promise<JobQueues> {
    const backend = await openBackend(config);
    const queues = new Map(
      queueNames.map((name) => [name, new Queue<Envelope>(name, backend.producer(4))] as const),
    );
    for (const queue of queues.values()) queue.on('error', () => undefined); // reported by the call that fails
    return new JobQueues(backend, { imports: config.get('IMPORTS_AT_ONCE') }, queues);
  }

  /** Adds a job, or finds the one with the same id. @returns its public id, `<queue>.<id>`. */
  async add<P>(definition: JobDefinition<P>, payload: P, requestId = currentRequestId()): Promise<string> {
    const jobId = definition.id?.(payload);
    const job = await inTime(
      this.queue(definition.queue).add(
        definition.name,
        requestId === undefined ? { payload } : { payload, requestId },
        {
          ...(jobId === undefined ? {} : { jobId }),
          ...optionsOf(definition),
        },
      ),
    );
    return `${definition.queue}.${job.id}`;
  }

  /**
   * Gives a job that has a row to its queue, unless it lies there already.
   * @returns `spent` where the queue has given it up after all its attempts.
   */
  give(row: RecordedJob): Promise<'given' | 'there' | 'spent'> {
    return inTime(this.given(row));
  }

  private async given(row: RecordedJob): Promise<'given' | 'there' | 'spent'> {
    const definition: Pick<JobDefinition<unknown>, 'attempts' | 'backoffMs'> | undefined =
      jobDefinitions.find(({ name }) => name === row.name);
    if (!definition) return 'spent'; // of a version that had such jobs
    const own = row.id.slice(row.queue.length + 1);
    // Ids that the queue's own schedules make are not allowed to others.
    const jobId = own.includes(':') || /^\d+$/.test(own) ? `again-${own.replaceAll(':', '-')}` : own;
    const queue = this.queue(row.queue);
    const before = await queue.getJob(jobId);
    const state = await before?.getState();
    if (before && state !== 'completed' && state !== 'failed' && state !== 'unknown') return 'there';
    if (state === 'failed' && row.state !== 'waiting' && row.attempts >= definition.attempts) return 'spent';
    await before?.remove();
    const bound = this.bounds[row.queue];
    // Said with every job: a queue that was emptied has forgotten it.
    if (bound !== undefined) await queue.setGlobalConcurrency(bound);
    await queue.add(
      row.name,
      {
        payload: row.payload,
        row: row.id,
        ...(row.requestId === null ? {} : { requestId: row.requestId }),
      },
      { jobId, ...optionsOf(definition) },
    );
    return 'given';
  }

  /** Runs a job at every `pattern` (cron, Asia/Shanghai), once however many processes ask for it. */
  async schedule<P>(definition: JobDefinition<P>, pattern: string, payload: P): Promise<void> {
    await this.queue(definition.queue).upsertJobScheduler(
      definition.name,
      { pattern, tz: 'Asia/Shanghai' },
      {
        name: definition.name,
        data: { payload },
        opts: { attempts: definition.attempts, removeOnComplete: { age: day, count: 100 } },
      },
    );
  }

  /** True where the schedule is there and its next job lies in the queue. */
  async isScheduled(
    definition: Pick<JobDefinition<unknown>, 'name' | 'queue'>,
    pattern: string,
  ): Promise<boolean> {
    const queue = this.queue(definition.queue);
    const scheduler = await queue.getJobScheduler(definition.name);
    if (scheduler?.pattern !== pattern || scheduler.next === undefined) return false;
    return (await queue.getJob(`repeat:${definition.name}:${scheduler.next}`)) !== undefined;
  }

  find(publicId: string): Promise<JobView> {
    return inTime(this.found(publicId));
  }

  private async found(publicId: string): Promise<JobView> {
    const seen = await view(await this.job(publicId));
    // It ended between the reading of the job and that of its state: what it left behind is there now.
    const ended = seen.state === 'completed' || seen.state === 'failed';
    return ended && seen.finishedAt === null ? view(await this.job(publicId)) : seen;
  }

  list(state: QueueState, limit: number, offset = 0): Promise<JobView[]> {
    return inTime(this.listed(state, limit, offset));
  }

  private async listed(state: QueueState, limit: number, offset: number): Promise<JobView[]> {
    const states: JobState[] = state === 'waiting' ? ['waiting', 'prioritized'] : [state];
    const all = await Promise.all(
      [...this.queues.values()].map((queue) => queue.getJobs(states, 0, offset + limit - 1)),
    );
    const jobs = all.flat().filter((job) => job !== undefined);
    jobs.sort((a, b) => b.timestamp - a.timestamp);
    return Promise.all(jobs.slice(offset, offset + limit).map(view));
  }

  async counts(): Promise<Record<QueueName, Record<string, number>>> {
    const entries = await Promise.all(
      [...this.queues].map(
        async ([name, queue]) =>
          [name, await queue.getJobCounts('waiting', 'active', 'delayed', 'failed', 'completed')] as const,
      ),
    );
    return Object.fromEntries(entries) as Record<QueueName, Record<string, number>>;
  }

  /** @throws NotFound; a job that has not failed stays as it is. */
  retry(publicId: string): Promise<JobView> {
    return inTime(this.retried(publicId));
  }

  private async retried(publicId: string): Promise<JobView> {
    const job = await this.job(publicId);
    if ((await job.getState()) === 'failed')
      try {
        await job.retry('failed', { resetAttemptsMade: true });
      } catch (error) {
        if ((await (await this.job(publicId)).getState()) === 'failed') throw error; // else somebody else was faster
      }
    return view(await this.job(publicId));
  }

  /**
   * Takes a job that has not begun out of its queue; the answer shows it as it was.
   * @throws JobUnderWay `job.under_way` for one that runs or has ended; JobScheduled `job.scheduled` for the next one of a
   * schedule, which belongs to it.
   */
  cancel(publicId: string): Promise<JobView> {
    return inTime(this.cancelled(publicId));
  }

  private async cancelled(publicId: string): Promise<JobView> {
    const job = await this.job(publicId);
    const before = await view(job);
    if (before.state !== 'waiting' && before.state !== 'delayed') throw new JobUnderWay(before.state);
    if (job.repeatJobKey !== undefined) throw new JobScheduled();
    try {
      await job.remove();
    } catch (error) {
      const { state } = await view(await this.job(publicId));
      throw state === before.state ? error : new JobUnderWay(state); // it began meanwhile
    }
    return before;
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  private queue(name: QueueName): Queue<Envelope> {
    const queue = this.queues.get(name);
    if (!queue) throw new Error(`no queue ${name}`);
    return queue;
  }

  private async job(publicId: string): Promise<Job<Envelope>> {
    const dot = publicId.indexOf('.');
    const queue = this.queues.get(publicId.slice(0, dot) as QueueName);
    const job = await queue?.getJob(publicId.slice(dot + 1));
    if (!job) throw new NotFound('任务', publicId);
    return job;
  }
}

/**
 * The answer, or QueuesAway after five seconds. Redis that hangs or is gone keeps commands waiting for as long as it is:
 * what was asked may still happen afterwards, as with any answer that got lost.
 */
async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new QueuesAway()), patience);
  });
  asked.catch(() => undefined); // it may fail after nobody waits any more
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

function optionsOf({ attempts, backoffMs }: Pick<JobDefinition<unknown>, 'attempts' | 'backoffMs'>) {
  return {
    attempts,
    backoff: { type: 'exponential', delay: backoffMs },
    removeOnComplete: { age: day, count: 5000 },
  };
}

async function view(job: Job<Envelope>): Promise<JobView> {
  const state = shown[await job.getState()] ?? 'waiting';
  const progress = job.progress as Partial<Progress> | number | undefined;
  const done = typeof progress === 'object' ? (progress.done ?? 0) : 0;
  return {
    id: `${job.queueName}.${job.id}`,
    queue: job.queueName,
    name: job.name,
    state,
    progress: state === 'completed' ? 1 : Math.min(1, Math.max(0, done)),
    doing: typeof progress === 'object' ? (progress.doing ?? null) : null,
    result: job.returnvalue ?? undefined,
    error: state === 'failed' ? (job.failedReason ?? null) : null,
    attempts: job.attemptsMade,
    createdAt: new Date(job.timestamp).toISOString(),
    finishedAt: job.finishedOn === undefined ? null : new Date(job.finishedOn).toISOString(),
  };
}
