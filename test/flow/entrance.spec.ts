import * as contracts from '#contracts';
import { type Endpoint, type LimitName, rateLimits } from '#contracts';
import { RunningApp, Visitor } from '../support/app.js';
import { auditedEntries } from '../support/audit.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

const settingOf: Record<LimitName, string> = {
  application: 'APPLICATIONS',
  invitation: 'INVITATIONS',
  password: 'PASSWORD_CHANGES',
  upload: 'UPLOADS',
  export: 'EXPORTS',
};
const isLimited = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'path' in value && 'limit' in value;

/** As the proxy of docker/nginx.conf sends it: `client` is what it saw, whatever stood there before. */
const through = (client: string, before = '') => ({
  'x-forwarded-for': before === '' ? client : `${before}, ${client}`,
});

describe('the entrance behind a proxy', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let organisationId: string;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    organisationId = await settle(suite.db, 901, { login: 'owner', kind: 'user', area: '410105' });
    app = new RunningApp({
      DATABASE_URL: suite.url,
      TRUSTED_PROXIES: '1',
      SIGN_IN_FREE_FAILURES: '3',
      LIMIT_INVITATIONS: '2',
    });
    app.base = String(await app.launch('api'));
  });
  afterAll(async () => {
    await app.stop();
    await suite.drop();
  });

  const tries = (login: string, word: string, headers: Record<string, string>) =>
    app.visitor().post('/sessions', { login, password: word }, undefined, headers);

  it('keeps a stranger’s failures from the person they are aimed at', async () => {
    for (let i = 0; i < 3; i++)
      expect((await tries('owner', 'wrong', through('203.0.113.5'))).status).toBe(401);
    const refused = await tries('owner', 'wrong', through('203.0.113.5'));
    expect([refused.status, refused.body.code]).toEqual([429, 'session.too_many_attempts']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const elsewhere = await tries('owner', password, through('198.51.100.7'));
    expect(elsewhere.status).toBe(201);
    // And from beside the stranger too, in the browser that the person has used before.
    expect((await tries('owner', password, through('203.0.113.9'))).status).toBe(429);
    const device = elsewhere.headers.getSetCookie().find((cookie) => cookie.startsWith('duijie_device='));
    const known = { ...through('203.0.113.9'), cookie: device?.split(';')[0] ?? '' };
    expect((await tries('owner', password, known)).status).toBe(201);
  });

  it('takes the address that the proxy saw, not one that a try brings along', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++)
      statuses.push((await tries('area', 'wrong', through('203.0.113.6', `192.0.2.${i}`))).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });

  it('believes no header where there is no proxy', async () => {
    const direct = new Visitor(String(await app.launch('api', 'direct', { TRUSTED_PROXIES: '0' })));
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) {
      const body = { login: 'operator', password: 'wrong' };
      statuses.push((await direct.post('/sessions', body, undefined, through(`192.${i}.2.1`))).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429]);
  });

  it('bounds what costs others, says when to come back, and lets others go on', async () => {
    const city = await app.visitor().signIn('city', password);
    const body = (await city.get('/bodies')).body.items[0].id;
    const call = () => city.post(`/bodies/${body}/coordinators`, {});
    for (let i = 0; i < 2; i++) expect((await call()).status).toBe(422);
    expect((await call()).body.code).toBe('limit.reached');
    const other = await app.visitor().signIn('city2', password);
    expect((await other.post(`/bodies/${body}/coordinators`, {})).status).toBe(422);
  });

  it('bounds every endpoint of the contract that names a limit: 429, and when to come back', async () => {
    const one = Object.keys(rateLimits).map((name) => [`LIMIT_${settingOf[name as LimitName]}`, '1']);
    const bounded = String(await app.launch('api', 'bounded', Object.fromEntries(one)));
    // Nobody is to wait for what the tries before this have cost them.
    await suite.owner.query('DELETE FROM throttle_counts; DELETE FROM throttle_pauses');
    // Somebody who works nowhere yet: only they apply.
    await app.visitor().post('/people', { login: 'applicant', name: '新人', password });
    const who = ['', 'owner', 'city', 'operator', 'applicant'];
    const visitors = await Promise.all(
      who.map((login) => (login ? new Visitor(bounded).signIn(login, password) : new Visitor(bounded))),
    );
    const limited = Object.values(contracts as Record<string, unknown>).filter(isLimited);
    expect(limited.length).toBeGreaterThanOrEqual(13);
    const wrong: string[] = [];
    for (const { method, path } of limited) {
      const url = path.replaceAll(/:\w+/g, organisationId);
      const ask = (visitor: Visitor) =>
        method === 'GET'
          ? visitor.get(url)
          : visitor.send(method, url, '{}', { 'content-type': 'application/json' });
      for (const visitor of visitors) {
        await suite.owner.query('DELETE FROM throttle_counts');
        const first = await ask(visitor);
        if (first.status === 401 || first.body.code === 'access.forbidden') continue; // not for this one
        const second = await ask(visitor);
        const told = [second.status, second.body.code, Number(second.headers.get('retry-after')) > 0];
        if (first.status === 429 || told.join() !== '429,limit.reached,true')
          wrong.push(`${method} ${path}: ${first.status}, then ${told.join()}`);
        break;
      }
      const [{ n }] = (await suite.db.query<{ n: number }>(
        'SELECT count(*)::integer AS n FROM throttle_counts',
      )) as [{ n: number }];
      if (n === 0) wrong.push(`${method} ${path}: nobody came to its limit`);
    }
    expect(wrong).toEqual([]);
  });

  it('writes who did what for whom from where, and by which request', async () => {
    const city = app.visitor();
    await city.post('/sessions', { login: 'city', password }, undefined, through('198.51.100.8'));
    const made = await city.post(`/organisations/${organisationId}/suspend`, { reason: '核查' });
    expect(made.status).toBe(200);
    const entries = await auditedEntries(city, { subject: `organisation:${organisationId}` });
    expect(entries[0]).toMatchObject({
      action: 'organisation.suspended',
      actorName: '市级协调员',
      onBehalf: expect.stringMatching(/^body:/),
      address: '127.0.0.1',
      requestId: made.headers.get('x-request-id'),
      reason: '核查',
    });
    const [signedIn] = await auditedEntries(city, { action: 'session.start', actor: '市级' });
    expect(signedIn).toMatchObject({ address: '198.51.100.8' });
    const [refused] = await auditedEntries(city, { action: 'session.refuse', actor: 'area' });
    expect(refused).toMatchObject({ actorId: null, actorName: 'area', address: '203.0.113.6' });
  });
});
