import { readXlsx } from 'hucre/xlsx';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish, settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

const scenario = {
  title: '门诊病历智能质控',
  needs: '门诊病历质控依赖人工抽查，需要对病历文书实时智能质控，自动发现缺项和逻辑错误。',
  fields: ['healthcare'],
};
const capability = {
  product: '病历质控系统',
  functions: '对门诊病历文书实时智能质控，自动发现缺项、逻辑错误和诊断不一致。',
  fields: ['healthcare'],
};

/** What a suspension reaches, and what lifting it brings back. */
describe('a suspended organisation', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const who = {} as Record<'city' | 'city2' | 'area' | 'demand' | 'supply' | 'anyone', Visitor>;
  const ids = { demand: '', supply: '', scenario: '', capability: '', engagement: '', claim: '' };
  const numbers = { scenario: '', capability: '' };
  let list = '';

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    ids.demand = await settle(suite.db, 601, { login: 'demand', kind: 'user', area: '410105' });
    ids.supply = await settle(suite.db, 602, { login: 'supply', kind: 'firm', area: '410105' });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    who.anyone = app.visitor();
    for (const login of ['city', 'city2', 'area', 'demand', 'supply'] as const)
      who[login] = await app.visitor().signIn(login, password);
    ids.scenario = await publish('scenarios', scenario, who.demand, who.city);
    ids.capability = await publish('capabilities', capability, who.supply, who.city);
    numbers.scenario = (await who.city.get(`/scenarios/${ids.scenario}`)).body.number;
    numbers.capability = (await who.city.get(`/capabilities/${ids.capability}`)).body.number;
    const draft = await who.city.post('/editions', { kind: 'capability', title: '示例', filter: {} });
    const edition = await who.city.post(`/editions/${draft.body.id}/publish`, {}, draft.body.version);
    list = `///lists/capabilities/${edition.body.slug}`;
    await eventually(matched, (found) => found === 1);
    await eventually(searched, (found) => found === 1);
    const opened = await who.supply.post('/engagements', {
      demandListingId: ids.scenario,
      supplyListingId: ids.capability,
    });
    ids.engagement = opened.body.id;
    const claimed = await who.supply.post(
      `/engagements/${ids.engagement}/claims`,
      {
        level: 2,
        channel: 'online',
      },
      opened.body.version,
    );
    ids.claim = claimed.body.claims[0].id;
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const matched = async () =>
    (await who.demand.get(`/scenarios/${ids.scenario}/matches`)).body.items?.length as number;
  const searched = async () =>
    (await who.demand.get(`/search/capabilities?q=${encodeURIComponent('病历质控')}`)).body.items
      ?.length as number;
  const publicPage = async () => (await who.anyone.get(`///capabilities/${numbers.capability}`)).status;
  const workbook = async () => {
    const { sheets } = await readXlsx((await who.anyone.get(`${list}.xlsx`)).body);
    return JSON.stringify(sheets.map((sheet) => sheet.rows));
  };
  const engagement = async (visitor: Visitor) => (await visitor.get(`/engagements/${ids.engagement}`)).body;
  const confirm = async () =>
    who.demand.post(`/claims/${ids.claim}/confirm`, {}, (await engagement(who.demand)).version);

  it('is out of everything at once: sessions, pages, search, matches, new editions, engagements', async () => {
    const dependents = (await who.area.get(`/organisations/${ids.supply}/dependents`)).body;
    expect(dependents).toEqual({
      members: 1,
      listings: [{ kind: 'capability', count: 1 }],
      engagements: 1,
      claims: 1,
    });
    await who.area.post(`/organisations/${ids.supply}/suspend`, { reason: '资质存疑' });
    expect((await who.supply.get('/me')).status).toBe(401);
    expect(await publicPage()).toBe(404);
    expect(await matched()).toBe(0);
    expect(String((await who.anyone.get(list)).body)).toContain('暂停');
    expect((await who.anyone.get(`${list}.csv`)).body).toContain('暂停：发布单位已停用');
    expect(await workbook()).toContain('暂停：发布单位已停用');
    const json = await who.anyone.get(`${list}.json`);
    expect(json.body).toMatchObject({ paused: [numbers.capability] });
    await eventually(searched, (found) => found === 0);

    const draft = await who.city.post('/editions', { kind: 'capability', title: '新一期', filter: {} });
    const published = await who.city.post(`/editions/${draft.body.id}/publish`, {}, draft.body.version);
    expect(published.body.errors?.[0]?.code).toBe('edition.empty');

    expect((await engagement(who.demand)).hold).toEqual({ side: 'supply', reason: '资质存疑' });
    expect((await confirm()).body.code).toBe('engagement.party_not_approved');
    expect((await who.demand.get(`/engagements/${ids.engagement}/contact`)).body.code).toBe(
      'engagement.on_hold',
    );
    // Its own state is not rewritten.
    expect((await who.city.get(`/capabilities/${ids.capability}`)).body.state).toBe('published');
  });

  it('shows its people that it is suspended, and why, and nothing else', async () => {
    const back = await app.visitor().signIn('supply', password);
    expect((await back.get('/me')).body.organisation).toMatchObject({
      state: 'suspended',
      reason: '资质存疑',
    });
    for (const path of [
      `/organisations/${ids.supply}`,
      `/capabilities/${ids.capability}`,
      `/engagements/${ids.engagement}`,
      '/scenarios',
      '/applications',
    ])
      expect([path, (await back.get(path)).status]).toEqual([path, 403]);
    for (const path of [
      '/capabilities',
      '/engagements',
      `/organisations/${ids.supply}/changes`,
      '/applications',
      '/imports',
    ])
      expect([path, (await back.post(path, {})).status]).toEqual([path, 403]);
  });

  it('is back with everything when the suspension is lifted', async () => {
    expect((await who.area.post(`/organisations/${ids.supply}/restore`, {})).status).toBe(422);
    await who.area.post(`/organisations/${ids.supply}/restore`, { reason: '已核清' });
    who.supply = await app.visitor().signIn('supply', password);
    expect(await publicPage()).toBe(200);
    await eventually(searched, (found) => found === 1);
    await eventually(matched, (found) => found === 1);
    expect(String((await who.anyone.get(list)).body)).not.toContain('暂停');
    expect((await who.anyone.get(`${list}.csv`)).body).not.toContain('暂停');
    expect(await workbook()).not.toContain('暂停');
    expect((await who.anyone.get(`${list}.json`)).body.paused).toBeUndefined();
    expect((await engagement(who.demand)).hold).toBeNull();
    const confirmed = await confirm();
    expect(confirmed.body.claims[0].state).toBe('confirmed');
    const verified = await who.area.post(`/claims/${ids.claim}/verify`, {}, confirmed.body.version);
    expect(verified.body.level).toBe(2);
  });

  it('has its like in a body: its people are out, decide nothing, and are back afterwards', async () => {
    const bodies = (await who.city.get('/bodies')).body.items as { id: string; scope: string }[];
    const id = bodies.find((body) => body.scope === 'area')?.id ?? '';
    await who.city.post(`/bodies/${id}/suspend`, { reason: '机构调整' });
    expect((await who.area.get('/me')).status).toBe(401);
    const back = await app.visitor().signIn('area', password);
    expect((await back.get('/me')).body).toMatchObject({ body: { suspended: '机构调整' } });
    expect((await back.get('/scenarios')).status).toBe(403);
    expect((await back.post(`/organisations/${ids.supply}/suspend`, { reason: '无' })).status).toBe(403);
    await who.city.post(`/bodies/${id}/restore`, { reason: '调整完成' });
    // The same session sees what it may again.
    expect((await back.get('/scenarios')).status).toBe(200);
  });
});
