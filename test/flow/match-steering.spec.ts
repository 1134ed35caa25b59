import { addDays, dayOf } from '#kernel';
import { normalise } from '#text';
import { eventually, type Visitor } from '../support/app.js';
import { type CapabilityName, RecordsMarket, type ScenarioName } from '../support/records.js';

describe('a coordinator who steers matching', () => {
  const today = dayOf(new Date());
  const until = addDays(today, 30);
  let market: RecordsMarket;
  let city: Visitor;
  let area: Visitor;
  const decisions = { pin: '', block: '' };

  beforeAll(async () => {
    market = await RecordsMarket.open();
    city = market.visitor('city');
    area = market.visitor('area');
  });
  afterAll(() => market?.close());

  const decide = (
    who: Visitor,
    kind: 'pin' | 'block',
    [scenario, capability]: readonly [ScenarioName, CapabilityName],
    over: Readonly<Record<string, string>> = {},
  ) =>
    who.post('/match-decisions', {
      kind,
      demandListingId: market.ids[scenario],
      supplyListingId: market.ids[capability],
      reason: kind === 'pin' ? '专家评审推荐' : '正在核查资质',
      until,
      ...over,
    });
  const stored = async (): Promise<string[]> => {
    const found = await market.suite.db.query<{ id: string }>(
      'SELECT supply_listing_id AS id FROM matches WHERE demand_listing_id = $1',
      [market.ids.plain],
    );
    return found.map(({ id }) => id);
  };
  const trail = async (id: string) =>
    (await city.get(`/audit?subject=match-decision:${id}`)).body.items as Record<string, unknown>[];
  const sum = (of: readonly { points: number }[]) => of.reduce((total, { points }) => total + points, 0);

  it('puts a pair first, however few its points, and keeps another off the list', async () => {
    const { plain, preferring, best, modest } = market.ids;
    expect(await market.order('plain')).toEqual(['best', 'rival', 'recognised']);
    const pinned = await decide(area, 'pin', ['plain', 'modest']);
    expect(pinned.status).toBe(201);
    expect(pinned.body).toMatchObject({ kind: 'pin', until, inForce: true, madeBy: '区级协调员' });
    const blocked = await decide(city, 'block', ['plain', 'best']);
    expect(blocked.status).toBe(201);
    Object.assign(decisions, { pin: pinned.body.id, block: blocked.body.id });
    await eventually(stored, (found) => found.includes(modest) && !found.includes(best));
    const [first, ...rest] = await market.list('plain');
    expect(first).toMatchObject({
      name: 'modest',
      pinned: { id: decisions.pin, reason: '专家评审推荐', until },
    });
    // Why is the coordinators' own: the two organisations see that it was put first, and until when.
    const told = { id: decisions.pin, reason: null, until };
    const ofScenario = await market.visitor('demand').get(`/scenarios/${plain}/matches`);
    expect(ofScenario.body.items[0].pinned).toEqual(told);
    const ofFirm = await market.visitor('firm-1').get(`/capabilities/${modest}/matches`);
    expect(ofFirm.body.items.map((item: { pinned: unknown }) => item.pinned)).toContainEqual(told);
    expect(JSON.stringify([ofScenario.body, ofFirm.body])).not.toContain('专家评审推荐');
    expect(first.score).toBeLessThan(30); // the least for which a pair is proposed
    expect(rest.map(({ name, pinned }) => [name, pinned])).toEqual([
      ['rival', null],
      ['recognised', null],
    ]);
    const ofBest = (await city.get(`/capabilities/${best}/matches`)).body.items;
    const ofWhich: string[] = ofBest.map((item: { demand: { id: string } }) => item.demand.id);
    expect([ofWhich.includes(plain), ofWhich.includes(preferring)]).toEqual([false, true]);
  });

  it('has both kept by a full rematch, which counts them in its record', async () => {
    const run = await market.rematched();
    expect(run).toMatchObject({ state: 'completed', pinned: 1, blocked: 1, weightsVersion: 1 });
    expect((await market.list('plain')).map(({ name, runId }) => [name, runId])).toEqual(
      ['modest', 'rival', 'recognised'].map((name) => [name, run.id]),
    );
  });

  it('sees progress of a product with that product, and with its others where the firm is engaged', async () => {
    const { plain, preferring, best } = market.ids;
    const opened = await Promise.all(
      [plain, preferring].map((demandListingId) =>
        market.visitor('firm-1').post('/engagements', { demandListingId, supplyListingId: best }),
      ),
    );
    expect(opened.map(({ status }) => status)).toEqual([201, 201]);
    const shown = async (scenario: ScenarioName, name: CapabilityName) => {
      const { engagement, elsewhere } = (await market.list(scenario)).find((of) => of.name === name);
      return [engagement?.number ?? null, elsewhere?.number ?? null, elsewhere?.supplyListing.title ?? null];
    };
    // The product itself is kept off this list; another of the firm's stands on it.
    const product = '電子病歷智能质控系统';
    expect(await shown('plain', 'modest')).toEqual([null, opened[0]?.body.number, product]);
    expect(await shown('plain', 'rival')).toEqual([null, null, null]);
    expect(await shown('preferring', 'best')).toEqual([opened[1]?.body.number, null, null]);
    const { items } = (await market.visitor('firm-1').get(`/capabilities/${best}/matches`)).body;
    const own = items.find((of: { demand: { id: string } }) => of.demand.id === preferring);
    expect([own.engagement.number, own.elsewhere]).toEqual([opened[1]?.body.number, null]);
  });

  it('decides once about a pair, only what may be proposed, and not for the past', async () => {
    const again = await decide(city, 'block', ['plain', 'modest']);
    expect([again.status, again.body.code]).toEqual([409, 'match.decided']);
    expect(again.body.detail).toContain(until);
    const both = await Promise.all(
      (['pin', 'block'] as const).map((kind) => decide(city, kind, ['elsewhere', 'modest'])),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const apart = await decide(city, 'pin', ['demanding', 'best']);
    expect([apart.status, apart.body.code]).toEqual([409, 'match.excluded']);
    expect(apart.body.detail).toContain('鲲鹏');
    for (const wrong of [addDays(today, -1), addDays(today, 367)]) {
      const refused = await decide(city, 'pin', ['plain', 'far'], { until: wrong });
      expect([refused.status, refused.body.code]).toEqual([422, 'input.invalid']);
      expect(refused.body.errors).toEqual([
        expect.objectContaining({ pointer: '/until', code: 'match.until', value: wrong }),
      ]);
    }
    expect((await decide(city, 'pin', ['plain', 'far'], { reason: ' ' })).status).toBe(422);
  });

  it('decides about scenarios of the own area alone, and sees no others', async () => {
    for (const [who, scenario] of [
      [area, 'elsewhere'],
      [market.visitor('demand'), 'plain'],
      [market.visitor('firm-2'), 'plain'],
    ] as const) {
      const refused = await decide(who, 'pin', [scenario, 'rival']);
      expect([refused.status, refused.body.code]).toEqual([403, 'access.forbidden']);
    }
    const [other] = (await city.get(`/match-decisions?demand=${market.ids.elsewhere}`)).body.items;
    expect((await area.post(`/match-decisions/${other.id}/end`, { reason: '越区' })).status).toBe(404);
    const seen = (await area.get('/match-decisions')).body.items as { id: string }[];
    expect(seen.map(({ id }) => id)).toEqual([decisions.block, decisions.pin]);
  });

  it('is told why a pair is proposed, with points that add up', async () => {
    const { body } = await market.explain('plain', 'rival');
    expect(body).toMatchObject({ proposed: true, place: 2, excluded: null, decision: null });
    expect(body.verdict).toBe('列推荐名单第2位。');
    expect(sum(body.reasons)).toBeCloseTo(body.score, 5);
    expect(sum(body.fields)).toBeCloseTo(body.reasons[0].points, 5);
    const shown = (await market.list('plain')).find(({ name }) => name === 'rival');
    expect([shown.score, shown.reasons]).toEqual([body.score, body.reasons]);
    expect((await market.explain('plain', 'rival', 'firm-2')).status).toBe(200);
    expect((await market.explain('plain', 'rival', 'firm-3')).status).toBe(403);
  });

  it.each(['rival', 'best'] as const)('sees the words of %s where they stand in both texts', async (name) => {
    const { body } = await market.explain('preferring', name);
    const [{ rule, words, marks }] = body.reasons;
    expect([rule, words]).toEqual(['text', expect.arrayContaining(['病历', '质控'])]);
    const phrase = new RegExp(`^(${words.join('|')})+$`); // words that touch are marked as what they form
    for (const side of ['demand', 'supply']) {
      const texts = new Map<string, string>(
        body.texts[side].map((of: { field: string; text: string }) => [of.field, of.text]),
      );
      const marked = (marks as { side: string; field: string; start: number; end: number }[])
        .filter((mark) => mark.side === side)
        .map(({ field, start, end }) => texts.get(field)?.slice(start, end) ?? '');
      for (const part of marked) expect(normalise(part)).toMatch(phrase);
      for (const word of words) expect(marked.some((part) => normalise(part).includes(word))).toBe(true);
      if (name === 'best' && side === 'supply') expect(marked).toContain('病歷智能质控');
    }
  });

  it('is told what keeps a pair off the list: a condition, a decision, or too few points', async () => {
    const apart = (await market.explain('demanding', 'best')).body;
    expect(apart).toMatchObject({ proposed: false, place: null, decision: null });
    expect(apart.excluded).toEqual({ code: 'platforms', text: '未适配场景要求的平台：鲲鹏' });
    expect(apart.verdict).toContain(apart.excluded.text);
    expect(apart.score).toBeGreaterThan(30);

    const blocked = (await market.explain('plain', 'best')).body;
    expect(blocked).toMatchObject({ proposed: false, place: null, excluded: { code: 'blocked' } });
    expect(blocked.decision).toEqual({ id: decisions.block, kind: 'block', reason: '正在核查资质', until });
    expect(blocked.verdict).toBe(`经审核人员屏蔽（正在核查资质），至${until}止不列入推荐。`);
    for (const party of ['demand', 'firm-1']) {
      const { body } = await market.explain('plain', 'best', party);
      expect(body.verdict).toBe(`经审核人员屏蔽，至${until}止不列入推荐。`);
      expect(body.decision).toEqual({ id: decisions.block, kind: 'block', reason: null, until });
    }

    const weak = (await market.explain('plain', 'far')).body;
    expect(weak).toMatchObject({ proposed: false, place: null, excluded: null, decision: null });
    expect(weak.verdict).toBe(`得分${weak.score}分，低于列入推荐的最低分15分。`);
    expect(weak.lacking).toContain('智能');
  });

  it('ends a decision with a reason, and the pair stands where its points put it', async () => {
    const end = () => city.post(`/match-decisions/${decisions.block}/end`, { reason: '核查通过' });
    expect((await end()).body).toMatchObject({
      inForce: false,
      endedBy: '市级协调员',
      endReason: '核查通过',
    });
    const twice = await end();
    expect([twice.status, twice.body.code]).toEqual([409, 'match.decision_ended']);
    await eventually(
      () => market.order('plain'),
      (order) => order.join() === 'modest,best,rival,recognised',
    );
    expect((await market.explain('plain', 'best')).body).toMatchObject({ decision: null, place: 2 });
  });

  it('is not in the way of a new decision once its last day has passed', async () => {
    await market.suite.db.query('UPDATE match_decisions SET until = $2 WHERE id = $1', [
      decisions.pin,
      addDays(today, -1),
    ]);
    const next = await decide(area, 'block', ['plain', 'modest']);
    expect(next.status).toBe(201);
    await eventually(stored, (found) => !found.includes(market.ids.modest));
    expect(await market.order('plain')).toEqual(['best', 'rival', 'recognised']);
    const entered = async (id: string) =>
      (await trail(id)).map(({ action, actorName, reason }) => [action, actorName, reason]);
    expect(await entered(decisions.pin)).toEqual([
      ['match.endDecision', '系统', '到期'],
      ['match.pin', '区级协调员', '专家评审推荐'],
    ]);
    expect(await entered(decisions.block)).toEqual([
      ['match.endDecision', '市级协调员', '核查通过'],
      ['match.block', '市级协调员', '正在核查资质'],
    ]);
    expect((await trail(next.body.id))[0]).toMatchObject({
      action: 'match.block',
      detail: { kind: 'block', until, demand: expect.any(String), supply: expect.any(String) },
    });
  });

  it('is told that a withdrawn product is not matched, as is its firm, and nobody else', async () => {
    const path = `/capabilities/${market.ids.rival}`;
    const owner = market.visitor('firm-2');
    const { body } = await owner.get(path);
    expect((await owner.post(`${path}/withdraw`, { reason: '产品下线' }, body.version)).status).toBe(200);
    for (const login of ['city', 'firm-2'])
      expect((await market.explain('plain', 'rival', login)).body).toMatchObject({
        status: 409,
        code: 'match.not_in_force',
        detail: `企业能力${body.number}已撤回，不在发布状态，因此不参加匹配`,
      });
    expect((await market.explain('plain', 'rival', 'firm-1')).body.code).toBe('resource.not_found');
  });
});
