import { UnrecoverableError } from 'bullmq';
import { pino } from 'pino';
import { jobDefinitions } from '#contracts';
import { MatchRunService } from '#matching';
import { Config, handle, JobKeeper, JobQueues, JobRecords, Jobs, JobWorkers } from '#platform';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { staged } from '../support/imports.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

describe('a full matching run', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    const ids: string[] = [];
    for (const [n, kind] of [
      [501, 'user'],
      [502, 'firm'],
    ] as const) {
      ids.push(await settle(suite.db, n, { login: `run-${n}`, kind, area: '410105' }));
    }
    app = await new RunningApp({ DATABASE_URL: suite.url, MATCH_MIN: '0' }).start();
    city = await app.visitor().signIn('city', password);
    // A coordinator imports on behalf of both and publishes at once.
    const needs = Array.from(
      { length: 45 },
      (_, i) => `需求${i},需要${i % 2 ? '病历质控' : '票务管理'}系统${i}`,
    );
    const products = Array.from(
      { length: 60 },
      (_, i) => `产品${i},${i % 2 ? '电子病历质控' : '景区票务管理'}软件${i}`,
    );
    for (const [kind, organisationId, header, lines] of [
      ['scenario', ids[0], '需求名称,需求内容', needs],
      ['capability', ids[1], '产品名称,产品介绍', products],
    ] as const) {
      const { body: file } = await staged(
        city,
        { kind, organisationId: organisationId ?? '' },
        'a.csv',
        [header, ...lines].join('\n'),
      );
      expect(file).toMatchObject({ refused: 0, valid: lines.length });
      const job = await city.post(`/imports/${file.id}/commit`, { publish: true });
      expect(job.status).toBe(202);
      await eventually(
        () => city.get(`/jobs/${job.body.job.id}`),
        (a) => a.body.state === 'completed',
      );
      const again = await city.post(`/imports/${file.id}/commit`, { publish: true });
      await eventually(
        () => city.get(`/jobs/${again.body.job.id}`),
        (a) => a.body.state === 'completed',
      );
      expect((await city.get(`/imports/${file.id}`)).body).toMatchObject({
        created: lines.length,
        published: lines.length,
      });
    }
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const matches = async () =>
    await suite.db.query<{ s: string; c: string; score: string }>(
      'SELECT demand_listing_id AS s, supply_listing_id AS c, score FROM matches ORDER BY 1, 2',
    );

  it('finds in worker threads what the jobs of single listings found, shown at once', async () => {
    await eventually(
      () => suite.db.query<{ n: string }>('SELECT count(*) AS n FROM matched_listings'),
      (r) => r[0]?.n === '105',
    );
    await eventually(
      () => city.get('/match-runs'),
      (a) => a.status === 200,
    );
    const before = await matches();
    expect(before.length).toBeGreaterThan(45 * 20);
    const started = await city.post('/match-runs');
    expect(started.status).toBe(202);
    const second = await city.post('/match-runs');
    expect(second.body.run.id).toBe(started.body.run.id); // two at the same time are one
    const done = await eventually(
      () => city.get(`/match-runs/${started.body.run.id}`),
      (a) => a.body.state === 'completed',
    );
    expect(done.body).toMatchObject({ demands: 45, supplies: 60, done: 45, firmPairs: 45 });
    expect(await matches()).toEqual(before);
    expect((await suite.db.query<{ n: string }>('SELECT count(*) AS n FROM match_run_results'))[0]?.n).toBe(
      '0',
    );
  });

  it('goes on where it was when its worker is killed, and can be cancelled', async () => {
    const before = await matches();
    await app.kill('worker');
    const waiting = await city.post('/match-runs');
    const cancelled = await city.post(`/match-runs/${waiting.body.run.id}/cancel`);
    expect(cancelled.body.state).toBe('cancelled');
    expect((await city.post(`/match-runs/${waiting.body.run.id}/cancel`)).body.code).toBe('match.run_ended');
    const next = await city.post('/match-runs');
    await app.launch('worker');
    await eventually(
      () => city.get(`/match-runs/${next.body.run.id}`),
      (a) => a.body.state !== 'waiting',
    );
    await app.kill('worker');
    await app.launch('worker');
    await eventually(
      () => city.get(`/match-runs/${next.body.run.id}`),
      (a) => a.body.state === 'completed',
      60,
    );
    expect(await matches()).toEqual(before);
  }, 120_000);

  const ended = (id: string, seconds = 30) =>
    eventually(
      async () => (await city.get(`/match-runs/${id}`)).body,
      ({ state }) => !['waiting', 'running', 'cancelling'].includes(state),
      seconds,
    );
  /** A run whose job has failed for good, and nobody is there to say so. */
  async function lost(): Promise<string> {
    await app.kill('worker');
    const { run, job } = (await city.post('/match-runs')).body;
    const queues = await JobQueues.open(Config.parse({ DATABASE_URL: suite.url }));
    const handlers = jobDefinitions.map((definition) =>
      handle(definition as never, () => Promise.reject(new UnrecoverableError('lost'))),
    );
    const workers = new JobWorkers(queues.backend, handlers, pino({ level: 'silent' }), ['matching']);
    const keeper = new JobKeeper(suite.db, queues, suite.url, pino({ level: 'silent' }));
    workers.start(new JobRecords(suite.db));
    keeper.start();
    await eventually(
      () => city.get(`/jobs/${job.id}`),
      ({ body }) => body.state === 'failed',
    );
    await keeper.stop();
    await workers.stop();
    await queues.close();
    return run.id;
  }

  it('is done though the process that took the request dies at once: its job is written with it', async () => {
    const dead = {} as JobQueues;
    const { id, job_id } = await new MatchRunService(suite.db, new Jobs(suite.db, dead)).request(
      'software',
      null,
    );
    expect(job_id).toBe(`matching.match-all-${id}`);
    expect((await ended(id)).state).toBe('completed');
  });

  it('is taken up by who asks again when its job has failed for good', async () => {
    const id = await lost();
    expect((await city.post('/match-runs')).body.run.id).toBe(id);
    await app.launch('worker');
    expect((await ended(id)).state).toBe('completed');
  });

  it('is ended by who cancels it when its job has failed for good', async () => {
    const id = await lost();
    await suite.db.query("UPDATE match_runs SET state = 'running', started_at = now() WHERE id = $1", [id]);
    expect((await city.post(`/match-runs/${id}/cancel`)).body.state).toBe('cancelling');
    await app.launch('worker');
    expect((await ended(id)).state).toBe('cancelled');
  });

  it('ends as failed after the last attempt, says why, and lets another begin', async () => {
    await suite.owner.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$`,
    );
    await suite.owner.query(
      'CREATE TRIGGER refuse BEFORE INSERT ON match_run_chunks EXECUTE FUNCTION refuse()',
    );
    const { run } = (await city.post('/match-runs')).body;
    expect(await ended(run.id, 60)).toMatchObject({ state: 'failed', error: 'no room' });
    await suite.owner.query('DROP FUNCTION refuse CASCADE');
    const next = (await city.post('/match-runs')).body.run.id;
    expect(next).not.toBe(run.id);
    expect((await ended(next)).state).toBe('completed');
  }, 90_000);

  it('counts each (scenario, firm) pair once at level 0, however often it is proposed', async () => {
    const ladder = await eventually(
      () => city.get('/statistics/matches'),
      (a) => a.body.ladder[0].count > 0,
    );
    expect(ladder.body.ladder[0].count).toBe(45);
    expect(ladder.body.total.count).toBe(0);
  });
});
