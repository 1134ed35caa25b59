import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Principal, SessionService } from '#accounts';
import { cancelJob, type InputOf, type JobView, listJobs, readJob, retryJob, watchJob } from '#contracts';
import { InvalidInput } from '#kernel';
import { Config, JobQueues } from '#platform';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { cookieName } from '../http/session.guard.js';
import { JobStream } from './job.stream.js';
import { Watchers } from './watchers.js';

@Controller()
export class JobsController {
  constructor(
    private readonly queues: JobQueues,
    private readonly sessions: SessionService,
    private readonly watchers: Watchers,
    private readonly config: Config,
  ) {}

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

  /** Server-sent events; at most five at a time for a person, and none for whoever has signed out. */
  @Endpoint(watchJob)
  async watch(
    @Input() { params }: InputOf<typeof watchJob>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const first = await this.queues.find(params.id);
    const stream = new JobStream(reply.raw);
    const leave = this.watchers.enter(caller, () => stream.close());
    const token = request.cookies[cookieName] ?? '';
    try {
      reply.hijack();
      await stream.run(first, {
        find: () => this.queues.find(params.id).catch(() => undefined),
        admitted: async () => (await this.sessions.resolve(token)) !== undefined,
        sessionEvery: this.config.get('WATCH_SESSION_SECONDS') * 1000,
      });
    } catch {
      reply.raw.end();
    } finally {
      leave();
    }
  }
}
