import type { Logger } from 'pino';
import type { JobDefinition } from '#contracts';
import type { JobQueues } from './queues.js';

/** A job that comes at every `pattern` (cron, Asia/Shanghai). */
export interface Schedule {
  readonly definition: JobDefinition<{ readonly scheduled: boolean }>;
  readonly pattern: string;
}

/**
 * Looks after schedules as long as it runs: what a queue has lost, because it was emptied or its server replaced, is put
 * back. Every worker process has one; a schedule is there once however many put it back.
 */
export class ScheduleKeeper {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private away = false;

  constructor(
    private readonly queues: JobQueues,
    private readonly schedules: readonly Schedule[],
    private readonly logger: Logger,
    private readonly everyMs = 30_000,
  ) {}

  start(): void {
    void this.look();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** @returns the names of those that were put back. */
  async mend(): Promise<string[]> {
    const mended: string[] = [];
    for (const { definition, pattern } of this.schedules) {
      if (await this.queues.isScheduled(definition, pattern)) continue;
      await this.queues.schedule(definition, pattern, { scheduled: true });
      mended.push(definition.name);
    }
    return mended;
  }

  private async look(): Promise<void> {
    try {
      const mended = await this.mend();
      if (mended.length > 0) this.logger.info({ schedules: mended }, 'schedules set');
      this.away = false;
    } catch (error) {
      if (!this.away) this.logger.warn({ err: error }, 'schedules: the queues do not answer, trying again');
      this.away = true;
    }
    if (!this.stopped) this.timer = setTimeout(() => void this.look(), this.everyMs);
  }
}
