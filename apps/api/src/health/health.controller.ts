import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type AnswerOf, live, ready } from '#contracts';
import { Config, Database, FollowerStates, JobQueues } from '#platform';
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
    private readonly states: FollowerStates,
  ) {}

  @Endpoint(live)
  live(): AnswerOf<typeof live> {
    return { status: 'ok' };
  }

  /** Without Meilisearch people still search, on PostgreSQL, and without space they still read: degraded, and ready. */
  @Endpoint(ready)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Ready> {
    const [database, queues, search, storage, followers] = await Promise.all([
      probe('PostgreSQL', () => this.db.ping()),
      probe(`BullMQ on ${this.queues.backend.kind}`, () => this.queues.counts()),
      this.search(),
      this.storage.look(),
      this.followers(),
    ]);
    const whole = search.ok && storage.ok && followers.ok;
    const status = !database.ok || !queues.ok ? 'unavailable' : whole ? 'ok' : 'degraded';
    if (status === 'unavailable') void reply.status(503);
    return { status, database, queues, search, storage, followers };
  }

  /** Facts wait: figures, search or matches are behind what people have done. */
  private async followers(): Promise<Ready['followers']> {
    const most = this.config.get('FOLLOWER_LAG_SECONDS');
    try {
      const [states, unread] = await Promise.all([this.states.list(), this.states.oldestUnread()]);
      const late = [...states, { follower: 'worker', oldest: unread }].flatMap(({ follower, oldest }) => {
        const seconds = oldest === null ? 0 : Math.floor((Date.now() - +oldest) / 1000);
        return seconds > most ? [`${follower} ${seconds} s behind`] : [];
      });
      return { ok: late.length === 0, detail: late.join(', ') || `within ${most} s` };
    } catch {
      return { ok: false, detail: 'followers: no answer' };
    }
  }

  private search(): Promise<Ready['search']> {
    const url = this.config.get('MEILI_URL');
    if (url === undefined) return Promise.resolve({ ok: true, detail: 'PostgreSQL' });
    return probe('Meilisearch', async () => {
      const answer = await fetch(new URL('/health', url), {
        redirect: 'error',
        signal: AbortSignal.timeout(1500),
      });
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
