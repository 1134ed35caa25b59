import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { Principal } from '#accounts';
import { AuditService, OrganisationService } from '#accounts';
import { creditCodeCheck, newId } from '#kernel';
import { DictionaryService, ListingQueries, ListingService, ListingWriter, sightOf } from '#listings';
import { Database, IdempotencyKeys } from '#platform';
import { DictionariesController } from '../../apps/api/src/dictionaries/dictionaries.controller.js';
import { AnswerInterceptor } from '../../apps/api/src/http/answer.interceptor.js';
import { KnownRoutes } from '../../apps/api/src/http/known-routes.js';
import { ProblemFilter } from '../../apps/api/src/http/problem.filter.js';
import { ListingsAccess } from '../../apps/api/src/listings/listings.access.js';
import { listingControllers } from '../../apps/api/src/listings/listings.controller.js';
import { Sights } from '../../apps/api/src/listings/sights.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

interface Answer {
  readonly status: number;
  readonly etag: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
  readonly body: any;
}

const person = (over: Partial<Principal>): Principal => ({
  personId: newId(),
  login: 'somebody',
  name: '某人',
  sessionId: newId(),
  operator: false,
  ...over,
});

describe('listings over HTTP', () => {
  let suite: SuiteDatabase;
  let app: NestFastifyApplication;
  let base: string;
  let caller: Principal;
  const organisations = { jinshui: newId(), erqi: newId() };
  const scenario = { title: '质检', needs: '替代人工', contact: { name: '张三', phone: '1', email: '' } };

  const member = (id: string, role: 'owner' | 'editor' | 'viewer' = 'editor') =>
    person({
      organisation: {
        id,
        uscc: '',
        name: '示例',
        kinds: ['user', 'firm'],
        role,
        state: 'approved',
        area: null,
      },
    });
  const body = (scope: 'city' | 'area', area: string | null) =>
    person({ body: { id: newId(), name: '工信局', scope, area } });

  async function call(
    as: Principal,
    what: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} ${string}`,
    send?: unknown,
    version?: unknown,
  ): Promise<Answer> {
    caller = as;
    const [method, path] = what.split(' ') as [string, string];
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: {
        ...(send === undefined ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${String(version)}"` }),
      },
      ...(send === undefined ? {} : { body: typeof send === 'string' ? send : JSON.stringify(send) }),
    });
    const text = await answer.text();
    return { status: answer.status, etag: answer.headers.get('etag'), body: text ? JSON.parse(text) : null };
  }

  beforeAll(async () => {
    suite = await suiteDatabase();
    const { db } = suite;
    for (const [i, [area, id]] of [
      ['410105', organisations.jinshui],
      ['410103', organisations.erqi],
    ].entries()) {
      const first17 = `91410100MA000000${i}`;
      await db.query(
        `INSERT INTO organisations (id, uscc, name, kinds, state, area) VALUES ($1, $2, $3, '{user,firm}', 'approved', $4)`,
        [id, first17 + creditCodeCheck(first17), `示例${i}`, area],
      );
    }
    const audit = new AuditService(db);
    const dictionaries = new DictionaryService(db, audit);
    const writer = new ListingWriter(db, dictionaries);
    @Module({
      controllers: [...listingControllers, DictionariesController],
      providers: [
        { provide: Database, useValue: db },
        { provide: DictionaryService, useValue: dictionaries },
        { provide: ListingService, useValue: new ListingService(db, writer) },
        { provide: ListingQueries, useValue: new ListingQueries(db) },
        { provide: OrganisationService, useValue: new OrganisationService(db, undefined as never, audit) },
        { provide: Sights, useValue: { of: async (by: Principal) => sightOf(by) } },
        ListingsAccess,
      ],
    })
    class Suite {}
    app = await NestFactory.create<NestFastifyApplication>(
      Suite,
      new FastifyAdapter({ bodyLimit: 1024 * 1024 }),
      {
        logger: false,
        abortOnError: false,
      },
    );
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRequest', (request, _reply, done) => {
        request.principal = caller;
        done();
      });
    app.useGlobalFilters(new ProblemFilter(pino({ level: 'silent' }), new KnownRoutes()));
    app.useGlobalInterceptors(new AnswerInterceptor(new IdempotencyKeys(db), true));
    await app.listen(0, '127.0.0.1');
    base = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    await suite.drop();
  });

  it('takes a scenario from draft to everyone, each step with the version read before', async () => {
    const own = member(organisations.jinshui);
    const made = await call(own, 'POST /scenarios', { content: scenario });
    expect(made).toMatchObject({ status: 201, etag: '"1"', body: { state: 'draft', kind: 'scenario' } });
    const at = `/scenarios/${made.body.id}`;
    expect(await call(own, `POST ${at}/submit`, {})).toMatchObject({
      status: 428,
      body: { code: 'conflict.version_wanted' },
    });
    expect((await call(own, `POST ${at}/submit`, {}, 1)).body.state).toBe('submitted');
    expect(await call(own, `POST ${at}/approve`, {}, 2)).toMatchObject({ status: 403 });
    const reviewer = body('area', '410105');
    expect(await call(reviewer, `POST ${at}/approve`, {}, 1)).toMatchObject({
      status: 412,
      body: { code: 'conflict.stale', currentVersion: 2 },
    });
    expect(await call(reviewer, `POST ${at}/approve`, { reason: '同意' }, 2)).toMatchObject({
      status: 200,
      etag: '"3"',
      body: { state: 'published' },
    });
    expect(await call(reviewer, `POST ${at}/approve`, {}, 3)).toMatchObject({
      status: 409,
      body: { code: 'state.transition_refused', possible: ['expired', 'withdrawn', 'superseded'] },
    });
    const other = member(organisations.erqi, 'viewer');
    const seen = await call(other, `GET /scenarios/${made.body.number}`);
    expect(seen).toMatchObject({ status: 200, body: { id: made.body.id, content: { contact: null } } });
    expect((await call(other, 'GET /scenarios?state=published&limit=1')).body.items).toHaveLength(1);
    expect((await call(own, 'GET /scenarios?mine=true')).body.items).toHaveLength(1);
    expect(await call(other, `GET ${at}/history`)).toMatchObject({ status: 403 });
    expect((await call(own, `GET ${at}/history`)).body.items).toHaveLength(4);
    expect(await call(own, `POST ${at}/withdraw`, {}, 3)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/reason' }] },
    });
    expect((await call(own, `POST ${at}/withdraw`, { reason: '取消' }, 3)).body.state).toBe('withdrawn');
    expect(await call(other, `GET ${at}`)).toMatchObject({
      status: 404,
      body: { code: 'resource.not_found' },
    });
  });

  it('reaches as far as the policy table: own organisation, own area', async () => {
    const own = member(organisations.jinshui);
    const { body: made } = await call(own, 'POST /capabilities', {
      content: { product: '系统', functions: '功能' },
    });
    expect(made.number).toMatch(/^NL-/);
    await call(own, `POST /capabilities/${made.id}/submit`, {}, 1);
    const elsewhere = body('area', '410103');
    expect(await call(elsewhere, `POST /capabilities/${made.id}/approve`, {}, 2)).toMatchObject({
      status: 404,
    });
    const foreign = member(organisations.erqi);
    expect(await call(foreign, `GET /capabilities/${made.id}`)).toMatchObject({ status: 404 });
    expect(await call(body('city', null), `POST /capabilities/${made.id}/approve`, {}, 2)).toMatchObject({
      status: 200,
    });
    expect(
      await call(foreign, `PUT /capabilities/${made.id}`, { content: { product: 'x', functions: 'y' } }, 3),
    ).toMatchObject({ status: 403 });
    expect(await call(elsewhere, `POST /capabilities/${made.id}/withdraw`, { reason: 'x' }, 3)).toMatchObject(
      { status: 403 },
    );
  });

  it('lets a coordinator enter a listing for an organisation of his area only', async () => {
    const of = (organisationId: string) => ({ content: scenario, organisationId });
    const area = body('area', '410105');
    expect((await call(area, 'POST /scenarios', of(organisations.jinshui))).status).toBe(201);
    expect((await call(area, 'POST /scenarios', of(organisations.erqi))).status).toBe(404);
    expect((await call(area, 'POST /scenarios', of(newId()))).status).toBe(404);
    expect(await call(area, 'POST /scenarios', { content: scenario })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/organisationId', code: 'listing.organisation_wanted' }] },
    });
    const member1 = member(organisations.jinshui);
    expect((await call(member1, 'POST /scenarios', of(organisations.erqi))).status).toBe(403);
  });

  it.each([
    ['JSON that is none', '{"content":', 400, undefined, undefined],
    ['a negative budget', { budgetMin: '-1' }, 422, '/content/budgetMin', '-1'],
    ['max < min', { budgetMin: '9', budgetMax: '1' }, 422, '/content/budgetMax', '1.00'],
    ['a day that is none', { plannedEnd: '2026-02-30' }, 422, '/content/plannedEnd', '2026-02-30'],
    ['an unknown code', { chains: ['nothing'] }, 422, '/content/chains/0', 'nothing'],
    ['a long title', { title: '长'.repeat(121) }, 422, '/content/title', '长'.repeat(121)],
    [
      'a title of nearly 1 MB',
      { title: 'x'.repeat(1_000_000) },
      422,
      '/content/title',
      `${'x'.repeat(200)}…`,
    ],
    ['more than 1 MB', { title: 'x'.repeat(1_100_000) }, 413, undefined, undefined],
    ['a NUL', { needs: 'a\u0000b' }, 422, '/content/needs', 'a\u0000b'],
    ['an unknown member', { prise: '1' }, 422, '/content', expect.anything()],
  ])(
    'answers %s with a coded refusal that names field and value, and keeps nothing',
    async (_, bad, status, pointer, value) => {
      const [before] = await suite.db.query('SELECT count(*) FROM listings');
      const send = typeof bad === 'string' ? bad : { content: { ...scenario, ...bad } };
      const answer = await call(member(organisations.jinshui), 'POST /scenarios', send);
      expect(answer.status).toBe(status);
      expect(answer.body.code).toMatch(/^input\./);
      if (pointer !== undefined) expect(answer.body.errors).toMatchObject([{ pointer, value }]);
      expect((await suite.db.query('SELECT count(*) FROM listings'))[0]).toEqual(before);
    },
  );

  it.each([
    '/scenarios?cursor=%00',
    '/scenarios?cursor=WyJ4IiwieSJd',
    '/scenarios?limit=0',
    '/scenarios?state=gone',
    '/scenarios/%E5%9C%BA%00',
    '/scenarios/nothing',
    '/dictionaries/nothing',
  ])('answers GET %s with a coded 4xx', async (path) => {
    const answer = await call(body('city', null), `GET ${path}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.code).toMatch(/^(input|resource|http)\./);
  });

  it('lets the city edit its dictionaries and nobody else', async () => {
    const city = body('city', null);
    const put = await call(city, 'PUT /dictionaries/chains/lowair', {
      label: '低空经济',
      aliases: ['无人机'],
    });
    expect(put).toMatchObject({ status: 200, body: { code: 'lowair', label: '低空经济' } });
    expect((await call(city, 'GET /dictionaries/chains')).body.items.at(-1)).toEqual(put.body);
    const own = member(organisations.jinshui);
    for (const other of [own, body('area', '410105')]) {
      expect((await call(other, 'PUT /dictionaries/chains/x', { label: '甲' })).status).toBe(403);
    }
    const made = await call(own, 'POST /scenarios', { content: { ...scenario, chains: ['lowair'] } });
    expect(made.status).toBe(201);
    expect((await call(city, 'GET /scenarios?chain=lowair')).body.items).toHaveLength(1);
  });
});
