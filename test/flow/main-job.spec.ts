import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { password, staff, uscc } from '../support/people.js';
import { type RedisServer, redisIsHere, startRedis } from '../support/redis.js';

const hospital = {
  uscc: uscc(101),
  kinds: ['user'],
  profile: { name: '示例市第一人民医院', area: '410105', department: 'wjw', ownerKind: 'hospital' },
  person: { login: 'hospital', name: '信息科', password },
};
const firm = {
  uscc: uscc(102),
  kinds: ['firm'],
  profile: { name: '示例医云软件有限公司', area: '410172', size: 'small' },
  person: { login: 'firm', name: '市场部', password },
};

const scenario = {
  title: '门诊病历智能质控',
  fields: ['healthcare', 'ai'],
  chains: ['ai'],
  needs:
    '门诊病历质控依赖人工抽查，覆盖率不足百分之五，需要对病历文书进行实时智能质控，自动发现缺项、逻辑错误和诊断不一致。',
  technicalIndicators: '质控规则不少于两百条，响应时间小于一秒',
  budgetMin: '500000',
  budgetMax: '1200000',
  prefersFirstVersion: true,
  requiredPlatforms: ['kylin'],
  contact: { name: '王主任', phone: '0371-00000000', email: 'his@example.com' },
};
const capability = {
  product: '电子病历智能质控系统',
  version: 'V3.0',
  productClass: 'application-medical',
  fields: ['healthcare'],
  chains: ['ai'],
  functions:
    '基于自然语言处理对门诊和住院病历文书进行实时质控，自动发现缺项、逻辑错误、诊断与用药不一致，规则可配置。',
  adaptedPlatforms: ['kylin', 'kunpeng'],
  referencePrice: '800000',
  patents: 3,
  firstVersion: {
    level: 'provincial',
    year: 2026,
    documentNo: '示例〔2026〕1号',
    validFrom: '2026-01-01',
    validTo: '2099-12-31',
  },
};

const backends = ['postgres', 'redis'] as const;

describe.each(backends)('the main job, queues on %s', (backend) => {
  if (backend === 'redis' && !redisIsHere) {
    it.skip('needs redis-server on the PATH (Debian: apt-get install redis-server)', () => undefined);
    return;
  }
  let suite: SuiteDatabase;
  let app: RunningApp;
  let redis: RedisServer | undefined;
  let city: Visitor;
  let demand: Visitor;
  let supply: Visitor;
  const ids = { scenario: '', capability: '', engagement: '', claim: '' };

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    redis = backend === 'redis' ? await startRedis() : undefined;
    app = await new RunningApp({
      DATABASE_URL: suite.url,
      ...(redis ? { REDIS_URL: redis.url } : {}),
    }).start();
    city = await app.visitor().signIn('city', password);
  });

  afterAll(async () => {
    await app?.stop();
    await redis?.stop();
    await suite?.drop();
  });

  async function settled({ person, ...content }: typeof hospital | typeof firm): Promise<Visitor> {
    expect((await app.visitor().post('/people', person)).status).toBe(201);
    const visitor = await app.visitor().signIn(person.login, password);
    const { body } = await visitor.post('/applications', content);
    await visitor.upload(`/applications/${body.id}/proof`, {}, '授权书.pdf', '%PDF-1.7 示例授权书');
    expect((await visitor.post(`/applications/${body.id}/submit`)).body.state).toBe('submitted');
    expect((await city.post(`/applications/${body.id}/approve`)).body.state).toBe('approved');
    return visitor;
  }

  it('lets people of two organisations apply and a coordinator approve them', async () => {
    [demand, supply] = (await Promise.all([hospital, firm].map((one) => settled(one)))) as [Visitor, Visitor];
  });

  it('takes listings through review, and into force at once', async () => {
    for (const [who, path, content] of [
      [demand, 'scenarios', scenario],
      [supply, 'capabilities', capability],
    ] as const) {
      const draft = await who.post(`/${path}`, { content }, undefined, {
        'idempotency-key': `first-${path}`,
      });
      expect(draft.status).toBe(201);
      const again = await who.post(`/${path}`, { content }, undefined, {
        'idempotency-key': `first-${path}`,
      });
      expect(again.body.id).toBe(draft.body.id);
      const submitted = await who.post(`/${path}/${draft.body.id}/submit`, {}, draft.body.version);
      expect(submitted.body.state).toBe('submitted');
      expect((await who.post(`/${path}/${draft.body.id}/approve`, {}, submitted.body.version)).status).toBe(
        403,
      );
      const approved = await city.post(`/${path}/${draft.body.id}/approve`, {}, submitted.body.version);
      expect(approved.body).toMatchObject({ state: 'published', publishedRevision: 1 });
      ids[path === 'scenarios' ? 'scenario' : 'capability'] = draft.body.id;
    }
  });

  it('makes both searchable, and matched with reasons that add up', async () => {
    const found = await eventually(
      () => supply.get('/search/scenarios?q=病歷質控'),
      (a) => a.body.total > 0,
    );
    expect(found.body.items[0].title.map((s: { text: string }) => s.text).join('')).toBe(scenario.title);
    const matched = await eventually(
      () => demand.get(`/scenarios/${ids.scenario}/matches`),
      (a) => a.body.items?.length > 0,
    );
    const [match] = matched.body.items;
    expect(match.supply.title).toBe(capability.product);
    const sum = match.reasons.reduce((s: number, r: { points: number }) => s + r.points, 0);
    expect(sum).toBeCloseTo(match.score, 5);
    expect(match.reasons.map((r: { rule: string }) => r.rule)).toEqual(
      expect.arrayContaining(['text', 'field', 'platforms', 'firstVersion', 'budget']),
    );
    expect(match.reasons[0].words).toContain('质控');
  });

  it('issues both lists, frozen, numbered and provable, with no contact in them', async () => {
    for (const [kind, path] of [
      ['scenario', 'scenarios'],
      ['capability', 'capabilities'],
    ] as const) {
      const draft = await city.post('/editions', { kind, title: '2026年第一批' });
      expect(draft.body.items).toBe(1);
      const issued = await city.post(`/editions/${draft.body.id}/publish`, {}, draft.body.version);
      expect(issued.body).toMatchObject({ number: 1, state: 'published', slug: '410100-1' });
      const page = await app.visitor().get(`///lists/${path}/410100-1`);
      expect(page.status).toBe(200);
      expect(page.body).not.toContain('王主任');
      expect(page.body).not.toContain('<script');
      const json = await app.visitor().get(`///lists/${path}/410100-1.json`);
      expect(json.body.sha256).toBe(issued.body.sha256);
      const etag = json.etag ?? '';
      expect(
        (
          await app
            .visitor()
            .send('GET', `///lists/${path}/410100-1.json`, undefined, { 'if-none-match': etag })
        ).status,
      ).toBe(304);
      for (const format of ['csv', 'xlsx'])
        expect((await app.visitor().get(`///lists/${path}/410100-1.${format}`)).status).toBe(200);
    }
  });

  it('shows the contact of the other side only after intent', async () => {
    const opened = await supply.post('/engagements', {
      demandListingId: ids.scenario,
      supplyListingId: ids.capability,
    });
    expect(opened.status).toBe(201);
    ids.engagement = opened.body.id;
    expect((await demand.get(`/engagements/${ids.engagement}/contact`)).status).toBe(200);
    expect((await supply.get(`/engagements/${ids.engagement}/contact`)).status).toBeGreaterThanOrEqual(400);
    const again = await supply.post('/engagements', {
      demandListingId: ids.scenario,
      supplyListingId: ids.capability,
    });
    expect(again.body.id).toBe(ids.engagement);
  });

  it('names with each match what its two sides have with each other already', async () => {
    for (const [who, path] of [
      [demand, `/scenarios/${ids.scenario}/matches`],
      [supply, `/capabilities/${ids.capability}/matches`],
      [city, `/scenarios/${ids.scenario}/matches`],
    ] as const) {
      const [match] = (await who.get(path)).body.items;
      expect(match.engagement).toMatchObject({
        id: ids.engagement,
        state: 'open',
        level: 1,
        declinedBy: null,
      });
      expect(match.engagement.intent).toEqual({ demand: null, supply: expect.any(String) });
    }
  });

  it('counts 1 for one claim, confirmation and verification, however often they are sent', async () => {
    const answered = await demand.post('/engagements', {
      demandListingId: ids.scenario,
      supplyListingId: ids.capability,
    });
    expect(answered.body.id).toBe(ids.engagement);
    expect((await supply.get(`/engagements/${ids.engagement}/contact`)).body.contact.name).toBe('王主任');
    const claimed = await supply.post(`/engagements/${ids.engagement}/claims`, {
      level: 2,
      note: '11月20日到院交流',
    });
    expect(claimed.status).toBe(201);
    const claim = claimed.body.claims.find((c: { level: number }) => c.level === 2);
    ids.claim = claim.id;
    expect((await supply.post(`/claims/${claim.id}/confirm`, {}, claimed.body.version)).status).toBe(403);
    expect((await city.post(`/claims/${claim.id}/verify`, {}, claimed.body.version)).status).toBe(409);
    const both = await Promise.all(
      [1, 2].map(() => demand.post(`/claims/${claim.id}/confirm`, {}, claimed.body.version)),
    );
    expect(both.map((a) => a.status).sort()).toEqual([200, expect.any(Number)]);
    const confirmed = await demand.get(`/engagements/${ids.engagement}`);
    expect((await demand.post(`/claims/${claim.id}/verify`, {}, confirmed.body.version)).status).toBe(403);
    const verified = await city.post(`/claims/${claim.id}/verify`, {}, confirmed.body.version);
    expect(verified.status).toBe(200);
    const repeated = await city.post(`/claims/${claim.id}/verify`, {}, confirmed.body.version);
    expect(repeated.body.version).toBe(verified.body.version);
    const counted = await eventually(
      () => city.get('/statistics/matches?by=area'),
      (a) => a.body.total?.count > 0,
    );
    expect(counted.body.total.count).toBe(1);
    expect(counted.body.items).toEqual([
      expect.objectContaining({ key: '410105', label: '金水区', count: 1 }),
    ]);
    expect(counted.body.ladder.find((l: { level: number }) => l.level === 0).count).toBeGreaterThanOrEqual(1);
  });

  it('still counts 1 when facts and jobs are delivered again and the worker is killed in the middle', async () => {
    // Everything announced so far is worked once more, as after a crash between the work and the noting of it.
    const again = async () => {
      await app.kill('worker');
      await suite.db.query('UPDATE follower_positions SET place = 0');
      await app.launch('worker');
    };
    await again();
    await again();
    await eventually(
      () =>
        suite.db.query(
          'SELECT 1 FROM follower_positions WHERE place < (SELECT place FROM fact_head) LIMIT 1',
        ),
      (behind) => behind.length === 0,
    );
    const recounted = await eventually(
      () => city.post('/statistics/recount'),
      (a) => a.body.entries > 0,
    );
    expect(recounted.body.differences).toEqual([]);
    expect((await city.get('/statistics/matches?by=firm')).body.total.count).toBe(1);
  });

  it('strikes a withdrawn listing from the list and forgets it in search and matches', async () => {
    const before = await demand.get(`/scenarios/${ids.scenario}`);
    const withdrawn = await demand.post(
      `/scenarios/${ids.scenario}/withdraw`,
      { reason: '需求已取消' },
      before.body.version,
    );
    expect(withdrawn.body.state).toBe('withdrawn');
    await eventually(
      () => supply.get('/search/scenarios?q=病历质控'),
      (a) => a.body.total === 0,
    );
    const page = await eventually(
      () => app.visitor().get('///lists/scenarios/410100-1.json'),
      (a) => a.body.document?.revision === 2,
    );
    expect(page.body.document.items[0].struck.reason).toContain('撤回');
    const first = await app.visitor().get('///lists/scenarios/410100-1.json?revision=1');
    expect(first.body.document.items[0].struck).toBeUndefined();
    await eventually(
      () => suite.db.query<{ n: string }>('SELECT count(*) AS n FROM matches'),
      (r) => r[0]?.n === '0',
    );
    expect((await city.get('/statistics/matches?by=area')).body.total.count).toBe(1);
  });
});
