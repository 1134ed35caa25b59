import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { staged } from '../support/imports.js';
import { type MeilisearchServer, meilisearchIsHere, startMeilisearch } from '../support/meilisearch.js';
import { found, password, staff, uscc } from '../support/people.js';

const count = 120;

describe.each(['postgres', 'meilisearch'] as const)('a rebuild of the index on %s', (engine) => {
  if (engine === 'meilisearch' && !meilisearchIsHere) {
    it.skip('needs MEILI_URL or `meilisearch` on the PATH (its public source builds with cargo)', () =>
      undefined);
    return;
  }
  let suite: SuiteDatabase;
  let server: MeilisearchServer | undefined;
  let app: RunningApp;
  let city: Visitor;
  let operator: Visitor;
  let organisationId: string;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    const profile = { name: '示例软件' };
    organisationId = await found(suite.db, { login: 'rebuild', uscc: uscc(701), kinds: ['firm'], profile });
    server = engine === 'meilisearch' ? await startMeilisearch() : undefined;
    app = await new RunningApp({
      DATABASE_URL: suite.url,
      ...(server
        ? { MEILI_URL: server.url, MEILI_PREFIX: 'rebuild', ...(server.key ? { MEILI_KEY: server.key } : {}) }
        : {}),
    }).start();
    city = await app.visitor().signIn('city', password);
    operator = await app.visitor().signIn('operator', password);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await server?.stop();
    await suite?.drop();
  });

  async function publish(names: readonly string[]): Promise<void> {
    const file = await staged(
      city,
      { kind: 'capability', organisationId },
      'a.csv',
      ['产品名称,产品介绍', ...names.map((name) => `${name},${name}的功能说明`)].join('\n'),
    );
    const job = await city.post(`/imports/${file.body.id}/commit`, { publish: true });
    await eventually(
      () => city.get(`/jobs/${job.body.job.id}`),
      (a) => a.body.state === 'completed',
    );
  }
  const total = async (q: string) =>
    (await city.get(`/search/capabilities?q=${encodeURIComponent(q)}`)).body.total as number;

  it('goes on while people search and write, and nobody meets an empty index', async () => {
    await publish(Array.from({ length: count }, (_, i) => `枇杷软件${i}`));
    await eventually(
      () => total('枇杷'),
      (n) => n === count,
      90,
    );
    const started = await operator.post('/search/reindex');
    expect(started.status).toBe(202);
    const seen: number[] = [];
    const writing = publish(['枇杷软件新增甲', '枇杷软件新增乙']);
    for (let state = 'waiting'; state !== 'completed'; ) {
      seen.push(await total('枇杷'));
      state = (await operator.get(`/jobs/${started.body.job.id}`)).body.state as string;
      expect(state).not.toBe('failed');
    }
    await writing;
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(count);
    await eventually(
      () => total('枇杷'),
      (n) => n === count + 2,
    );
  }, 180_000);
});
