import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { staged } from '../support/imports.js';
import { publish, settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

const file = `难题名称,技术需求详情,技术领域,成熟度要求,合作方式,预算(万元),有效期,联系人
刀具涂层在高速切削中剥落,现有涂层在高速切削下与基体结合不牢，需要提高涂层结合强度。,新材料,中试,联合研发,50-100,2099-12-31,赵工
喷涂废水处理周期短,喷涂废水中的漆渣絮凝效果差，需要更换周期更长的处理工艺。,环保,,技术开发,30,2099-12-31,赵工
`;
const result = {
  title: '高结合强度纳米多层刀具涂层',
  introduction: '采用纳米多层结构，显著提高刀具涂层与基体的结合强度，高速切削不剥落。',
  technologyFields: ['materials'],
  maturity: 'pilot',
  property: ['invention'],
  awards: '省科学技术进步奖二等奖',
  modes: ['transfer', 'joint'],
  contact: { name: '钱教授', phone: '', email: '' },
};

interface Head {
  readonly id: string;
  readonly number: string;
}

/** The market of technology needs and results, by the code that the software market has. */
describe('the technology market', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const who = {} as Record<'city' | 'maker' | 'university' | 'anyone', Visitor>;
  let need: Head;
  let offer: Head;
  let engagement = '';

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    // A software firm has a problem, and a university, which uses software otherwise, solves it.
    await settle(suite.db, 701, { login: 'maker', kind: 'firm', area: '410105' });
    await settle(suite.db, 702, { login: 'university', kind: 'user', area: '410172' });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    who.anyone = app.visitor();
    for (const login of ['city', 'maker', 'university'] as const)
      who[login] = await app.visitor().signIn(login, password);
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const count = async (market: string) =>
    (await who.city.get(`/statistics/matches?by=area&market=${market}`)).body.total?.count as number;

  it('takes a list of needs in, reviews them, and gives them numbers of their own', async () => {
    const read = await staged(who.maker, { kind: 'technology-need' }, '难题.csv', file);
    const committed = await who.maker.post(`/imports/${read.body.id}/commit`, { publish: false });
    const job = await eventually(
      () => who.maker.get(`/jobs/${committed.body.job.id}`),
      (answer) => answer.body.state === 'completed',
    );
    expect(job.body.result).toMatchObject({ created: 2, refused: 0 });
    const { body } = await who.maker.get('/technology-needs?mine=true');
    for (const { id: own, version } of body.items) {
      const submitted = await who.maker.post(`/technology-needs/${own}/submit`, {}, version);
      const approved = await who.city.post(`/technology-needs/${own}/approve`, {}, submitted.body.version);
      expect(approved.body.state).toBe('published');
    }
    need = body.items.find((one: { content: { title: string } }) => one.content.title.startsWith('刀具'));
    expect(need.number).toMatch(/^JN-\d{4}-\d{6}$/);
    const shown = await who.university.get(`/technology-needs/${need.number}`);
    expect(shown.body.content).toMatchObject({
      technologyFields: ['materials'],
      maturity: 'pilot',
      mode: 'joint',
      budgetMax: '1000000.00',
      contact: null,
    });
  });

  it('publishes a result of a university, which everybody finds and reads', async () => {
    const id = await publish('technology-results', result, who.university, who.city);
    offer = (await who.university.get(`/technology-results/${id}`)).body;
    expect(offer.number).toMatch(/^CG-\d{4}-\d{6}$/);
    const found = await eventually(
      () => who.maker.get('/search/technology-results?q=刀具涂层'),
      ({ body }) => body.items?.length > 0,
    );
    expect(found.body.items[0].id).toBe(id);
    const page = await who.anyone.get(`///technology-results/${offer.number}`);
    expect(String(page.body)).toContain('纳米多层结构');
    expect(String(page.body)).toContain('省科学技术进步奖');
    expect(String(page.body)).not.toContain('钱教授');
  });

  it('prints needs as a numbered list of their own', async () => {
    const draft = await who.city.post('/editions', { kind: 'technology-need', title: '第一批', filter: {} });
    const made = await who.city.post(`/editions/${draft.body.id}/publish`, {}, draft.body.version);
    const list = await who.anyone.get(`///lists/technology-needs/${made.body.slug}`);
    expect(String(list.body)).toContain(need.number);
    expect((await who.anyone.get(`///lists/scenarios/${made.body.slug}`)).status).toBe(404);
  });

  it('lets nobody pair a need with what is no result', async () => {
    const body = { demandListingId: need.id, supplyListingId: need.id };
    expect((await who.maker.post('/engagements', body)).status).toBe(404);
  });

  it('counts a verified pair under its own market, and not among the software pairs', async () => {
    const pair = { demandListingId: need.id, supplyListingId: offer.id };
    const opened = await who.university.post('/engagements', pair);
    expect(opened.body).toMatchObject({ market: 'technology', demandListing: { number: need.number } });
    engagement = opened.body.id;
    expect((await who.maker.post('/engagements', pair)).body.id).toBe(engagement);
    expect((await who.maker.get(`/engagements/${engagement}/contact`)).body.contact.name).toBe('钱教授');
    const claimed = await who.university.post(`/engagements/${engagement}/claims`, { level: 2 });
    const claim = claimed.body.claims[0].id;
    const confirmed = await who.maker.post(`/claims/${claim}/confirm`, {}, claimed.body.version);
    const verified = await who.city.post(`/claims/${claim}/verify`, {}, confirmed.body.version);
    expect(verified.status).toBe(200);
    await eventually(
      () => count('technology'),
      (n) => n === 1,
    );
    expect(await count('software')).toBe(0);
    const { total, measures } = (await who.city.get('/statistics/figures?market=technology')).body;
    expect(total).toMatchObject({ reached2: '1', scenariosPublished: '2', capabilitiesPublished: '1' });
    const names = measures.map(({ name }: { name: string }) => name);
    expect(names).toContain('发布技术难题');
    expect(names).not.toContain('推荐（未经核实）');
    const software = (await who.city.get('/statistics/figures')).body.total;
    expect(software).toMatchObject({ reached2: '0', scenariosPublished: '0', intended: '0' });
  });

  it('tells the public the figures of each market apart', async () => {
    expect(String((await who.anyone.get('///statistics?market=technology')).body)).toContain('发布技术难题');
    expect(String((await who.anyone.get('///statistics')).body)).not.toContain('发布技术难题');
    expect((await who.anyone.get('///statistics?market=no-such')).status).toBe(404);
  });

  it('tells engagements by their market, and the recount finds nothing amiss', async () => {
    const of = async (market: string) =>
      (await who.city.get(`/engagements?market=${market}`)).body.items.map(({ id }: Head) => id);
    expect([await of('technology'), await of('software')]).toEqual([[engagement], []]);
    const recounted = await who.city.post('/statistics/recount');
    expect(recounted.body).toMatchObject({ ok: true, differences: [] });
  });
});
