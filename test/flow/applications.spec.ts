import { RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { staged } from '../support/imports.js';
import { found, password, proofFile, staff, uscc } from '../support/people.js';

const wanted = (n: number, more: Record<string, unknown> = {}) => ({
  uscc: uscc(n),
  kinds: ['user'],
  profile: { name: `示例单位${n}`, area: '410105' },
  ...more,
});

describe('who speaks for an organisation', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const staffed = new Map<string, Visitor>();

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    for (const login of ['city', 'area', 'operator'])
      staffed.set(login, await app.visitor().signIn(login, password));
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const by = (login: string) => staffed.get(login) as Visitor;
  async function newcomer(login: string): Promise<Visitor> {
    expect((await app.visitor().post('/people', { login, name: login, password })).status).toBe(201);
    return app.visitor().signIn(login, password);
  }
  async function applied(who: Visitor, content: unknown): Promise<string> {
    const { body } = await who.post('/applications', content);
    expect((await who.upload(`/applications/${body.id}/proof`, {}, '授权书.pdf', proofFile)).status).toBe(
      201,
    );
    expect(await who.post(`/applications/${body.id}/submit`)).toMatchObject({
      status: 200,
      body: { state: 'submitted' },
    });
    return body.id;
  }
  const publicName = async (n: number) =>
    (await by('city').get(`/organisations?q=${uscc(n)}`)).body.items.map((o: { name: string }) => o.name);

  it('is nobody who was rejected, whatever is approved afterwards', async () => {
    const [wrong, right] = [await newcomer('wrong'), await newcomer('right')];
    const first = await applied(wrong, wanted(1));
    const second = await applied(right, wanted(1));
    expect(
      (await by('city').post(`/applications/${first}/reject`, { reason: '不是本单位人员' })).status,
    ).toBe(200);
    const approved = await by('city').post(`/applications/${second}/approve`);
    expect(approved.body).toMatchObject({ state: 'approved', decidedBy: '市级协调员' });
    const organisation = `/organisations/${approved.body.organisationId}`;
    expect((await wrong.get('/me')).body).toMatchObject({ organisation: null, body: null, operator: false });
    for (const [path, status] of [
      [organisation, 403],
      [`${organisation}/members`, 403],
      ['/scenarios', 403],
      ['/engagements', 403],
      ['/search/scenarios?q=a', 403],
    ] as const)
      expect([path, (await wrong.get(path)).status]).toEqual([path, status]);
    expect((await right.get('/me')).body.organisation).toMatchObject({ role: 'owner', state: 'approved' });
    expect((await right.get(`${organisation}/members`)).body.items).toHaveLength(1);
    const own = (await wrong.get('/applications')).body.items;
    expect(own).toMatchObject([{ state: 'rejected', reason: '不是本单位人员' }]);
    expect((await wrong.get(`/applications/${second}`)).status).toBe(404);
  });

  it('is nobody who only asked: an unclaimed organisation keeps the name that the public reads', async () => {
    const content = { title: '代录场景', needs: '需要质控系统', fields: ['healthcare'] };
    const csv = `需求名称,需求内容,单位名称,统一社会信用代码\n${content.title},${content.needs},代录的名称,${uscc(2)}`;
    const fields = { kind: 'scenario', newOrganisations: 'true' };
    const file = await staged(by('city'), fields, 'a.csv', csv);
    await by('city').post(`/imports/${file.body.id}/commit`, { publish: true });
    const until = Date.now() + 20_000;
    while ((await publicName(2)).length === 0 && Date.now() < until)
      await new Promise((go) => setTimeout(go, 100));
    expect(await publicName(2)).toEqual(['代录的名称']);
    const id = await applied(
      await newcomer('claimer'),
      wanted(2, { profile: { name: '改了的名称', area: '410105' } }),
    );
    expect(await publicName(2)).toEqual(['代录的名称']);
    const record = await by('city').get(`/applications/${id}`);
    expect(record.body.grounds).toMatchObject({
      organisation: { name: '代录的名称', state: 'unclaimed', owners: [] },
      others: [],
    });
    await by('city').post(`/applications/${id}/approve`);
    expect(await publicName(2)).toEqual(['改了的名称']);
  });

  it('is decided by the city, or by the coordinators of the area that is proposed', async () => {
    const elsewhere = await applied(
      await newcomer('elsewhere'),
      wanted(3, { profile: { name: '高新区单位', area: '410172' } }),
    );
    const here = await applied(await newcomer('here'), wanted(4));
    const listed = (await by('area').get('/applications?state=submitted')).body.items.map(
      (a: { id: string }) => a.id,
    );
    expect(listed).toContain(here);
    expect(listed).not.toContain(elsewhere);
    for (const step of ['approve', 'reject'])
      expect((await by('area').post(`/applications/${elsewhere}/${step}`, { reason: '越权' })).status).toBe(
        404,
      );
    expect((await by('area').get(`/applications/${elsewhere}/proof`)).status).toBe(404);
    expect((await by('operator').get(`/applications/${elsewhere}`)).status).toBe(403);
    expect((await by('area').post(`/applications/${here}/approve`)).body.state).toBe('approved');
    expect((await by('city').post(`/applications/${elsewhere}/approve`)).body.state).toBe('approved');
  });

  it('proves it with a file; every reading by another is in the audit trail', async () => {
    const who = await newcomer('proving');
    const { body } = await who.post('/applications', wanted(5));
    const proof = `/applications/${body.id}/proof`;
    expect((await who.upload(proof, {}, '授权书.pdf', '<html>')).body.code).toBe(
      'application.proof_type_refused',
    );
    const large = Buffer.concat([proofFile, Buffer.alloc(10 * 1024 * 1024)]);
    expect(await who.upload(proof, {}, '授权书.pdf', large)).toMatchObject({
      status: 413,
      body: { code: 'file.too_large' },
    });
    expect((await by('city').upload(proof, {}, '授权书.pdf', proofFile)).status).toBe(403);
    await who.upload(proof, {}, '授权书.pdf', proofFile);
    expect((await by('city').get(proof)).status).toBe(404);
    await who.post(`/applications/${body.id}/submit`);
    expect((await who.get(proof)).body).toEqual(proofFile);
    const read = await by('city').get(proof);
    expect(read.body).toEqual(proofFile);
    expect(read.headers.get('cache-control')).toContain('no-store');
    const trail = (await by('city').get(`/audit?subject=application:${body.id}`)).body.items;
    expect(
      trail.map((entry: { action: string; actorName: string }) => `${entry.actorName} ${entry.action}`),
    ).toEqual(['市级协调员 application.proof_read', 'proving application.submit']);
  });

  it('joins by an owner’s invitation, and is what the owner says at the very next request', async () => {
    const id = await found(suite.db, { login: 'head', uscc: uscc(6), kinds: ['user'] });
    const head = await app.visitor().signIn('head', password);
    const made = await head.post(`/organisations/${id}/invitations`, { role: 'editor', note: '信息科' });
    expect(made.status).toBe(201);
    const { token, invitation } = made.body;
    expect(JSON.stringify((await head.get(`/organisations/${id}/invitations`)).body)).not.toContain(token);
    const anyone = app.visitor();
    expect((await anyone.post('/invitations/read', { token })).body).toMatchObject({ role: 'editor' });
    expect((await anyone.post('/invitations/accept', { token })).status).toBe(401);
    const person = { login: 'joining', name: '新人', password };
    expect((await anyone.post('/invitations/accept', { token, person })).status).toBe(201);
    expect((await anyone.post('/invitations/accept', { token, person })).body.code).toBe('invitation.void');
    const member = await app.visitor().signIn('joining', password);
    const draft = () =>
      member.post('/scenarios', { content: { title: '质控', needs: '需要质控', fields: ['ai'] } });
    expect((await draft()).status).toBe(201);
    expect((await member.post(`/organisations/${id}/invitations`, { role: 'owner' })).status).toBe(403);
    const { id: personId } = (await member.get('/me')).body;
    const place = `/organisations/${id}/members/${personId}`;
    const change = (role: string) =>
      head.send('PATCH', place, JSON.stringify({ role }), { 'content-type': 'application/json' });
    expect((await change('viewer')).status).toBe(200);
    expect((await draft()).status).toBe(403);
    expect((await change('owner')).status).toBe(200);
    const theirs = await member.post(`/organisations/${id}/invitations`, { role: 'owner' });
    expect((await head.send('DELETE', place)).status).toBe(204);
    expect((await member.get('/me')).status).toBe(401);
    expect((await anyone.post('/invitations/read', { token: theirs.body.token })).body).toMatchObject({
      code: 'invitation.void',
      status: 410,
    });
    const again = await app.visitor().signIn('joining', password);
    expect((await again.get('/me')).body.organisation).toBeNull();
    expect((await again.get('/scenarios')).status).toBe(403);
    const revoked = await head.post(`/organisations/${id}/invitations`, { role: 'viewer' });
    expect(
      (await head.post(`/organisations/${id}/invitations/${revoked.body.invitation.id}/revoke`)).body.state,
    ).toBe('revoked');
    expect((await head.post(`/organisations/${id}/invitations/${invitation.id}/revoke`)).body.code).toBe(
      'invitation.void',
    );
  });

  it('coordinates for as long as the body says: a removed coordinator is nobody at the very next request', async () => {
    const { items } = (await by('city').get('/bodies')).body;
    const own = items.find((body: { scope: string }) => body.scope === 'area').id;
    const person = { login: 'leaving', name: '离任者', password };
    const { id } = (await by('city').post(`/bodies/${own}/coordinators`, person)).body;
    const leaving = await app.visitor().signIn('leaving', password);
    expect((await leaving.get('/applications?state=submitted')).status).toBe(200);
    const remove = `/bodies/${own}/coordinators/${id}/remove`;
    expect((await by('area').post(remove, { reason: '越权' })).status).toBe(403);
    expect((await by('city').post(remove, {})).status).toBe(422);
    expect((await by('city').post(remove, { reason: '调离' })).status).toBe(204);
    expect((await leaving.get('/me')).status).toBe(401);
    const again = await app.visitor().signIn('leaving', password);
    expect((await again.get('/me')).body).toMatchObject({ body: null, organisation: null });
    const logins = (await by('city').get(`/bodies/${own}/coordinators`)).body.items.map(
      (one: { login: string }) => one.login,
    );
    expect(logins).toEqual(['area']);
    const me = (await by('city').get('/me')).body;
    expect(
      (await by('city').post(`/bodies/${me.body.id}/coordinators/${me.id}/remove`, { reason: '本人' })).body
        .code,
    ).toBe('member.own_place');
  });
});
