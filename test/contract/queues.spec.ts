import { randomBytes } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { matchAll, prune, reconcileIndex, stageImport } from '#contracts';
import { currentRequestId, type JobQueues, ScheduleKeeper } from '#platform';
import { eventually } from '../support/app.js';
import { handlersOf, QueueStage, silent } from '../support/queues.js';
import { redisIsHere } from '../support/redis.js';

const backends = ['postgres', 'redis'] as const;

describe.each(backends)('queues on %s', (backend) => {
  if (backend === 'redis' && !redisIsHere) {
    it.skip('needs redis-server on the PATH (Debian: apt-get install redis-server)', () => undefined);
    return;
  }
  let stage: QueueStage;
  let queues: JobQueues;

  beforeAll(async () => {
    stage = await QueueStage.open(backend);
    ({ queues } = stage);
  });
  afterEach(() => stage.stopWorkers());
  afterAll(() => stage.close());

  const work: QueueStage['work'] = (run) => stage.work(run);
  const runId = () => randomBytes(4).toString('hex');

  it('works on two imports at a time, however many workers there are, and on all of them in the end', async () => {
    let [now, most, done] = [0, 0, 0];
    const handlers = handlersOf(() => async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 150));
      [now, done] = [now - 1, done + 1];
    });
    for (let n = 0; n < 3; n++) stage.start(handlers, 'imports');
    const row = { payload: {}, request_id: null, state: 'waiting', attempts: 0, queue: 'imports' } as const;
    for (let n = 0; n < 8; n++)
      await queues.give({ ...row, id: `imports.many-${runId()}`, name: stageImport.name } as never);
    await eventually(
      async () => done,
      (all) => all === 8,
    );
    expect(most).toBe(2);
  });

  it('runs a job, shows its progress and its result', async () => {
    const id = await queues.add(matchAll, { runId: runId() });
    expect((await queues.find(id)).state).toBe('waiting');
    work(async (_job, context) => {
      await context.report({ done: 0.5, doing: '一半' });
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { pairs: 3 };
    });
    await eventually(
      () => queues.find(id),
      (job) => job.progress === 0.5 && job.doing === '一半',
    );
    const done = await eventually(
      () => queues.find(id),
      (job) => job.state === 'completed',
    );
    expect(done).toMatchObject({ progress: 1, result: { pairs: 3 } });
  });

  it('takes the same job once, however often it is added', async () => {
    const own = runId();
    const seen: string[] = [];
    const ids = await Promise.all([1, 2, 3].map(() => queues.add(matchAll, { runId: own })));
    expect(new Set(ids).size).toBe(1);
    work(async (job) => seen.push(job.runId));
    await eventually(
      () => queues.find(ids[0] ?? ''),
      (job) => job.state === 'completed',
    );
    await queues.add(matchAll, { runId: own });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen.filter((id) => id === own)).toHaveLength(1);
  });

  it('keeps a failed job with its reason, lists it, and runs it again when asked', async () => {
    let broken = true;
    const id = await queues.add({ ...matchAll, attempts: 1 }, { runId: runId() });
    work(async () => {
      if (broken) throw new Error('the moon is in the way');
      return 'done';
    });
    const failed = await eventually(
      () => queues.find(id),
      (job) => job.state === 'failed',
    );
    expect(failed.error).toBe('the moon is in the way');
    expect((await queues.list('failed', 10)).map((job) => job.id)).toContain(id);
    broken = false;
    await queues.retry(id);
    await eventually(
      () => queues.find(id),
      (job) => job.state === 'completed',
    );
  });

  it('carries the id of the request into the job', async () => {
    let seen: string | undefined;
    const id = await queues.add(matchAll, { runId: runId() }, '01890000-0000-7000-8000-000000000001');
    work(async () => {
      seen = currentRequestId();
    });
    await eventually(
      () => queues.find(id),
      (job) => job.state === 'completed',
    );
    expect(seen).toBe('01890000-0000-7000-8000-000000000001');
  });

  it('lets a running job finish when it is stopped', async () => {
    const id = await queues.add(matchAll, { runId: runId() });
    let ended = false;
    const workers = work(async () => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      ended = true;
    });
    await eventually(
      () => queues.find(id),
      (job) => job.state === 'active',
    );
    await workers.stop();
    expect(ended).toBe(true);
    expect((await queues.find(id)).state).toBe('completed');
  });

  it('has its schedules put back when it has lost one, or was emptied', async () => {
    const keeper = new ScheduleKeeper(
      queues,
      [
        { definition: prune, pattern: '30 3 * * *' },
        { definition: reconcileIndex, pattern: '*/10 * * * *' },
      ],
      silent,
    );
    expect(await keeper.mend()).toEqual([prune.name, reconcileIndex.name]);
    expect(await keeper.mend()).toEqual([]);
    const queue = new Queue(prune.queue, queues.backend.connection(1));
    await queue.removeJobScheduler(prune.name);
    await queue.close();
    expect(await keeper.mend()).toEqual([prune.name]);
    if (stage.redis) {
      const client = new Redis(stage.redis.url);
      await client.flushall();
      await client.quit();
      expect(await keeper.mend()).toEqual([prune.name, reconcileIndex.name]);
    }
    expect(new Set((await queues.list('delayed', 10)).map((job) => job.name))).toEqual(
      new Set([prune.name, reconcileIndex.name]),
    );
  });

  it('keeps the next job of a schedule, and says why it cannot be cancelled', async () => {
    await queues.schedule(prune, '30 3 * * *', { scheduled: true });
    const next = (await queues.list('delayed', 50)).find(({ name }) => name === prune.name);
    await expect(queues.cancel(next?.id ?? '')).rejects.toMatchObject({ code: 'job.scheduled', status: 409 });
    expect((await queues.retry(next?.id ?? '')).state).toBe('delayed');
    expect(await queues.isScheduled(prune, '30 3 * * *')).toBe(true);
  });

  it('takes a waiting job out, and refuses for one that has ended', async () => {
    const id = await queues.add(matchAll, { runId: runId() });
    expect((await queues.cancel(id)).state).toBe('waiting');
    await expect(queues.find(id)).rejects.toMatchObject({ code: 'resource.not_found' });
  });
});
