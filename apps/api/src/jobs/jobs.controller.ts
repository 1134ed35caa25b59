import type { OutgoingHttpHeaders } from 'node:http';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Principal, reaches, SessionService } from '#accounts';
import { cancelJob, type InputOf, type JobView, listJobs, readJob, retryJob, watchJob } from '#contracts';
import { Config, type JobReader, Jobs } from '#platform';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { cookieName } from '../http/session.guard.js';
import { JobStream } from './job.stream.js';
import { Watchers } from './watchers.js';

/** Jobs are read by whoever asked for them, and by operators. */
function readerOf(caller: Principal): JobReader {
  return { personId: caller.personId, all: reaches(caller, 'job.list').includes('any') };
}

@Controller()
export class JobsController {
  constructor(
    private readonly jobs: Jobs,
    private readonly sessions: SessionService,
    private readonly watchers: Watchers,
    private readonly config: Config,
  ) {}

  @Endpoint(listJobs)
  list(@Input() { query }: InputOf<typeof listJobs>, @Caller() caller: Principal) {
    return this.jobs.list(query.state, readerOf(caller), query.limit, query.cursor);
  }

  @Endpoint(readJob)
  read(@Input() { params }: InputOf<typeof readJob>, @Caller() caller: Principal): Promise<JobView> {
    return this.jobs.find(params.id, readerOf(caller));
  }

  @Endpoint(retryJob)
  retry(@Input() { params }: InputOf<typeof retryJob>, @Caller() caller: Principal): Promise<JobView> {
    return this.jobs.retry(params.id, readerOf(caller));
  }

  @Endpoint(cancelJob)
  cancel(@Input() { params }: InputOf<typeof cancelJob>, @Caller() caller: Principal): Promise<JobView> {
    return this.jobs.cancel(params.id, readerOf(caller));
  }

  /** Server-sent events; at most five at a time for a person, and none for whoever has signed out. */
  @Endpoint(watchJob)
  async watch(
    @Input() { params }: InputOf<typeof watchJob>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = readerOf(caller);
    const first = await this.jobs.find(params.id, reader);
    const stream = new JobStream(reply.raw);
    const place = await this.watchers.enter(caller, () => stream.close());
    const token = request.cookies[cookieName(this.config)] ?? '';
    try {
      reply.hijack();
      await stream.run(first, {
        headers: reply.getHeaders() as OutgoingHttpHeaders,
        find: () => this.jobs.find(params.id, reader).catch(() => undefined),
        admitted: async () => (await this.sessions.resolve(token)) !== undefined && (await place.renew()),
        sessionEvery: this.config.get('WATCH_SESSION_SECONDS') * 1000,
      });
    } catch {
      reply.raw.end();
    } finally {
      await place.leave().catch(() => undefined); // where the database is away, the place ends by itself
    }
  }
}
