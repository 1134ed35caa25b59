import { connect } from 'node:net';
import { RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

const json = { 'content-type': 'application/json' };
const cursor = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url');
const anId = '01890000-0000-7000-8000-000000000000';

describe('hostile input is refused by its code, and the server goes on', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;
  let clinic: Visitor;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    await settle(suite.db, 211, { login: 'clinic', kind: 'user', area: '410105' });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    city = await app.visitor().signIn('city', password);
    clinic = await app.visitor().signIn('clinic', password);
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  it.each(['0000', '1999', '2201', '9999', '9999-12', '9999-Q4'])(
    'the period %s, which would never end, is none',
    async (period) => {
      for (const path of [`/statistics/matches?period=${period}`, `/statistics/entries?period=${period}`]) {
        const answer = await city.get(path);
        expect([answer.status, answer.body.code]).toEqual([422, 'input.invalid']);
      }
      expect((await city.post(`/periods/${period}/freeze`)).status).toBe(422);
      expect((await city.get(`/periods?year=${period.slice(0, 4)}`)).status).toBe(422);
      expect((await city.get(`/statistics/workbook.xlsx?year=${period.slice(0, 4)}`)).status).toBe(422);
    },
  );

  it('the last period that there is has figures', async () => {
    expect((await city.get('/statistics/matches?period=2200')).body).toMatchObject({ last: '2200-12-31' });
    expect((await city.get('/periods?year=2200')).body.items).toHaveLength(19);
  });

  it.each([
    cursor('2026-11-22 03:04:05+99', anId),
    cursor('2026-11-22 03:04:05 Mars/Olympus', anId),
    cursor('294277-01-01 00:00:00+00', anId),
    cursor('2026-11-22 03:04:05+00', 'x'),
    cursor(1e308, null),
    cursor('1', '2', '3'),
    '%00',
    'x'.repeat(500),
  ])('a cursor that no page gave: %#', async (given) => {
    const lists = [
      '/scenarios',
      '/engagements',
      '/organisations',
      '/editions',
      '/match-runs',
      '/match-gaps',
      '/match-decisions',
      '/match-synonyms/versions',
      '/statistics/entries',
    ];
    for (const path of lists) {
      const answer = await city.get(`${path}?cursor=${given}`);
      expect([path, answer.status, answer.body.code]).toEqual([path, 422, 'input.invalid']);
    }
    expect((await app.visitor().get(`///lists/scenarios?cursor=${given}`)).status).toBe(422);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '%00'])(
    'a list called %s is not there',
    async (name) => {
      for (const path of [`///lists/${name}`, `///lists/${name}/410100-1.json`, `///scenarios/${name}`])
        expect((await app.visitor().get(path)).status).toBe(404);
      for (const path of [`/dictionaries/${name}`, `/jobs/${name}`, `/imports/templates/${name}.xlsx`]) {
        const { status, headers } = await city.get(path);
        expect([path, [404, 422].includes(status)]).toEqual([path, true]);
        expect(headers.get('content-type')).toContain('application/problem+json');
      }
    },
  );

  it.each([
    [
      'lists nested 100,000 deep',
      `{"content":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'input.too_deep',
    ],
    ['objects nested 100,000 deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'input.too_deep'],
    ['a number without end', '{"content":{"title":1e400}}', 'input.invalid'],
    ['a NUL where the schema looks at nothing', '{"content":{"contact":{"\\u0000":"a"}}}', 'input.invalid'],
  ])('a body of %s, with an Idempotency-Key and without', async (_what, body, code) => {
    for (const headers of [json, { ...json, 'idempotency-key': 'hostile' }]) {
      const answer = await clinic.send('POST', '/scenarios', body, headers);
      expect([answer.status, answer.body.code]).toEqual([422, code]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it.each([
    ['without a boundary', 'multipart/form-data', 'x'],
    ['with a boundary of 1,000 characters', `multipart/form-data; boundary=${'b'.repeat(1000)}`, '--b--'],
    [
      'that never ends',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
    ],
    [
      'whose file never ends',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b',
    ],
    ['that holds nothing of its boundary', 'multipart/form-data; boundary=b', 'nothing'],
  ])('a form %s', async (_what, type, body) => {
    const answer = await city.send('POST', '/imports', body, { 'content-type': type });
    expect([answer.status, answer.body.code]).toEqual([400, 'input.multipart']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('a form with a file that has no name is taken', async () => {
    const field = (name: string, value: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const file = `--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\nContent-Type: text/csv\r\n\r\n需求名称,需求内容\r\n挂号,预约\r\n--b--\r\n`;
    const answer = await clinic.send('POST', '/imports', field('kind', 'scenario') + file, {
      'content-type': 'multipart/form-data; boundary=b',
    });
    expect([answer.status, answer.body.fileName]).toEqual([202, '未命名']);
  });

  it('a form with a file whose name cannot be stored', async () => {
    const part = `--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nscenario\r\n--b\r\nContent-Disposition: form-data; name="file"; filename*=UTF-8''a%00b.csv\r\n\r\na,b\r\n--b--\r\n`;
    const answer = await city.send('POST', '/imports', part, {
      'content-type': 'multipart/form-data; boundary=b',
    });
    expect(answer.status).toBeLessThan(500);
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['an address that cannot be decoded', 'GET /api/v1/scenarios/%ff HTTP/1.1', 400, 'input.url'],
    [
      'a parameter that is too long',
      `GET /api/v1/scenarios/${'a'.repeat(400)} HTTP/1.1`,
      414,
      'input.url_too_long',
    ],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\nX-Large: ${'a'.repeat(20_000)}`,
      431,
      'input.headers_too_large',
    ],
    ['what is not HTTP', 'HELLO', 400, 'input.not_http'],
    ['a route that is not there', 'GET /api/v1/nothing HTTP/1.1', 404, 'resource.no_such_route'],
    ['a method that nothing has', 'PROPFIND /api/v1/scenarios HTTP/1.1', 405, 'resource.method_not_allowed'],
    [
      'plain text',
      'POST /api/v1/sessions HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 1',
      415,
      'input.media_type',
    ],
  ])('%s: what the framework refuses is problem+json too', async (_what, head, status, code) => {
    const answer = await raw(
      app.base,
      `${head}\r\nHost: a\r\nConnection: close\r\n\r\n${status === 415 ? 'x' : ''}`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))).toMatchObject({
      status,
      code,
    });
  });

  it('and the server has answered all the while', async () => {
    expect((await city.get('/me')).status).toBe(200);
  });
});

/** What the server answers to these very bytes. */
function raw(base: string, text: string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (part) => (answer += part));
    socket.once('close', () => resolve(answer)).once('error', reject);
  });
}
