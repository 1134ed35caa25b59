import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { cancelJob, type InputOf, type JobView, listJobs, readJob, retryJob, watchJob } from '#contracts';
import { InvalidInput } from '#kernel';
import { JobQueues } from '#platform';
import { Endpoint, Input } from '../http/endpoint.decorator.js';

/** How often a watcher is told, in milliseconds; a change between two looks is told at the next. */
const lookEvery = 300;

@Controller()
export class JobsController {
  constructor(private readonly queues: JobQueues) {}

  @Endpoint(listJobs)
  async list(@Input() { query }: InputOf<typeof listJobs>) {
    const offset = query.cursor === undefined ? 0 : Number(query.cursor);
    if (!Number.isInteger(offset) || offset < 0 || offset > 1e6) {
      throw new InvalidInput([
        {
          pointer: '/query/cursor',
          code: 'input.cursor',
          detail: '应为上一页给出的 next',
          value: query.cursor,
        },
      ]);
    }
    const items = await this.queues.list(query.state, query.limit, offset);
    return { items, next: items.length < query.limit ? null : String(offset + query.limit) };
  }

  @Endpoint(readJob)
  read(@Input() { params }: InputOf<typeof readJob>): Promise<JobView> {
    return this.queues.find(params.id);
  }

  @Endpoint(retryJob)
  retry(@Input() { params }: InputOf<typeof retryJob>): Promise<JobView> {
    return this.queues.retry(params.id);
  }

  @Endpoint(cancelJob)
  cancel(@Input() { params }: InputOf<typeof cancelJob>): Promise<JobView> {
    return this.queues.cancel(params.id);
  }

  /** Server-sent events `progress` with a JobView, until the job has ended or the reader has gone. */
  @Endpoint(watchJob)
  async watch(@Input() { params }: InputOf<typeof watchJob>, @Res() reply: FastifyReply): Promise<void> {
    let last = await this.queues.find(params.id);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    let gone = false;
    raw.on('close', () => {
      gone = true;
    });
    const tell = (job: JobView) => raw.write(`event: progress\ndata: ${JSON.stringify(job)}\n\n`);
    tell(last);
    for (let quiet = 0; !gone && last.state !== 'completed' && last.state !== 'failed'; ) {
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
      const now = await this.queues.find(params.id).catch(() => undefined);
      if (!now) break;
      if (JSON.stringify(now) !== JSON.stringify(last)) tell(now);
      else if (++quiet % 50 === 0) raw.write(': still here\n\n'); // keeps proxies from closing a silent stream
      last = now;
    }
    raw.end();
  }
}
