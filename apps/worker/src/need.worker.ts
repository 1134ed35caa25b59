import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { MatchingService } from '#matching';

/** Milliseconds between two looks for needs that nobody has leased. */
const look = 1000;

/**
 * Ranks needs whose lists have changed, in every worker process: the one that follows the log notes them and begins, the
 * others take what it has not leased yet, and what a process that died has left.
 */
export class NeedWorker {
  private readonly stopped = new AbortController();
  private running: Promise<void> | undefined;
  private quiet = false;

  constructor(
    private readonly matching: MatchingService,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      try {
        await this.matching.work(signal);
        this.quiet = false;
      } catch (error) {
        if (!this.quiet) this.logger.warn({ err: error }, 'needs cannot be ranked, trying again');
        this.quiet = true;
      }
      await pause(look, undefined, { signal }).catch(() => undefined);
    }
  }
}
