import { newId } from '#kernel';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish, settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

describe('what follows the log, as operators see it', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let operator: Visitor;
  let firm: Visitor;
  let city: Visitor;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    await settle(suite.db, 871, { login: 'firm', kind: 'firm', area: '410105' });
    app = await new RunningApp({ DATABASE_URL: suite.url, FOLLOWER_LAG_SECONDS: '2' }).start();
    [operator, firm, city] = (await Promise.all(
      ['operator', 'firm', 'city'].map((login) => app.visitor().signIn(login, password)),
    )) as [Visitor, Visitor, Visitor];
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const ready = () => app.visitor().get('/health/ready');
  const state = async (name: string) =>
    (await operator.get('/followers')).body.followers.find((f: { follower: string }) => f.follower === name);
  /** A fact that no ledger can enter: it takes the place of another one's step. */
  const poisoned = async (subject: string) => {
    const [row] = await suite.db.query<{ place: string }>(
      `INSERT INTO facts (fact_id, subject, name, payload) VALUES ($1, $2, 'claim.verified', '{"name": "claim.verified"}') RETURNING id`,
      [newId(), subject],
    );
    return row;
  };

  it('all is worked, and the platform says it is well', async () => {
    const product = { product: '枇杷系统', functions: '枇杷园的产量预测' };
    await publish('capabilities', product, firm, city);
    await eventually(
      () => firm.get(`/search/capabilities?q=${encodeURIComponent('枇杷')}`),
      ({ body }) => body.total === 1,
    );
    await eventually(
      async () => (await operator.get('/followers')).body,
      ({ followers }) =>
        followers.length === 5 && followers.every((f: { waiting: number }) => f.waiting === 0),
    );
    expect((await operator.get('/followers')).body.held).toEqual([]);
    expect((await ready()).body).toMatchObject({ status: 'ok', followers: { ok: true } });
  });

  it('a fact that cannot be worked is shown with its reason, makes the platform degraded, and is tried at once on demand', async () => {
    await poisoned('engagement:odd');
    const held = await eventually(
      async () => (await operator.get('/followers')).body.held,
      (facts) => facts.length === 1,
    );
    expect(held[0]).toMatchObject({
      follower: 'statistics',
      fact: 'claim.verified',
      subject: 'engagement:odd',
      behind: 0,
    });
    expect(held[0].reason).toContain('engagementId');
    const late = await eventually(ready, ({ body }) => body.status === 'degraded');
    expect(late.status).toBe(200);
    expect(late.body.followers).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^statistics \d+ s behind$/),
    });
    const retried = await operator.post(`/followers/statistics/facts/${held[0].place}/retry`);
    expect(retried.status).toBe(200);
    await eventually(
      async () => (await operator.get('/followers')).body.held,
      ([fact]) => fact.attempts >= 2,
    );
    expect((await operator.post('/followers/statistics/facts/999999/retry')).status).toBe(404);
    expect(await state('search')).toMatchObject({ held: 0, waiting: 0 });
  });

  it('says degraded when no worker reads what has happened', async () => {
    await app.kill('worker');
    await suite.db.query('DELETE FROM follower_held');
    await publish('capabilities', { product: '杨梅系统', functions: '杨梅冷链' }, firm, city);
    await eventually(ready, ({ body }) => /worker \d+ s behind/.test(body.followers.detail));
    await app.launch('worker');
    await eventually(ready, ({ body }) => body.status === 'ok');
  });

  it('is shown to nobody else', async () => {
    for (const visitor of [app.visitor(), firm, city])
      expect([401, 403]).toContain((await visitor.get('/followers')).status);
  });
});
