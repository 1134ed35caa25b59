import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { type MeilisearchServer, meilisearchIsHere, startMeilisearch } from '../support/meilisearch.js';
import { found, password, staff, uscc } from '../support/people.js';

const ownServer = meilisearchIsHere && process.env['MEILI_URL'] === undefined;

(ownServer ? describe : describe.skip)(
  'with the search server gone (needs `meilisearch` on the PATH)',
  () => {
    let suite: SuiteDatabase;
    let server: MeilisearchServer;
    let app: RunningApp;
    let city: Visitor;
    let firm: Visitor;
    let operator: Visitor;

    beforeAll(async () => {
      suite = await suiteDatabase();
      await staff(suite.db);
      const profile = { name: '示例软件' };
      await found(suite.db, { login: 'firm', uscc: uscc(401), kinds: ['firm'], profile });
      server = await startMeilisearch();
      app = await new RunningApp({
        DATABASE_URL: suite.url,
        MEILI_URL: server.url,
        MEILI_PREFIX: 'outage',
      }).start();
      [city, firm, operator] = (await Promise.all(
        ['city', 'firm', 'operator'].map((login) => app.visitor().signIn(login, password)),
      )) as [Visitor, Visitor, Visitor];
    });
    afterAll(async () => {
      await app?.stop();
      await server?.stop();
      await suite?.drop();
    });

    async function publish(product: string): Promise<void> {
      const draft = await firm.post('/capabilities', {
        content: { product, functions: `${product}的功能说明` },
      });
      const submitted = await firm.post(`/capabilities/${draft.body.id}/submit`, {}, draft.body.version);
      expect(
        (await city.post(`/capabilities/${draft.body.id}/approve`, {}, submitted.body.version)).body.state,
      ).toBe('published');
    }
    const find = (q: string) => firm.get(`/search/capabilities?q=${encodeURIComponent(q)}`);

    it('people go on publishing and searching, are told, and the index catches up by itself', async () => {
      await publish('枇杷系统');
      await eventually(
        () => find('枇杷'),
        (a) => a.body.total === 1 && a.body.engine === 'meilisearch',
      );

      await server.kill();
      await publish('杨梅系统');
      const meanwhile = await eventually(
        () => find('杨梅'),
        (a) => a.body.total === 1,
      );
      expect(meanwhile.body).toMatchObject({ engine: 'postgres', fallback: true });
      expect((await app.visitor().get('/health/ready')).body.status).toBe('degraded');

      await server.start();
      await eventually(
        () => find('杨梅'),
        (a) => a.body.engine === 'meilisearch' && a.body.total === 1,
        60,
      );
    }, 120_000);

    it('a rebuild mends whatever was lost', async () => {
      await fetch(`${server.url}/indexes/outage_capability/documents`, { method: 'DELETE' });
      await eventually(
        () => find('枇杷'),
        (a) => a.body.total === 0,
      );
      const started = await operator.post('/search/reindex');
      expect(started.status).toBe(202);
      await eventually(
        () => operator.get(`/jobs/${started.body.job.id}`),
        (a) => a.body.state === 'completed',
      );
      expect((await find('枇杷')).body.total).toBe(1);
    });
  },
);
