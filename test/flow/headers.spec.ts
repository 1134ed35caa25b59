import { Visitor } from '../support/app.js';
import { spoken } from '../support/line.js';
import { RecordsMarket } from '../support/records.js';

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'SAMEORIGIN',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
  'content-security-policy': expect.stringContaining("default-src 'none'"),
} as const;

describe('the headers of an answer', () => {
  let market: RecordsMarket;
  let base: string;
  let jobId: string;

  beforeAll(async () => {
    market = await RecordsMarket.open();
    base = market.visitor('city').base;
    jobId = (await market.visitor('city').post('/match-runs')).body.job.id;
    await market.ended(jobId);
  }, 120_000);
  afterAll(() => market.close());

  /** Whoever asks, and what the answer may be kept by: nobody, anybody for a while, or for ever. */
  const noStore = 'no-store';
  const table: readonly [string, string | undefined, () => string, number, string | RegExp][] = [
    ['an answer of the API', 'city', () => '/api/v1/me', 200, noStore],
    ['a problem', 'city', () => '/api/v1/listings/none', 404, noStore],
    ['a refusal', undefined, () => '/api/v1/me', 401, noStore],
    ['a question that cannot be', 'city', () => '/api/v1/scenarios?limit=0', 422, noStore],
    ['a file', 'city', () => '/api/v1/imports/templates/scenario.xlsx', 200, noStore],
    ['an export', 'city', () => '/api/v1/match-gaps.xlsx', 200, /no-store/],
    ['a stream of events', 'city', () => `/api/v1/jobs/${jobId}/events`, 200, noStore],
    ['whether it lives', undefined, () => '/api/v1/health/live', 200, noStore],
    ['a public page', undefined, () => '/', 200, /^public, max-age=60/],
    ['a public page of figures', undefined, () => '/statistics', 200, /^public, max-age=60/],
    ['a public page that is not there', undefined, () => '/scenarios/CJ-1900-000001', 404, noStore],
    ['the web client’s page', undefined, () => '/app/engagements', 200, noStore],
    ['an address that is not there', undefined, () => '/nowhere', 404, noStore],
    ['the API’s description', undefined, () => '/api/openapi.json', 200, /^public, max-age=300/],
    ['its page', undefined, () => '/api/docs', 200, /^public, max-age=300/],
  ];

  it.each(table)('%s (%s)', async (_what, who, path, status, kept) => {
    const headers = who === undefined ? {} : { cookie: market.visitor(who).cookie };
    const answer = await fetch(`${base}${path()}`, { headers, redirect: 'manual' });
    await answer.body?.cancel();
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject(always);
    expect(answer.headers.get('cache-control')).toMatch(kept);
    expect(answer.headers.get('strict-transport-security')).toBeNull();
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
  });

  /** What no route is found for, word for word as it goes over the line: some of it no client of ours would send. */
  const raw: readonly [string, string, number, string][] = [
    ['an address that cannot be decoded', 'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'input.url'],
    [
      'a name that is too long',
      `GET /lists/${'x'.repeat(400)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      414,
      'input.url_too_long',
    ],
    ['what is not HTTP', 'HELLO\r\n\r\n', 400, 'input.not_http'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'input.headers_too_large',
    ],
    ['a request without a host', 'GET / HTTP/1.1\r\n\r\n', 400, 'input.host_wanted'],
    [
      'an expectation that nobody meets',
      'GET / HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n',
      417,
      'input.expectation',
    ],
    [
      'a method that the address does not have',
      'PUT /api/v1/me HTTP/1.1\r\nHost: x\r\n\r\n',
      405,
      'resource.method_not_allowed',
    ],
    ['a method that nothing has', 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'resource.method_not_allowed'],
    [
      'a method on no address',
      'PROPFIND /nowhere HTTP/1.1\r\nHost: x\r\n\r\n',
      404,
      'resource.no_such_route',
    ],
  ];

  it.each(raw)('%s: the same, on what no handler answers', async (_what, request, status, code) => {
    const answer = await spoken(base, request);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([status, code]);
    expect(answer.headers).toMatchObject({
      ...always,
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': noStore,
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('of a slow body too', async () => {
    const slow = await market.another({ BODY_SECONDS: '1' });
    const request =
      'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{';
    const answer = await spoken(slow, request);
    expect(answer.status).toBe(408);
    expect(answer.headers).toMatchObject(always);
  });

  it('of a wrong method name the right ones, on every route of the API and on pages', async () => {
    const { paths } = (await (await fetch(`${base}/api/openapi.json`)).json()) as {
      paths: Record<string, object>;
    };
    const own = Object.entries(paths).map(([path, methods]) => [path, Object.keys(methods)] as const);
    const wrong: string[] = [];
    for (const [path, methods] of [...own, ['/', ['get']] as const, ['/app/x', ['get']] as const]) {
      const url = `${base}${path.replaceAll(/\{\w+\}/g, 'x')}`;
      // No route has PROPFIND; what is said of it is said of every method that an address does not have.
      const { status, headers } = await spoken(
        base,
        `PROPFIND ${new URL(url).pathname} HTTP/1.1\r\nHost: x\r\n\r\n`,
      );
      const allowed = headers['allow']?.toLowerCase().split(', ') ?? [];
      if (status !== 405 || methods.some((method) => !allowed.includes(method)))
        wrong.push(`${path}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('of an asset lets it be kept for ever, for its name changes with its content', async () => {
    const index = await (await fetch(`${base}/app/`)).text();
    const asset = /\/app\/assets\/[\w.-]+\.js/.exec(index)?.[0];
    const answer = await fetch(`${base}${asset}`);
    expect(Object.fromEntries(answer.headers)).toMatchObject(always);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(`${base}/app/assets/gone.js`)).headers.get('cache-control')).toBe(noStore);
  });

  it('of what has not changed are those of the whole answer', async () => {
    const whole = await fetch(`${base}/`);
    const again = await fetch(`${base}/`, { headers: { 'if-none-match': whole.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    expect(Object.fromEntries(again.headers)).toMatchObject(always);
    expect(again.headers.get('cache-control')).toBe(whole.headers.get('cache-control'));
  });

  it('carry the page’s own nonce, and another one each time', async () => {
    const nonces: (string | undefined)[] = [];
    for (let i = 0; i < 2; i++) {
      const answer = await fetch(`${base}/app/`);
      const nonce = /nonce="([0-9a-f]+)"/.exec(await answer.text())?.[1];
      expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
      nonces.push(nonce);
    }
    expect(new Set(nonces).size).toBe(2);
  });

  it('of a sign-out have the browser forget what it has read', async () => {
    const visitor = await new Visitor(base).signIn('demand', market.password);
    const answer = await visitor.send('DELETE', '/sessions/current');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect((await visitor.get('/me')).status).toBe(401);
  });

  it('of a person’s other sign-ins: they end for whoever gives the password again', async () => {
    const [here, there] = [new Visitor(base), new Visitor(base)];
    for (const visitor of [here, there]) await visitor.signIn('elsewhere', market.password);
    const { items } = (await here.get('/sessions')).body;
    const ids = items.filter((of: { current: boolean }) => !of.current).map((of: { id: string }) => of.id);
    const wrong = await here.post('/sessions/revoke', { current: 'wrong', ids });
    expect([wrong.status, wrong.body.errors[0].code]).toEqual([422, 'person.password_wrong']);
    expect((await there.get('/me')).status).toBe(200);
    expect((await here.post('/sessions/revoke', { current: market.password, ids })).status).toBe(204);
    expect([(await here.get('/me')).status, (await there.get('/me')).status]).toEqual([200, 401]);
  });

  it('under https hold browsers to it, and the cookie to this host', async () => {
    const tls = await market.another({ PUBLIC_URL: 'https://duijie.example.gov.cn' });
    const answer = await fetch(`${tls}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'city', password: market.password }),
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(answer.headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-duijie_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
      ),
      expect.stringMatching(
        /^__Host-duijie_device=[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
  });
});
