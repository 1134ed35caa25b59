import { createConnection } from 'node:net';
import { type JobView, matchAll } from '#contracts';
import { newId } from '#kernel';
import { everyJob, JobKeeper, JobRecords, Jobs } from '#platform';
import { eventually } from '../support/app.js';
import { QueueStage, silent } from '../support/queues.js';
import { redisIsHere } from '../support/redis.js';

/** Sends one command and waits for its answer. */
function redisSays(url: string, command: string): Promise<void> {
  return new Promise((done, failed) => {
    const socket = createConnection(Number(new URL(url).port), '127.0.0.1', () =>
      socket.write(`${command}\r\n`),
    );
    socket.once('data', () => done(void socket.destroy()));
    socket.once('error', failed);
  });
}

describe.each(['postgres', 'redis'] as const)('jobs that people wait for, on %s', (backend) => {
  if (backend === 'redis' && !redisIsHere) {
    it.skip('needs redis-server on the PATH (Debian: apt-get install redis-server)', () => undefined);
    return;
  }
  let stage: QueueStage;
  let suite: QueueStage['suite'];
  let jobs: Jobs;
  let keeper: JobKeeper;

  beforeAll(async () => {
    stage = await QueueStage.open(backend);
    ({ suite } = stage);
    jobs = new Jobs(suite.db, stage.queues);
    keeper = new JobKeeper(suite.db, stage.queues, suite.url, silent);
  });
  afterEach(() => stage.stopWorkers());
  afterAll(() => stage.close());

  const work: QueueStage['work'] = (run) => stage.work(run, new JobRecords(suite.db));
  const ask = (runId = newId(), askedBy: string | null = null) =>
    suite.db.transaction((tx) => jobs.ask(tx, matchAll, { runId }, askedBy));
  const reaches = (id: string, state: JobView['state']) =>
    eventually(
      () => jobs.find(id, everyJob),
      (job) => job.state === state,
    );
  /** What FLUSHALL does, to either. */
  async function emptyQueues(): Promise<void> {
    if (stage.redis) await redisSays(stage.redis.url, 'FLUSHALL');
    else await suite.owner.query('DELETE FROM bullmq.job');
  }
  const silenceOf = (id: string) =>
    suite.db.query("UPDATE jobs SET heard_at = heard_at - interval '1 minute' WHERE id = $1", [id]);

  it('are written with the change that asks for them, or not at all', async () => {
    let id = '';
    const broken = suite.db.transaction(async (tx) => {
      id = await jobs.ask(tx, matchAll, { runId: newId() }, null);
      throw new Error('the change failed');
    });
    await expect(broken).rejects.toThrow('the change failed');
    await expect(jobs.find(id, everyJob)).rejects.toMatchObject({ code: 'resource.not_found' });
  });

  it('begin by the keeper, show their progress and end with their result', async () => {
    const id = await ask();
    expect(await jobs.find(id, everyJob)).toMatchObject({ state: 'waiting', progress: 0, attempts: 0 });
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    work(async (_payload, context) => {
      await context.report({ done: 0.5, doing: '一半' });
      await held;
      return { created: 3 };
    });
    expect(await keeper.once()).toBe(1);
    await eventually(
      () => jobs.find(id, everyJob),
      (job) => job.doing === '一半',
    );
    expect(await keeper.once()).toBe(0);
    go();
    expect(await reaches(id, 'completed')).toMatchObject({
      progress: 1,
      result: { created: 3 },
      attempts: 1,
      error: null,
    });
    await expect(jobs.cancel(id, everyJob)).rejects.toMatchObject({ code: 'job.under_way' });
  });

  it('are given again when the queue was emptied before they began', async () => {
    const id = await ask();
    expect(await keeper.once()).toBe(1);
    await emptyQueues();
    work(async () => ({ created: 1 }));
    expect(await keeper.once()).toBe(1);
    expect(await keeper.once()).toBe(0);
    await reaches(id, 'completed');
  });

  it('are given again when the queue was emptied and whoever worked on them is gone', async () => {
    const id = await ask();
    await new JobRecords(suite.db).begin({
      id,
      queue: 'matching',
      name: matchAll.name,
      payload: {},
      attempt: 1,
      attempts: 3,
    });
    expect(await keeper.once()).toBe(0); // somebody may still be at it
    await silenceOf(id);
    expect(await keeper.once()).toBe(1);
    work(async () => undefined);
    expect(await reaches(id, 'completed')).toMatchObject({ attempts: 2 });
  });

  it('are not run again when they are delivered after their end', async () => {
    const runs: string[] = [];
    const [id, last] = [await ask(), await ask()];
    await suite.db.query(
      `UPDATE jobs SET state = 'completed', result = '{"created": 7}', finished_at = now() WHERE id = $1`,
      [id],
    );
    await stage.queues.add(matchAll, { runId: id.split('match-all-').at(-1) ?? '' });
    work(async ({ runId }) => runs.push(runId));
    await keeper.once();
    await reaches(last, 'completed');
    await eventually(
      async () => (await stage.queues.find(id).catch(() => undefined))?.state ?? 'gone',
      (state) => state === 'completed' || state === 'gone',
    );
    expect(runs).toHaveLength(1);
    expect((await jobs.find(id, everyJob)).result).toEqual({ created: 7 });
  });

  it('fail for good after their attempts with the reason, and begin anew when asked for again', async () => {
    let broken = true;
    work(async () => {
      if (broken) throw new Error('no room');
      return { created: 1 };
    });
    const runId = newId();
    const id = await ask(runId);
    // Two attempts were cut off before.
    await suite.db.query('UPDATE jobs SET attempts = $2 WHERE id = $1', [id, matchAll.attempts - 1]);
    await keeper.once();
    expect(await reaches(id, 'failed')).toMatchObject({ error: 'no room', attempts: matchAll.attempts });
    expect((await jobs.list('failed', everyJob, 200)).items.map((job) => job.id)).toContain(id);
    broken = false;
    expect(await ask(runId)).toBe(id);
    await eventually(
      async () => {
        await keeper.once();
        return jobs.find(id, everyJob);
      },
      (job) => job.state === 'completed',
    );
    expect((await jobs.retry(id, everyJob)).state).toBe('completed');
  });

  it('do not begin once they are cancelled', async () => {
    const id = await ask();
    await keeper.once();
    expect((await jobs.cancel(id, everyJob)).state).toBe('cancelled');
    const runs: unknown[] = [];
    work(async (payload) => runs.push(payload));
    const next = await ask();
    await keeper.once();
    await reaches(next, 'completed');
    expect(runs).toHaveLength(1);
    expect((await jobs.find(id, everyJob)).state).toBe('cancelled');
  });

  it('are read by all who asked for them and by the operator, page by page', async () => {
    const [one, two, stranger] = [newId(), newId(), newId()];
    const runId = newId();
    const id = await ask(runId, one);
    expect(await ask(runId, two)).toBe(id);
    expect(await ask(runId, two)).toBe(id);
    const other = await ask(newId(), one);
    const as = (personId: string) => ({ personId, all: false });
    expect((await jobs.find(id, as(two))).id).toBe(id);
    for (const act of [
      jobs.find(id, as(stranger)),
      jobs.retry(id, as(stranger)),
      jobs.cancel(id, as(stranger)),
    ])
      await expect(act).rejects.toMatchObject({ code: 'resource.not_found' });
    const first = await jobs.list('waiting', as(one), 1);
    const rest = await jobs.list('waiting', as(one), 1, first.next ?? '');
    expect([...first.items, ...rest.items].map((job) => job.id)).toEqual([other, id]);
    expect(rest.next).toBeNull();
    expect((await jobs.list('waiting', as(stranger), 50)).items).toEqual([]);
    await expect(jobs.list('waiting', as(one), 1, 'nonsense')).rejects.toMatchObject({
      code: 'input.invalid',
    });
    for (const mine of [id, other]) await jobs.cancel(mine, everyJob);
  });
});
