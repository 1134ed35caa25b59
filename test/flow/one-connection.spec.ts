import { addDays, dayOf } from '#kernel';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { read, staged } from '../support/imports.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

const area = '410105';
const lines = {
  scenario: ['需求名称,需求内容', '病历质控,需要对病历文书实时质控', '景区票务,需要门票预约与检票'],
  capability: ['产品名称,产品介绍', '病历质控软件,对病历文书实时质控', '景区票务软件,门票预约与检票'],
};

/** A transaction that wanted a second connection would wait for itself, and fail after ten seconds. */
describe('with a single connection to the database in each process', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    app = await new RunningApp({ DATABASE_URL: suite.url, DATABASE_POOL: '1', MATCH_SUITABLE: '10' }).start();
    city = await app.visitor().signIn('city', password);
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const ended = (job: { id: string }) =>
    eventually(
      () => city.get(`/jobs/${job.id}`),
      ({ body }) => body.state === 'completed',
    );
  const ids = async (kind: 'scenario' | 'capability') =>
    (
      await suite.db.query<{ id: string }>('SELECT id FROM listings WHERE kind = $1 ORDER BY number', [kind])
    ).map(({ id }) => id);

  it('files are imported, read by another mapping, written and published', async () => {
    for (const [n, kind, side] of [
      [851, 'scenario', 'user'],
      [852, 'capability', 'firm'],
    ] as const) {
      const organisationId = await settle(suite.db, n, { login: `one-${n}`, kind: side, area });
      const file = await staged(city, { kind, organisationId }, 'a.csv', lines[kind].join('\n'));
      const { id, mapping, version } = file.body;
      const { column, field } = mapping[0];
      await city.send('PATCH', `/imports/${id}`, JSON.stringify({ mapping: [{ column, field }] }), {
        'content-type': 'application/json',
        'if-match': `"${version}"`,
      });
      expect((await read(city, id)).body).toMatchObject({ valid: 2, refused: 0 });
      const { job } = (await city.post(`/imports/${id}/commit`, { publish: true })).body;
      expect((await ended(job)).body.result).toMatchObject({ created: 2, published: 2 });
    }
  });

  it('an edition is issued', async () => {
    const draft = await city.post('/editions', { kind: 'scenario', title: '第一批' });
    const issued = await city.post(`/editions/${draft.body.id}/publish`, {}, draft.body.version);
    expect(issued.body).toMatchObject({ state: 'published', items: 2 });
  });

  it('listings are matched as they come, and all of them by a run', async () => {
    await eventually(
      () => suite.db.query<{ n: number }>('SELECT count(*)::integer AS n FROM matched_listings'),
      ([found]) => found?.n === 4,
    );
    const { job, run } = (await city.post('/match-runs')).body;
    await ended(job);
    expect((await city.get(`/match-runs/${run.id}`)).body).toMatchObject({ state: 'completed', gaps: 0 });
  });

  it('a pair is kept apart, and its scenario matched anew', async () => {
    const [demandListingId, supplyListingId] = [(await ids('scenario'))[0], (await ids('capability'))[0]];
    const until = addDays(dayOf(new Date()), 7);
    const block = { kind: 'block', demandListingId, supplyListingId, reason: '正在核查资质', until };
    expect((await city.post('/match-decisions', block)).status).toBe(201);
    await eventually(
      async () => (await city.get('/match-gaps')).body.items,
      (gaps) => gaps.length === 1 && gaps[0].nearest[0].excluded?.code === 'blocked',
    );
  });
});
