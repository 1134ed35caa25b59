import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish, settle } from '../support/market.js';
import { password, staff } from '../support/people.js';
import { freePort } from '../support/redis.js';

const token = 'a-token-of-the-operators';

describe('the metrics', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let firm: Visitor;
  let city: Visitor;
  let ports: readonly number[];

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    await settle(suite.db, 881, { login: 'firm', kind: 'firm', area: '410105' });
    ports = [await freePort(), await freePort()];
    app = await new RunningApp({
      DATABASE_URL: suite.url,
      METRICS_TOKEN: token,
      METRICS_PORT: String(ports[0]),
      WORKER_METRICS_PORT: String(ports[1]),
    }).start();
    [firm, city] = (await Promise.all(
      ['firm', 'city'].map((login) => app.visitor().signIn(login, password)),
    )) as [Visitor, Visitor];
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const scrape = async (base: string, by: string | null = token) => {
    const answer = await fetch(`${base}/metrics`, {
      headers: by === null ? {} : { authorization: `Bearer ${by}` },
    });
    return { status: answer.status, text: await answer.text() };
  };
  const api = () => scrape(`http://127.0.0.1:${ports[0]}`);
  const worker = () => scrape(`http://127.0.0.1:${ports[1]}`);
  /** Value of one line. */
  const value = (text: string, line: string) =>
    Number(
      text
        .split('\n')
        .find((candidate) => candidate.startsWith(`${line} `))
        ?.slice(line.length),
    );

  it('are kept from whoever has no token, on every port', async () => {
    for (const base of [app.base, `http://127.0.0.1:${ports[0]}`, `http://127.0.0.1:${ports[1]}`]) {
      expect((await scrape(base, null)).status).toBe(401);
      expect((await scrape(base, 'a-token-of-somebody-else')).status).toBe(401);
      expect((await scrape(base)).status).toBe(200);
    }
    expect((await fetch(`http://127.0.0.1:${ports[0]}/api/v1/health/live`)).status).toBe(404);
  });

  it('count requests by route and status, and tell of pool, jobs, followers and matching', async () => {
    await publish('capabilities', { product: '枇杷系统', functions: '枇杷园的产量预测' }, firm, city);
    expect((await firm.get('/capabilities/01940000-0000-7000-8000-000000000001')).status).toBe(404);
    const { text } = await eventually(api, (seen) =>
      seen.text.includes('duijie_follower_facts_waiting{follower="search"} 0'),
    );
    const route = (method: string, path: string, status: number) =>
      value(
        text,
        `duijie_http_request_seconds_count{method="${method}",route="/api/v1${path}",status="${status}"}`,
      );
    expect(route('POST', '/capabilities/:id/approve', 200)).toBe(1);
    expect(route('GET', '/capabilities/:id', 404)).toBe(1);
    for (const part of ['pool', 'jobs', 'followers', 'matching'])
      expect(value(text, `duijie_metrics_part_up{part="${part}"}`)).toBe(1);
    expect(value(text, 'duijie_pool_connections{state="idle"}')).toBeGreaterThan(0);
    expect(value(text, 'duijie_follower_facts_held{follower="statistics"}')).toBe(0);
    expect(value(text, 'duijie_match_runs_open{market="software"}')).toBe(0);
    expect(value(text, 'duijie_jobs{queue="housekeeping",state="failed"}')).toBe(0);
  });

  it('tell of a worker what it has done itself', async () => {
    const run = await city.post('/match-runs');
    await eventually(
      () => city.get(`/jobs/${run.body.job.id}`),
      ({ body }) => body.state === 'completed',
    );
    const { text } = await eventually(worker, (seen) =>
      seen.text.includes('duijie_job_seconds_count{job="match.all",outcome="done"} 1'),
    );
    expect(value(text, 'duijie_follower_facts_total{follower="search"}')).toBeGreaterThanOrEqual(1);
  });

  it('name parts of the platform in their labels, and nobody', async () => {
    await firm.get(`/search/capabilities?q=${encodeURIComponent('枇杷')}`);
    const [own, other] = await Promise.all([api(), worker()]);
    const text = own.text + other.text;
    for (const personal of ['firm', '枇杷', '示例单位', '91410100', '127.0.0.1'])
      expect(text).not.toContain(personal);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    const labels = new Set([...text.matchAll(/[{,]([a-z_]+)="/g)].map(([, label]) => label));
    expect([...labels].sort()).toEqual(
      [
        'follower',
        'job',
        'le',
        'market',
        'method',
        'outcome',
        'part',
        'queue',
        'route',
        'state',
        'status',
      ].sort(),
    );
  });
});
