import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';
import type { Database } from '../database/database.js';
import { RecordedJob } from '../entities/recorded-job.js';
import type { JobQueues } from '../queues/queues.js';

/** Milliseconds between two looks at the jobs, where no notification comes. */
const look = 3000;
/** Seconds without a sign after which a job is looked for in its queue. */
const silence = 15;
const jobsAtOnce = 500;
/** True of a job `j` that has given no sign for so many seconds. */
const silent = 'j.heardAt < clock_timestamp() - make_interval(secs => :silence)';

/**
 * Gives jobs to their queues: at once where one is asked for, and again where a queue does not have a job that has not
 * ended, because it was emptied or because the one who asked died. Every worker process has one; jobs have ids, so that
 * given twice is given once.
 */
export class JobKeeper {
  private running: Promise<void> | undefined;
  private client: Client | undefined;
  private readonly stopped = new AbortController();
  private wake: AbortController = new AbortController();
  private quiet = false;

  constructor(
    private readonly db: Database,
    private readonly queues: JobQueues,
    private readonly databaseUrl: string,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.keep();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    this.wake.abort();
    await this.running;
    await this.client?.end().catch(() => undefined);
  }

  /** One look at all jobs that have not ended. @returns how many were given. */
  async once(): Promise<number> {
    const open = await this.db.manager
      .createQueryBuilder(RecordedJob, 'j')
      .where("j.state = 'waiting'")
      .orWhere(`j.state IN ('delayed', 'active') AND ${silent}`, { silence })
      .orderBy('j.seq')
      .limit(jobsAtOnce)
      .getMany();
    let given = 0;
    for (const job of open) {
      const how = await this.queues.give(job);
      if (how === 'given') given++;
      if (how === 'spent')
        await this.db.query(
          `UPDATE jobs SET state = 'failed', error = coalesce(error, '多次中断'), finished_at = clock_timestamp()
           WHERE id = $1 AND state = $2 AND heard_at < clock_timestamp() - make_interval(secs => $3)`,
          [job.id, job.state, silence],
        );
    }
    return given;
  }

  private async keep(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      this.wake = new AbortController();
      try {
        await this.listen();
        const given = await this.once();
        if (given > 0) this.logger.debug({ given }, 'jobs given to their queues');
        this.quiet = false;
      } catch (error) {
        if (!this.quiet)
          this.logger.warn({ err: error }, 'jobs cannot be given to their queues, trying again');
        this.quiet = true;
      }
      await pause(look, undefined, { signal: this.wake.signal }).catch(() => undefined);
    }
  }

  private async listen(): Promise<void> {
    if (this.client) return;
    const client = new Client({
      connectionString: this.databaseUrl,
      application_name: 'duijie jobs',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    const lost = () => {
      this.client = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => this.wake.abort());
    await client.connect();
    await client.query('LISTEN jobs');
    this.client = client;
  }
}
