import { pino } from 'pino';
import { type JobDefinition, jobDefinitions, matchAll } from '#contracts';
import { Config, type Handler, handle, JobQueues, type JobRecords, JobWorkers } from '#platform';
import { type SuiteDatabase, suiteDatabase } from './database.js';
import { type RedisServer, startRedis } from './redis.js';

export const silent = pino({ level: 'silent' });

type Run = Parameters<typeof handle<{ runId: string }>>[1];

/** A handler of every job, as workers want them. */
export const handlersOf = (run: (job: string) => Run): Handler[] =>
  jobDefinitions.map((definition) =>
    handle(definition as unknown as JobDefinition<never>, run(definition.name) as never),
  );

/** Queues of a suite on either backend, and the workers that it starts. */
export class QueueStage {
  private readonly started: JobWorkers[] = [];

  private constructor(
    readonly suite: SuiteDatabase,
    readonly queues: JobQueues,
    readonly redis: RedisServer | undefined,
  ) {}

  static async open(backend: 'postgres' | 'redis'): Promise<QueueStage> {
    const suite = await suiteDatabase();
    const redis = backend === 'redis' ? await startRedis() : undefined;
    const queues = await JobQueues.open(
      Config.parse({ DATABASE_URL: suite.url, ...(redis ? { REDIS_URL: redis.url } : {}) }),
    );
    return new QueueStage(suite, queues, redis);
  }

  start(handlers: readonly Handler[], queue: 'matching' | 'imports', records?: JobRecords): JobWorkers {
    const workers = new JobWorkers(this.queues.backend, [...handlers], silent, [queue]);
    workers.start(records);
    this.started.push(workers);
    return workers;
  }

  /** Workers of the matching queue alone, with `run` for match.all and nothing for the rest. */
  work(run: Run, records?: JobRecords): JobWorkers {
    const handlers = handlersOf((job) => (job === matchAll.name ? run : async () => undefined));
    return this.start(handlers, 'matching', records);
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.started.splice(0).map((workers) => workers.stop()));
  }

  async close(): Promise<void> {
    await this.queues.close();
    await this.redis?.stop();
    await this.suite.drop();
  }
}
