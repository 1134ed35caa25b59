import { AuditService, PeopleService } from '#accounts';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish, settle } from '../support/market.js';
import { password, staff, uscc } from '../support/people.js';

const scenario = { title: '门诊病历智能质控', needs: '实时质控门诊病历文书', fields: ['healthcare'] };
const capability = { product: '病历质控系统', functions: '对病历文书实时质控', fields: ['healthcare'] };

/** An organisation's record while its people ask for another one. */
describe('what the public reads of an organisation', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const who = {} as Record<'city' | 'city2' | 'area' | 'elsewhere' | 'demand' | 'supply' | 'anyone', Visitor>;
  const ids = { demand: '', supply: '', scenario: '', capability: '' };

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    const people = new PeopleService(suite.db);
    const elsewhere = await people.createBody('高新区工业和信息化局', '410172');
    await people.addCoordinator(elsewhere.id, { login: 'elsewhere', name: '高新区协调员', password });
    ids.demand = await settle(suite.db, 501, { login: 'demand', kind: 'user', area: '410105' });
    ids.supply = await settle(suite.db, 502, { login: 'supply', kind: 'firm', area: '410105' });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    who.anyone = app.visitor();
    for (const login of ['city', 'city2', 'area', 'elsewhere', 'demand', 'supply'] as const)
      who[login] = await app.visitor().signIn(login, password);
    ids.scenario = await publish('scenarios', scenario, who.demand, who.city);
    ids.capability = await publish('capabilities', capability, who.supply, who.city);
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const numberOf = async (path: 'scenarios' | 'capabilities', id: string) =>
    (await who.city.get(`/${path}/${id}`)).body.number as string;
  const page = async (path: 'scenarios' | 'capabilities', id: string) =>
    String((await who.anyone.get(`///${path}/${await numberOf(path, id)}`)).body);
  const organisation = async (id: string) => (await who.city.get(`/organisations/${id}`)).body;
  const propose = (by: Visitor, id: string, proposed: Record<string, unknown>) =>
    by.post(`/organisations/${id}/changes`, { proposed, reason: '工商变更' });

  it('changes only when a coordinator has approved it, and then everywhere', async () => {
    const before = await organisation(ids.demand);
    // The way of old: the owner writes over what was approved.
    const written = await who.demand.put(
      `/organisations/${ids.demand}`,
      { name: '冒名单位', area: '410172' },
      before.version,
    );
    expect(written.status).toBe(422);
    expect(await page('scenarios', ids.scenario)).not.toContain('冒名单位');

    const asked = await propose(who.demand, ids.demand, { name: '示例市人民医院', ownerKind: 'hospital' });
    expect(asked).toMatchObject({
      status: 201,
      body: {
        state: 'submitted',
        movesArea: false,
        differences: [
          { field: 'name', before: '示例单位501', after: '示例市人民医院' },
          { field: 'ownerKind', before: null, after: 'hospital' },
        ],
      },
    });
    expect(await page('scenarios', ids.scenario)).not.toContain('示例市人民医院');
    expect((await organisation(ids.demand)).name).toBe('示例单位501');
    expect((await propose(who.demand, ids.demand, { name: '又一个' })).body.code).toBe('change.open');

    const change = `/organisation-changes/${asked.body.id}`;
    expect((await who.demand.post(`${change}/approve`, {}, asked.body.version)).status).toBe(403);
    expect((await who.supply.get(change)).status).toBe(404);
    expect((await who.area.post(`${change}/approve`, {}, asked.body.version - 1)).status).toBe(412);
    const approved = await who.area.post(`${change}/approve`, {}, asked.body.version);
    expect(approved.body).toMatchObject({
      state: 'approved',
      decidedBy: '区级协调员',
      differences: [{ before: '示例单位501', after: '示例市人民医院' }, {}],
    });
    expect(await page('scenarios', ids.scenario)).toContain('示例市人民医院');
    expect((await who.demand.get('/me')).body.organisation.name).toBe('示例市人民医院');
    await eventually(
      () => who.supply.get(`/search/scenarios?q=${encodeURIComponent('示例市人民医院')}`),
      (found) => found.body.items?.some((hit: { id: string }) => hit.id === ids.scenario),
    );
    const facts = await suite.db.query(
      "SELECT payload FROM facts WHERE name = 'organisation.changed' AND subject = $1",
      [`organisation:${ids.demand}`],
    );
    expect(facts).toMatchObject([
      {
        payload: {
          fields: ['name', 'ownerKind'],
          before: { name: '示例单位501' },
          party: { name: '示例市人民医院', area: '410105' },
        },
      },
    ]);
    expect((await who.area.post(`${change}/reject`, { reason: '晚了' })).status).toBe(409);
  });

  it('moves to another area by the city alone, and with it who reads its contacts', async () => {
    const asked = await propose(who.demand, ids.demand, { area: '410172' });
    const change = `/organisation-changes/${asked.body.id}`;
    expect(asked.body.movesArea).toBe(true);
    expect((await who.area.post(`${change}/approve`, {}, asked.body.version)).body.code).toBe(
      'change.city_wanted',
    );
    const contactFor = async (visitor: Visitor) =>
      (await visitor.get(`/scenarios/${ids.scenario}`)).body.content?.contact ?? null;
    expect(await contactFor(who.elsewhere)).toBeNull();
    expect(await contactFor(who.area)).not.toBeNull();
    await who.city.post(`${change}/approve`, {}, asked.body.version);
    expect(await contactFor(who.elsewhere)).not.toBeNull();
    expect(await contactFor(who.area)).toBeNull();
    // What was decided is read where the organisation is now.
    expect((await who.area.get(change)).status).toBe(404);
    expect((await who.elsewhere.get(change)).body.state).toBe('approved');
  });

  it('is asked for by one side, taken back by that side, and never approved by who asked', async () => {
    const own = await propose(who.city, ids.supply, { department: 'gxj' });
    expect(own.body.side).toBe('coordinator');
    expect((await who.supply.post(`/organisation-changes/${own.body.id}/withdraw`)).body.code).toBe(
      'change.not_own',
    );
    const approval = (by: Visitor) =>
      by.post(`/organisation-changes/${own.body.id}/approve`, {}, own.body.version);
    expect((await approval(who.city)).body.code).toBe('change.own');
    expect((await approval(who.city2)).body.state).toBe('approved');

    const theirs = await propose(who.supply, ids.supply, { size: 'small' });
    expect((await who.supply.post(`/organisation-changes/${theirs.body.id}/withdraw`)).body.state).toBe(
      'withdrawn',
    );
    const again = await propose(who.supply, ids.supply, { size: 'small' });
    const refused = await who.area.post(`/organisation-changes/${again.body.id}/reject`, {
      reason: '材料不足',
    });
    expect(refused.body).toMatchObject({ state: 'rejected', decisionReason: '材料不足' });
    expect((await organisation(ids.supply)).size).toBeNull();
    const list = await who.supply.get('/organisation-changes');
    expect(list.body.items.map((item: { state: string }) => item.state)).toEqual([
      'rejected',
      'withdrawn',
      'approved',
    ]);
  });

  it('refuses what changes nothing, a code that another has, and giving up a kind that is in use', async () => {
    expect((await propose(who.supply, ids.supply, { name: '示例单位502' })).body.errors[0].code).toBe(
      'change.nothing',
    );
    expect((await propose(who.supply, ids.supply, { uscc: '不是代码' })).status).toBe(422);
    for (const [proposed, code] of [
      [{ uscc: uscc(501) }, 'change.code_taken'],
      [{ kinds: ['user'] }, 'change.kind_in_use'],
    ] as const) {
      const asked = await propose(who.supply, ids.supply, proposed);
      const change = `/organisation-changes/${asked.body.id}`;
      expect((await who.city.post(`${change}/approve`, {}, asked.body.version)).body.code).toBe(code);
      await who.supply.post(`${change}/withdraw`);
    }
  });

  it('keeps its controllers when its code is corrected, and lets only coordinators set them', async () => {
    const [group, corrected] = [uscc(503), uscc(504)];
    const set = (by: Visitor, code: string, controllerUscc: string | null) =>
      by.put(`/controllers/${code}`, { controllerUscc, reason: '股权登记' });
    expect((await set(who.supply, uscc(502), null)).status).toBe(403);
    expect((await set(who.elsewhere, uscc(502), group)).status).toBe(403);
    expect((await set(who.area, uscc(502), group)).body.chain).toMatchObject([
      { uscc: uscc(502), controllerUscc: group, setBy: '区级协调员' },
      { uscc: group, name: null },
    ]);
    // Of a company that is not on the platform only the city tells.
    expect((await set(who.area, group, uscc(501))).status).toBe(403);
    expect((await set(who.city, group, uscc(501))).body.chain).toHaveLength(2);
    const asked = await propose(who.supply, ids.supply, { uscc: corrected });
    await who.city.post(`/organisation-changes/${asked.body.id}/approve`, {}, asked.body.version);
    expect(
      (await who.city.get(`/controllers/${corrected}`)).body.chain.map((c: { uscc: string }) => c.uscc),
    ).toEqual([corrected, group, uscc(501)]);
    const opened = await who.supply.post('/engagements', {
      demandListingId: ids.scenario,
      supplyListingId: ids.capability,
    });
    expect(opened.body.code).toBe('engagement.same_party');
    const trail = await new AuditService(suite.db).list(
      { subject: `organisation:${ids.supply}` },
      50,
      undefined,
    );
    expect(trail.items.map((entry) => entry.action)).toEqual(
      expect.arrayContaining(['organisation.controller_set', 'change.proposed', 'change.approved']),
    );
  });

  it('keeps every decided change as it is', async () => {
    await expect(suite.owner.query("UPDATE organisation_changes SET reason = 'x'")).rejects.toThrow(
      'refused',
    );
    await expect(suite.owner.query('DELETE FROM organisation_changes')).rejects.toThrow('refused');
  });

  it('changes an address at once, for nothing rests on it', async () => {
    const { version } = await organisation(ids.demand);
    const edited = await who.demand.put(`/organisations/${ids.demand}`, { address: '示例路1号' }, version);
    expect(edited.body).toMatchObject({ address: '示例路1号', name: '示例市人民医院' });
  });
});
