import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type AnswerOf, live, ready } from '#contracts';
import { Config, Database, JobQueues } from '#platform';
import { Endpoint } from '../http/endpoint.decorator.js';
import { Storage } from './storage.js';

type Ready = AnswerOf<typeof ready>;

@Controller()
export class HealthController {
  constructor(
    private readonly db: Database,
    private readonly queues: JobQueues,
    private readonly config: Config,
    private readonly storage: Storage,
  ) {}

  @Endpoint(live)
  live(): AnswerOf<typeof live> {
    return { status: 'ok' };
  }

  /** Without Meilisearch people still search, on PostgreSQL, and without space they still read: degraded, and ready. */
  @Endpoint(ready)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Ready> {
    const [database, queues, search, storage] = await Promise.all([
      probe('PostgreSQL', () => this.db.query('SELECT 1')),
      probe(`BullMQ on ${this.queues.backend.kind}`, () => this.queues.counts()),
      this.search(),
      this.storage.look(),
    ]);
    const status = !database.ok || !queues.ok ? 'unavailable' : search.ok && storage.ok ? 'ok' : 'degraded';
    if (status === 'unavailable') void reply.status(503);
    return { status, database, queues, search, storage };
  }

  private search(): Promise<Ready['search']> {
    const url = this.config.get('MEILI_URL');
    if (url === undefined) return Promise.resolve({ ok: true, detail: 'PostgreSQL' });
    return probe('Meilisearch', async () => {
      const answer = await fetch(new URL('/health', url), { signal: AbortSignal.timeout(1500) });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
    });
  }
}

async function probe(name: string, ask: () => Promise<unknown>): Promise<Ready['database']> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in 3 s')), 3000);
  });
  try {
    await Promise.race([ask(), late]);
    return { ok: true, detail: name };
  } catch {
    return { ok: false, detail: `${name}: no answer` };
  } finally {
    clearTimeout(timer);
  }
}
