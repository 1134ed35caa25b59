import { rows } from '#platform';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish, settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

/** Pieces of 100 scenarios: four are what one worker takes at a time, and two are left for another. */
const scenarios = 501;
const pieces = 6;
const capabilities = 4;

describe('a full matching run that workers share', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    const area = '410105';
    await settle(suite.db, 701, { login: 'demand', kind: 'user', area });
    await settle(suite.db, 702, { login: 'firm', kind: 'firm', area });
    app = await new RunningApp({ DATABASE_URL: suite.url, MATCH_MIN: '0.1' }).start();
    const [demand, firm] = await Promise.all(
      ['demand', 'firm'].map((login) => app.visitor().signIn(login, password)),
    );
    city = await app.visitor().signIn('city', password);
    for (const [i, of] of ['病历质控', '票务管理'].entries()) {
      for (const version of ['V1', 'V2'])
        await publish(
          'capabilities',
          { product: `${of}软件`, version, functions: of },
          firm as Visitor,
          city,
        );
      await publish('scenarios', { title: `需求${i}`, needs: `需要${of}系统` }, demand as Visitor, city);
    }
    await eventually(
      () => suite.db.query<{ n: number }>('SELECT count(*)::integer AS n FROM matched_listings'),
      (found) => found[0]?.n === 6,
    );
    await copyScenarios();
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  /** Copies of the two without facts: each fact would be a job, and here runs alone are looked at. */
  async function copyScenarios(): Promise<void> {
    await suite.db.query(
      `WITH originals AS (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM listings WHERE kind = 'scenario'),
         copied AS (INSERT INTO listings (id, kind, number, organisation_id, revision, published_revision, published_at)
           SELECT gen_random_uuid(), 'scenario', o.number || '-' || n, organisation_id, revision, published_revision, published_at
           FROM generate_series(1, $1::integer) AS n JOIN originals o ON o.place = n % 2 RETURNING id, number)
       INSERT INTO listing_revisions (listing_id, revision, state, title, content) SELECT c.id, r.revision, r.state, r.title, r.content
       FROM copied c JOIN listings s ON c.number LIKE s.number || '-%'
       JOIN listing_revisions r ON r.listing_id = s.id AND r.revision = s.published_revision`,
      [scenarios - 2],
    );
  }
  const matches = () =>
    suite.db.query(
      'SELECT demand_listing_id, supply_listing_id, score::text, points::text, words::text FROM matches ORDER BY 1, 2',
    );
  /** What was found, whichever scenario it was found for. */
  const kinds = async () => {
    const found = new Map<string, Set<string>>();
    for (const { demand_listing_id, ...match } of await matches())
      found.set(
        String(demand_listing_id),
        (found.get(String(demand_listing_id)) ?? new Set()).add(JSON.stringify(match)),
      );
    return { scenarios: found.size, lists: new Set(Array.from(found.values(), (of) => [...of].join())) };
  };
  const run = async (id: string) => (await city.get(`/match-runs/${id}`)).body;
  const ended = (id: string) =>
    eventually(
      () => run(id),
      ({ state }) => !['waiting', 'running', 'cancelling'].includes(state),
      90,
    );
  /** Nothing that a piece has found can be kept while `during` lasts: pieces stay in the middle. */
  const held = <T>(during: () => Promise<T>): Promise<T> =>
    suite.db.transaction(async (tx) => {
      await rows(tx, 'LOCK TABLE match_run_results IN SHARE MODE');
      return during();
    });
  /** Who waits in the middle, by the name with which its worker is connected. */
  const inHand = async (): Promise<Record<string, number>> => {
    const found = await suite.db.query<{ name: string; n: number }>(
      `SELECT application_name AS name, count(*)::integer AS n FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'DELETE FROM match_run_%' GROUP BY 1`,
    );
    return Object.fromEntries(found.map(({ name, n }) => [name, n]));
  };
  const all = (now: Record<string, number>) => Object.values(now).reduce((sum, n) => sum + n, 0);
  const leftOver = async (): Promise<number> => {
    const tables = ['match_run_results', 'match_run_summaries', 'match_run_chunks'];
    const [found] = await suite.db.query<{ n: number }>(
      `SELECT (${tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ')})::integer AS n`,
    );
    return found?.n ?? -1;
  };

  it('is one run, however many ask for it at once', async () => {
    const before = await kinds();
    expect([before.scenarios, before.lists.size]).toEqual([2, 2]);
    const operator = await app.visitor().signIn('operator', password);
    const asked = await Promise.all(
      [city, operator, city, operator, city].map((who) => who.post('/match-runs')),
    );
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([202]));
    const [id, ...others] = new Set(asked.map(({ body }) => body.run.id));
    expect(others).toEqual([]);
    expect(await ended(id)).toMatchObject({
      state: 'completed',
      demands: scenarios,
      supplies: capabilities,
      done: scenarios,
      chunks: pieces,
      chunksDone: pieces,
      firmPairs: scenarios,
    });
    expect((await city.get('/match-runs')).body.items).toHaveLength(1);
    expect(await kinds()).toEqual({ scenarios, lists: before.lists });
  });

  it.each([
    ['came to help', 'second', 4],
    ['shares out the pieces', 'worker', 2],
  ])(
    'is completed, each piece counted once, when the worker that %s is killed',
    async (_which, killed, left) => {
      const before = await matches();
      const url = new URL(suite.url);
      url.searchParams.set('application_name', 'second');
      const id = await held(async () => {
        const started = (await city.post('/match-runs')).body.run.id;
        await eventually(inHand, (now) => now['duijie job'] === 4);
        await app.launch('worker', 'second', { DATABASE_URL: url.toString() });
        await eventually(inHand, (now) => now['duijie job'] === 4 && now['second'] === pieces - 4);
        await app.kill(killed);
        expect(await run(started)).toMatchObject({ state: 'running', chunksDone: 0, done: 0 });
        return started;
      });
      const half = await eventually(
        () => run(id),
        ({ chunksDone }) => chunksDone >= left,
      );
      expect(half).toMatchObject({ state: 'running', chunks: pieces, chunksDone: left });
      expect(await matches()).toEqual(before); // nothing is shown before all is
      expect(await ended(id)).toMatchObject({ state: 'completed', done: scenarios, chunksDone: pieces });
      expect(await matches()).toEqual(before);
      expect(await leftOver()).toBe(0);
    },
    120_000,
  );

  it('is stopped in the middle without a trace, and what was shown stays', async () => {
    const before = await matches();
    const started = await held(async () => {
      const { body } = await city.post('/match-runs');
      await eventually(inHand, (now) => all(now) === 4);
      expect((await city.post(`/match-runs/${body.run.id}/cancel`)).body.state).toBe('cancelling');
      await eventually(inHand, (now) => all(now) === 4 + 1); // the run's own job waits for its pieces
      return body;
    });
    expect((await ended(started.run.id)).state).toBe('cancelled');
    expect(await matches()).toEqual(before);
    const job = await eventually(
      () => city.get(`/jobs/${started.job.id}`),
      (a) => a.body.state === 'completed',
    );
    expect(job.body.attempts).toBe(1);
    expect(await leftOver()).toBe(0);
  });
});
