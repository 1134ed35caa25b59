import { dayOf } from '#kernel';
import { eventually } from '../support/app.js';
import { staged } from '../support/imports.js';
import { approve, listed, publish } from '../support/market.js';
import {
  needsFile,
  openTechnologyMarket,
  otherTitles,
  ranked,
  result,
  type TechnologyMarket,
} from '../support/technology.js';

interface Head {
  readonly id: string;
  readonly number: string;
}

/** The market of technology needs and results, by the code that the software market has. */
describe('the technology market', () => {
  let market: TechnologyMarket;
  let who: TechnologyMarket['who'];
  let need: Head & { readonly title: string };
  let offer: Head;
  let engagement = '';

  beforeAll(async () => {
    market = await openTechnologyMarket();
    who = market.who;
  });
  afterAll(() => market?.close());

  const count = async (market: string) =>
    (await who.city.get(`/statistics/matches?by=area&market=${market}`)).body.total?.count as number;

  it('takes a list of needs in, reviews them, and gives them numbers of their own', async () => {
    const read = await staged(who.maker, { kind: 'technology-need' }, '难题.csv', needsFile);
    const committed = await who.maker.post(`/imports/${read.body.id}/commit`, { publish: false });
    const job = await eventually(
      () => who.maker.get(`/jobs/${committed.body.job.id}`),
      (answer) => answer.body.state === 'completed',
    );
    expect(job.body.result).toMatchObject({ created: 2, refused: 0 });
    const { body } = await who.maker.get('/technology-needs?mine=true');
    for (const draft of body.items) await approve('technology-needs', draft, who.maker, who.city);
    const found = body.items.find((one: { content: { title: string } }) =>
      one.content.title.startsWith('刀具'),
    );
    need = { ...found, title: found.content.title };
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
    for (const title of otherTitles)
      await publish(
        'technology-results',
        { title, introduction: `${title}的工艺。` },
        who.university,
        who.city,
      );
    expect(offer.number).toMatch(/^CG-\d{4}-\d{6}$/);
    const found = await listed(who.maker, '/search/technology-results?q=刀具涂层');
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

  it('proposes the result to the need, with reasons in the words of its market', async () => {
    const matches = await listed(who.maker, `/technology-needs/${need.id}/matches`);
    const [match] = matches.body.items;
    expect(match).toMatchObject({
      market: 'technology',
      demand: { number: need.number },
      supply: { number: offer.number, title: result.title },
      moved: 0,
      engagement: null,
    });
    const texts = Object.fromEntries(
      match.reasons.map((of: { rule: string; text: string }) => [of.rule, of.text]),
    );
    expect(texts['text']).toMatch(/^难题与成果都提到：.*涂层/);
    expect(texts).toMatchObject({
      field: '技术领域一致：新材料',
      maturity: '成果已到“中试”阶段，达到难题要求的“中试”',
      mode: '双方都愿以联合研发方式合作',
    });
    const sum = match.reasons.reduce((all: number, of: { points: number }) => all + of.points, 0);
    expect(sum).toBeCloseTo(match.score, 6);
    expect(match.asks.map(({ field }: { field: string }) => field)).toContain('needs');
    // The same pair from its other side, and explained.
    const seen = await who.university.get(`/technology-results/${offer.id}/matches`);
    expect(seen.body.items[0]).toMatchObject({ demand: { id: need.id }, score: match.score });
    const pair = `demand=${need.id}&supply=${offer.id}`;
    const explained = (await who.city.get(`/matches/explain?${pair}`)).body;
    expect(explained).toMatchObject({ market: 'technology', score: match.score, place: 1, excluded: null });
    expect(explained.verdict).toBe('列推荐名单第1位。');
    const rules = (await who.city.get('/match-weights?market=technology')).body.items[0].rules;
    expect(rules.map(({ label }: { label: string }) => label)).toContain('成熟度相符');
  });

  it('keeps apart by the stage that a result has reached, and counts what is left without one', async () => {
    const early = { ...result, title: '刀具涂层小试', maturity: 'laboratory' };
    const id = await publish('technology-results', early, who.university, who.city);
    await eventually(
      () => who.city.get(`/matches/explain?demand=${need.id}&supply=${id}`),
      ({ body }) => body.excluded?.text === '成果处于“小试”阶段，未达到难题要求的“中试”',
    );
    const kept = (await who.maker.get(`/technology-needs/${need.id}/matches`)).body.items;
    expect(kept[0].supply.id).toBe(offer.id);
    expect(kept.map((one: { supply: Head }) => one.supply.id)).not.toContain(id);
    const gaps = await listed(who.city, '/match-gaps?market=technology');
    expect(gaps.body.items.map((one: { demand: { title: string } }) => one.demand.title)).toEqual([
      '喷涂废水处理周期短',
    ]);
    expect((await who.city.get('/match-gaps/figures?market=technology')).body).toMatchObject({
      market: 'technology',
      demands: 2,
      gaps: 1,
    });
    expect((await who.city.get('/match-gaps/figures')).body).toMatchObject({ demands: 0, gaps: 0 });
  });

  it('lets neither market into the other, whatever is published or run in it', async () => {
    const words = { needs: need.title, title: need.title };
    const scenario = await publish(
      'scenarios',
      { ...words, fields: ['industrial'] },
      who.university,
      who.city,
    );
    const product = { product: result.title, functions: result.introduction };
    const before = await ranked(market.suite, need.id);
    expect(before).toHaveLength(1);
    const capability = await publish('capabilities', product, who.maker, who.city);
    const matches = await listed(who.university, `/scenarios/${scenario}/matches`);
    expect(matches.body.items.map((one: { supply: Head }) => one.supply.id)).toEqual([capability]);
    const markets = await market.suite.db.query(
      `SELECT DISTINCT d.kind AS demand, s.kind AS supply FROM matches m
       JOIN listings d ON d.id = m.demand_listing_id JOIN listings s ON s.id = m.supply_listing_id ORDER BY 1`,
    );
    expect(markets).toEqual([
      { demand: 'scenario', supply: 'capability' },
      { demand: 'technology-need', supply: 'technology-result' },
    ]);
    // Text for text the same as the need's own result: no list of the other market was as much as asked for again.
    expect(await ranked(market.suite, need.id)).toEqual(before);
    const mixed = await who.city.get(`/matches/explain?demand=${need.id}&supply=${capability}`);
    expect([mixed.status, mixed.body.code]).toEqual([404, 'resource.not_found']);
    expect((await who.maker.get(`/technology-needs/${scenario}/matches`)).status).toBe(404);
    const run = await who.city.post('/match-runs', { market: 'technology' });
    const done = await eventually(
      () => who.city.get(`/match-runs/${run.body.run.id}`),
      ({ body }) => body.state === 'completed',
    );
    expect(done.body).toMatchObject({ market: 'technology', demands: 2, supplies: 11, gaps: 1 });
    expect((await who.city.get('/match-runs?market=software')).body.items).toEqual([]);
    // What is put in force in one market is not in the other.
    const most = { text: 60, field: 15, application: 5, chain: 4, maturity: 7, mode: 4, area: 3, budget: 2 };
    const made = await who.city.post('/match-weights', { market: 'technology', most, note: '重领域' });
    expect(made.body).toMatchObject({ market: 'technology', version: 2 });
    const software = { ...most, market: 'software' };
    expect((await who.city.post('/match-weights', { most: software, note: '误' })).status).toBe(422);
    await who.city.post('/match-weights/2/adopt', { market: 'technology', reason: '重领域' });
    const active = async (market: string) =>
      (await who.city.get(`/match-weights?market=${market}`)).body.items.find(
        (of: { active: boolean }) => of.active,
      ).version;
    expect([await active('technology'), await active('software')]).toEqual([2, 1]);
    const { version } = (await who.university.get(`/scenarios/${scenario}`)).body;
    const withdrawn = await who.university.post(`/scenarios/${scenario}/withdraw`, { reason: '试' }, version);
    expect(withdrawn.body.state).toBe('withdrawn');
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
    // Side by side, whichever market is asked about, and never added up.
    const across = (await who.city.get('/statistics/figures?by=market')).body;
    expect(
      across.items.map(({ key, label, values }: { key: string; label: string; values: object }) => ({
        key,
        label,
        ...values,
      })),
    ).toMatchObject([
      { key: 'software', label: '软件供需', reached2: '0', proposed: '1' },
      { key: 'technology', label: '技术供需', reached2: '1', proposed: expect.any(String) },
    ]);
    expect(across.total.reached2).toBe('0');
    expect(across.items[0].values).not.toHaveProperty('scenariosPublished');
    const { total, measures } = (await who.city.get('/statistics/figures?market=technology')).body;
    expect(total).toMatchObject({ reached2: '1', scenariosPublished: '2', capabilitiesPublished: '11' });
    const names = measures.map(({ name }: { name: string }) => name);
    expect(names).toContain('发布技术难题');
    expect(names).toContain('推荐（未经核实）');
    expect(total['proposed']).toBe('1');
    expect(total['scenariosUnserved']).toBe('1');
    const software = (await who.city.get('/statistics/figures')).body.total;
    expect(software).toMatchObject({ reached2: '0', scenariosPublished: '1', intended: '0', proposed: '1' });
  });

  it('tells the public the figures of each market apart', async () => {
    expect(String((await who.anyone.get('///statistics?market=technology')).body)).toContain('发布技术难题');
    const software = String((await who.anyone.get('///statistics')).body);
    expect(software).not.toContain('发布技术难题');
    expect(software).toMatch(/按供需市场.*软件供需.*技术供需/s);
    expect((await who.anyone.get('///statistics?market=no-such')).status).toBe(404);
  });

  it('meets at meetings of its own, which count in its own figures', async () => {
    const today = dayOf(new Date());
    const made = await who.city.post('/meetings', {
      market: 'technology',
      title: '新材料难题专场',
      day: today,
      starts: '09:00',
      ends: '11:00',
      place: '会展中心',
    });
    const at = `/meetings/${made.body.id}`;
    const other = await who.city.post(`${at}/listings`, { numbers: ['CJ-2026-000001'] });
    expect(other.body.errors?.[0]?.detail).toMatch(/^没有在发布状态的技术难题或科技成果/);
    const invited = await who.city.post(`${at}/listings`, { numbers: [need.number, offer.number] });
    expect(invited.body.listings.map((one: { title: string }) => one.title)).toEqual([
      need.title,
      result.title,
    ]);
    const { title, day, starts, ends, place, version } = invited.body;
    const moved = await who.city.put(at, { title, day, starts, ends, place, market: 'software' }, version);
    expect(moved.body.code).toBe('meeting.market_fixed');
    const announced = await who.city.post(`${at}/move`, { to: 'announced' }, version);
    expect((await who.maker.get('/meetings?market=technology')).body.items).toHaveLength(1);
    expect((await who.maker.get('/meetings?market=software')).body.items).toEqual([]);
    for (const { organisationId } of announced.body.listings)
      await who.city.post(`${at}/check-ins`, { organisationId });
    const { body } = await who.city.get(at);
    expect((await who.city.post(`${at}/move`, { to: 'held' }, body.version)).body.state).toBe('held');
    const held = async (market: string) =>
      (await who.city.get(`/statistics/figures?market=${market}`)).body.total?.meetingsHeld;
    await eventually(
      () => held('technology'),
      (n) => n === '1',
    );
    expect(await held('software')).toBe('0');
    const met = await who.city.post(`${at}/pairs`, { demandListingId: need.id, supplyListingId: offer.id });
    expect(met.body.pairs).toMatchObject([{ namedBy: ['coordinator'], engagement: { id: engagement } }]);
  });

  it('tells engagements by their market, and the recount finds nothing amiss', async () => {
    const of = async (market: string) =>
      (await who.city.get(`/engagements?market=${market}`)).body.items.map(({ id }: Head) => id);
    expect([await of('technology'), await of('software')]).toEqual([[engagement], []]);
    const recounted = await who.city.post('/statistics/recount');
    expect(recounted.body).toMatchObject({ ok: true, differences: [] });
  });
});
