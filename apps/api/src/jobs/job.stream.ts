import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { JobView } from '#contracts';

/** How often a job is looked at, in milliseconds; a change between two looks is told at the next. */
const lookEvery = 300;
/** After so long without a change a line goes out, that keeps proxies from closing a silent stream. */
const quietFor = 15_000;
/** What a reader may leave unread before the stream is given up, in bytes. */
const unread = 256 * 1024;

const ended: readonly JobView['state'][] = ['completed', 'failed', 'cancelled'];

export interface Watch {
  /** Those of every answer. */
  readonly headers: OutgoingHttpHeaders;
  readonly find: () => Promise<JobView | undefined>;
  /** Asked every `sessionEvery` milliseconds: whether the reader is still signed in and has a place. */
  readonly admitted: () => Promise<boolean>;
  readonly sessionEvery: number;
}

/** Server-sent events `progress` with a JobView, until the job has ended, the reader has gone or may no longer read. */
export class JobStream {
  private gone = false;
  private wake: () => void = () => undefined;

  constructor(private readonly raw: ServerResponse) {
    raw.once('close', () => this.close());
  }

  close(): void {
    this.gone = true;
    this.wake();
  }

  async run(first: JobView, watch: Watch): Promise<void> {
    this.raw.writeHead(200, {
      ...watch.headers,
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    this.tell(first);
    let last = first;
    let toldAt = Date.now();
    let admittedAt = toldAt;
    while (!this.gone && !ended.includes(last.state)) {
      await this.pause();
      if (this.gone || this.raw.writableLength > unread) break;
      if (Date.now() - admittedAt >= watch.sessionEvery) {
        if (!(await watch.admitted())) break;
        admittedAt = Date.now();
      }
      const now = await watch.find();
      if (!now) break;
      if (JSON.stringify(now) !== JSON.stringify(last)) this.tell(now);
      else if (Date.now() - toldAt > quietFor) this.raw.write(': still here\n\n');
      else continue;
      toldAt = Date.now();
      last = now;
    }
    this.raw.end();
  }

  private tell(job: JobView): void {
    this.raw.write(`event: progress\ndata: ${JSON.stringify(job)}\n\n`);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, lookEvery);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
