import { dayOf, newId } from '#kernel';
import { rows } from '#platform';
import { auditedCalls } from '../../apps/api/src/http/audited.js';
import { type Answer, eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { Engaged } from '../support/engaged.js';
import { read, staged } from '../support/imports.js';
import { publish, settle } from '../support/market.js';
import { password, staff } from '../support/people.js';
import { marked, type Reviewed, rankScheme, reviewAt } from '../support/reviewed.js';

// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
type Body = any;
type Request = [method: string, path: string, body?: unknown, version?: number];
type Kind = 'scenarios' | 'capabilities' | 'technology-needs' | 'technology-results';

const contact = { name: '联系人', phone: '', email: '' };
const content = {
  scenarios: { title: '病历质控', needs: '实时质控', contact },
  capabilities: { product: '质控软件', functions: '实时质控', contact },
  'technology-needs': { title: '涂层剥落', needs: '高速切削时剥落', contact },
  'technology-results': { title: '纳米涂层', introduction: '结合力高', contact },
};

/** Until a line needs a worker the API runs alone: jobs stay where they were asked for. Nothing else writes into the trail. */
describe('what is audited', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const visitors = new Map<string, Visitor>();
  const of = (login: string) => visitors.get(login) as Visitor;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    await settle(suite.db, 971, { login: 'demand', kind: 'user', area: '410105' });
    await settle(suite.db, 972, { login: 'supply', kind: 'firm', area: '410172' });
    // As one would be whose disk is full: an entry cannot be written.
    await suite.owner.query(
      `CREATE FUNCTION no_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no entry'; END $$`,
    );
    await suite.owner.query(
      'CREATE TRIGGER no_entry BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION no_entry()',
    );
    await entries('DISABLE');
    app = new RunningApp({ DATABASE_URL: suite.url, LOG_LEVEL: 'silent' });
    app.base = String(await app.launch('api'));
    for (const login of ['city', 'city2', 'area', 'operator', 'demand', 'supply'])
      visitors.set(login, await app.visitor().signIn(login, password));
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const entries = (how: 'ENABLE' | 'DISABLE') =>
    suite.owner.query(`ALTER TABLE audit_entries ${how} TRIGGER no_entry`);
  const trail = (after: string) =>
    suite.db.query<Body>('SELECT * FROM audit_entries WHERE id > $1 ORDER BY id', [after]);
  const last = async () =>
    (await suite.db.query<{ id: string }>('SELECT coalesce(max(id), 0)::text AS id FROM audit_entries'))[0]
      ?.id ?? '0';

  const send = (visitor: Visitor, [method, path, body, version]: Request): Promise<Answer<Body>> =>
    visitor.send(method, path, body === undefined ? undefined : JSON.stringify(body), {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    });
  async function done(visitor: Visitor, ...request: Request): Promise<Body> {
    const answer = await send(visitor, request);
    if (answer.status >= 300) throw new Error(`${request.join(' ')}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  const owner = (kind: Kind) => of(kind === 'scenarios' || kind === 'technology-needs' ? 'demand' : 'supply');
  const listed = (kind: Kind) => publish(kind, content[kind], owner(kind), of('city'));
  async function submitted(kind: Kind): Promise<Body> {
    const draft = await done(owner(kind), 'POST', `/${kind}`, { content: content[kind] });
    return done(owner(kind), 'POST', `/${kind}/${draft.id}/submit`, {}, draft.version);
  }
  async function engaged(): Promise<{ id: string; claimed: Body }> {
    const pair = {
      demandListingId: await listed('scenarios'),
      supplyListingId: await listed('capabilities'),
    };
    const { id } = await done(of('supply'), 'POST', '/engagements', pair);
    await done(of('demand'), 'POST', '/engagements', pair);
    return { id, claimed: await done(of('supply'), 'POST', `/engagements/${id}/claims`, { level: 2 }) };
  }
  async function confirmed(): Promise<Body> {
    const { claimed } = await engaged();
    const [{ id }] = claimed.claims;
    const { version } = await done(of('demand'), 'POST', `/claims/${id}/confirm`, {}, claimed.version);
    return { id, version };
  }
  /** Of today, with one listing of each side; `held`: both are there. */
  async function meeting(then?: 'announced' | 'held'): Promise<Body> {
    const [demandListingId, supplyListingId] = [await listed('scenarios'), await listed('capabilities')];
    const numbers = [
      (await done(of('city'), 'GET', `/scenarios/${demandListingId}`)).number,
      (await done(of('city'), 'GET', `/capabilities/${supplyListingId}`)).number,
    ];
    const { id } = await done(of('city'), 'POST', '/meetings', ofToday());
    const path = `/meetings/${id}`;
    let { version, ...last } = await done(of('city'), 'POST', `${path}/listings`, { numbers });
    if (then)
      ({ version, ...last } = await done(of('city'), 'POST', `${path}/move`, { to: 'announced' }, version));
    if (then === 'held') {
      for (const { organisationId } of last.listings)
        await done(of('city'), 'POST', `${path}/check-ins`, { organisationId });
      ({ version, ...last } = await done(of('city'), 'POST', `${path}/move`, { to: 'held' }, version));
    }
    return { ...last, path, version, numbers, demandListingId, supplyListingId };
  }
  const ofToday = () => ({
    title: '供需对接会',
    day: dayOf(new Date()),
    starts: '09:00',
    ends: '11:30',
    place: '会展中心',
  });
  async function edition(then?: 'published'): Promise<Body> {
    const draft = await done(of('city'), 'POST', '/editions', { kind: 'scenario', title: '第一批' });
    return then ? done(of('city'), 'POST', `/editions/${draft.id}/publish`, {}, draft.version) : draft;
  }
  async function uploaded(): Promise<Body> {
    const csv = '需求名称,需求内容\n预约,挂号\n,没有名称\n';
    return (await of('demand').upload('/imports', { kind: 'scenario' }, 'a.csv', csv)).body;
  }
  async function job(state: 'failed' | 'waiting'): Promise<string> {
    const id = `matching.${newId()}`;
    await suite.db.transaction((tx) =>
      rows(
        tx,
        `INSERT INTO jobs (id, queue, name, payload, state, asked_by, finished_at, error)
         SELECT $1, 'matching', 'match.all', '{}', $2::text, ARRAY[id], CASE $2 WHEN 'failed' THEN now() END, CASE $2 WHEN 'failed' THEN '' END FROM people WHERE login = 'city'`,
        [id, state],
      ),
    );
    return id;
  }

  const reviews = (kind: Kind, subject: string): Record<string, [string, () => Promise<Request>]> => ({
    [`contact.read ${subject}`]: ['city', async () => ['GET', `/${kind}/${await listed(kind)}`]],
    ...Object.fromEntries(
      (
        [
          ['approve', 'approve'],
          ['requestChanges', 'request-changes'],
          ['reject', 'reject'],
        ] as const
      ).map(([action, path]) => [
        `listing.${action} ${subject}`,
        [
          'city',
          async (): Promise<Request> => {
            const { id, version } = await submitted(kind);
            return [
              'POST',
              `/${kind}/${id}/${path}`,
              action === 'approve' ? {} : { reason: '有误' },
              version,
            ];
          },
        ],
      ]),
    ),
    [`listing.withdraw ${subject}`]: [
      'city',
      async () => {
        const id = await listed(kind);
        const { version } = await done(of('city'), 'GET', `/${kind}/${id}`);
        return ['POST', `/${kind}/${id}/withdraw`, { reason: '有误' }, version];
      },
    ],
  });

  /** Of every audited action: who does it, and by which request once the things that it wants are there. */
  const calls: Record<string, [who: string, prepare: () => Promise<Request>]> = {
    'person.changePassword person': [
      'demand',
      async () => ['PUT', '/me/password', { current: password, next: `${password} anew` }],
    ],
    'body.create body': ['operator', async () => ['POST', '/bodies', { name: '工信局', area: '410103' }]],
    'coordinator.add body': [
      'city',
      async () => {
        const { items } = await done(of('city'), 'GET', '/bodies');
        return ['POST', `/bodies/${items[0].id}/coordinators`, { login: 'new', name: '新人', password }];
      },
    ],
    'contact.read engagement': [
      'demand',
      async () => ['GET', `/engagements/${(await engaged()).id}/contact`],
    ],
    'export.statistics workbook': ['city', async () => ['GET', '/statistics/workbook.xlsx?year=2026']],
    'export.gaps workbook': ['city', async () => ['GET', '/match-gaps.xlsx']],
    'export.importErrors import': [
      'demand',
      async () => ['GET', `/imports/${(await uploaded()).id}/errors.xlsx`],
    ],
    ...reviews('scenarios', 'scenario'),
    ...reviews('capabilities', 'capability'),
    ...reviews('technology-needs', 'technology-need'),
    ...reviews('technology-results', 'technology-result'),
    'edition.publish edition': [
      'city',
      async () => {
        await listed('scenarios');
        const { id, version } = await edition();
        return ['POST', `/editions/${id}/publish`, {}, version];
      },
    ],
    'edition.schedule edition': [
      'city',
      async () => {
        const { id, version } = await edition();
        return ['POST', `/editions/${id}/schedule`, { at: '2099-01-01T00:00:00Z' }, version];
      },
    ],
    'edition.amend edition': [
      'city',
      async () => {
        const id = await listed('scenarios');
        const { number } = await done(of('city'), 'GET', `/scenarios/${id}`);
        const published = await edition('published');
        const body = { numbers: [number], reason: '有误' };
        return ['POST', `/editions/${published.id}/amend`, body, published.version];
      },
    ],
    'edition.withdraw edition': [
      'city',
      async () => {
        const { id, version } = await edition('published');
        return ['POST', `/editions/${id}/withdraw`, { reason: '有误' }, version];
      },
    ],
    'edition.delete edition': [
      'city',
      async () => {
        const { id, version } = await edition();
        return ['DELETE', `/editions/${id}`, undefined, version];
      },
    ],
    'claim.verify claim': [
      'city',
      async () => {
        const { id, version } = await confirmed();
        return ['POST', `/claims/${id}/verify`, {}, version];
      },
    ],
    'claim.reject claim': [
      'city',
      async () => {
        const { id, version } = await confirmed();
        return ['POST', `/claims/${id}/reject`, { reason: '有误' }, version];
      },
    ],
    'claim.reverse claim': [
      'city',
      async () => {
        const { id, version } = await confirmed();
        const verified = await done(of('city'), 'POST', `/claims/${id}/verify`, {}, version);
        return ['POST', `/claims/${id}/reverse`, { reason: '有误' }, verified.version];
      },
    ],
    'claim.dispute claim': [
      'demand',
      async () => {
        const { id, version } = await confirmed();
        return ['POST', `/claims/${id}/dispute`, { reason: '有误' }, version];
      },
    ],
    'meeting.create meeting': ['city', async () => ['POST', '/meetings', ofToday()]],
    'meeting.edit meeting': [
      'city',
      async () => {
        const { path, version } = await meeting();
        return ['PUT', path, { ...ofToday(), title: '改名' }, version];
      },
    ],
    'meeting.invite meeting': [
      'city',
      async () => {
        const { path, numbers } = await meeting();
        return ['POST', `${path}/listings`, { numbers }];
      },
    ],
    'meeting.leaveOut meeting': [
      'city',
      async () => {
        const { path, demandListingId } = await meeting();
        return ['DELETE', `${path}/listings/${demandListingId}`];
      },
    ],
    'meeting.move meeting': [
      'city',
      async () => {
        const { path, version } = await meeting();
        return ['POST', `${path}/move`, { to: 'cancelled', reason: '改期' }, version];
      },
    ],
    'meeting.checkIn meeting': [
      'city',
      async () => {
        const { path, listings } = await meeting('announced');
        return ['POST', `${path}/check-ins`, { organisationId: listings[0].organisationId }];
      },
    ],
    'meeting.attend meeting': [
      'supply',
      async () => {
        const { path, checkInCode } = await meeting('announced');
        return ['POST', `${path}/attend`, { code: checkInCode }];
      },
    ],
    'meeting.removeCheckIn meeting': [
      'city',
      async () => {
        const { path, listings } = await meeting('held');
        return ['POST', `${path}/check-ins/${listings[0].organisationId}/remove`, { reason: '有误' }];
      },
    ],
    'meeting.pair meeting': [
      'city',
      async () => {
        const { path, demandListingId, supplyListingId } = await meeting('held');
        return ['POST', `${path}/pairs`, { demandListingId, supplyListingId }];
      },
    ],
    'period.freeze period': ['city', async () => ['POST', '/periods/2026-01/freeze', {}]],
    'match.run run': ['city', async () => ['POST', '/match-runs', {}]],
    'match.cancelRun run': [
      'city',
      async () => {
        const { items } = await done(of('city'), 'GET', '/match-runs');
        const id = items[0]?.id ?? (await done(of('city'), 'POST', '/match-runs', {})).run.id;
        return ['POST', `/match-runs/${id}/cancel`, {}];
      },
    ],
    'job.retry job': ['operator', async () => ['POST', `/jobs/${await job('failed')}/retry`, {}]],
    'job.cancel job': ['city', async () => ['POST', `/jobs/${await job('waiting')}/cancel`, {}]],
  };

  async function verified(): Promise<string> {
    const { id, version } = await confirmed();
    await done(of('city'), 'POST', `/claims/${id}/verify`, {}, version);
    return id;
  }
  /** A sample of the second reviewer, of whose claims the first one verified all. */
  async function drawn(): Promise<{ id: string; claimId: string }> {
    await verified();
    const body = { period: dayOf(new Date()).slice(0, 4), percent: 100 };
    const { id } = await done(of('city2'), 'POST', '/verification-samples', body);
    const { items } = await done(of('city2'), 'GET', `/verification-samples/${id}/claims`);
    return { id, claimId: items[0].claimId };
  }
  const schemed = () => done(of('city'), 'POST', '/schemes', rankScheme);

  /** By hand alone, as those above. */
  const checks: typeof calls = {
    'flag.rules flags': [
      'city',
      async () => {
        const { parameters } = await done(of('city'), 'GET', '/verification-flag-rules');
        return ['POST', '/verification-flag-rules', { parameters, reason: '照旧' }];
      },
    ],
    'flag.settle flag': [
      'city2',
      async () => {
        const [flag] = await suite.owner.query<{ id: string }>(
          `INSERT INTO claim_flags (id, claim_id, rule, evidence, parameters)
           VALUES (gen_random_uuid(), $1, 'noContract', '{}', '{}') RETURNING id`,
          [await verified()],
        );
        const body = { outcome: 'explained', reason: '已核' };
        return ['POST', `/verification-flags/${flag?.id}/settle`, body];
      },
    ],
    'sample.draw sample': [
      'city',
      async () => {
        await verified();
        return ['POST', '/verification-samples', { period: dayOf(new Date()).slice(0, 4) }];
      },
    ],
    'sample.check sample': [
      'city2',
      async () => {
        const { id, claimId } = await drawn();
        const body = { claimId, outcome: 'upheld', reason: '属实' };
        return ['POST', `/verification-samples/${id}/check`, body];
      },
    ],
    'scheme.adopt scheme': [
      'city',
      async () => {
        const { id, revision } = await schemed();
        return ['POST', `/schemes/${id}/adopt`, {}, revision];
      },
    ],
  };

  let working: Promise<unknown> | undefined;
  /** From the first of these on, jobs and followers are at work. */
  async function worked(): Promise<void> {
    working ??= app.launch('worker');
    await working;
  }
  let titles = 0;
  async function imported(login: string, fields: Record<string, string>, column = ''): Promise<Body> {
    await worked();
    const csv = `需求名称,需求内容${column && ','}${column}\n需求${++titles},挂号${column && ',x'}\n`;
    const { body } = await staged(of(login), { kind: 'scenario', ...fields }, 'a.csv', csv);
    return body;
  }
  async function committed(login: string, fields: Record<string, string> = {}): Promise<string> {
    const { id } = await imported(login, fields);
    await done(of(login), 'POST', `/imports/${id}/commit`, {});
    await eventually(
      () => of(login).get(`/imports/${id}`),
      ({ body }) => body.state === 'committed',
    );
    return id;
  }
  const ownerOf = async (login: string) => (await done(of(login), 'GET', '/me')).organisation.id;

  /** Of these the things come from a worker: the last of the suite, since it takes up every job. */
  const jobs: typeof calls = {
    'import.commit import': [
      'demand',
      async () => ['POST', `/imports/${(await imported('demand', {})).id}/commit`, {}],
    ],
    'export.importOutcome import': [
      'demand',
      async () => ['GET', `/imports/${await committed('demand')}/outcome.xlsx`],
    ],
    'import.submit import': ['demand', async () => ['POST', `/imports/${await committed('demand')}/submit`]],
    'import.undo import': [
      'demand',
      async () => ['POST', `/imports/${await committed('demand')}/undo`, { reason: '有误' }],
    ],
    'import.publish import': [
      'city',
      async () => {
        const organisationId = await ownerOf('demand');
        return ['POST', `/imports/${await committed('city', { organisationId })}/publish`];
      },
    ],
    'import.forgetHeader importHeader': [
      'city',
      async () => {
        const organisationId = await ownerOf('demand');
        const { id, version } = await imported('city', { organisationId }, '未曾见过的列');
        const mapping = [{ column: 2, field: 'technicalIndicators' }];
        await done(of('city'), 'PATCH', `/imports/${id}`, { mapping }, version);
        await read(of('city'), id);
        const { items } = await done(of('city'), 'GET', '/import-headers');
        return ['DELETE', `/import-headers/${items[0].id}`];
      },
    ],
    'period.amend period': [
      'city',
      async () => {
        await worked();
        await done(of('city'), 'POST', '/periods/2026-02/freeze', {});
        const people = new Engaged(suite);
        const now = new Date('2026-02-10T04:00:00Z');
        const [demand, supply] = [await people.organisation('user'), await people.organisation('firm')];
        const pair = await people.open(demand, supply, {}, now);
        await people.verified(pair, await people.coordinator(), { now });
        await eventually(
          () => of('city').get('/periods/2026-02'),
          ({ body }) => body.late.entries > 0,
        );
        return ['POST', '/periods/2026-02/amendments', { reason: '补录' }];
      },
    ],
    'export.paper paper': [
      'city',
      async () => {
        await worked();
        const body = { of: 'year', form: 'workbook', year: 2026 };
        const { job, paper } = await done(of('city'), 'POST', '/papers', body);
        await eventually(
          () => of('city').get(`/jobs/${job.id}`),
          (answer) => answer.body.state === 'completed',
        );
        return ['GET', `/papers/${paper}`];
      },
    ],
  };

  let frozen: Promise<unknown> | undefined;
  const review = async (step: Reviewed) => {
    frozen ??= done(of('city'), 'POST', '/periods/2026-03/freeze', {});
    await frozen;
    return reviewAt((...request) => done(of('city'), ...request), '2026-03', step);
  };
  const objection = { statement: '另有一对签到在册' };

  /** Of reviews: the city writes down what a unit says, but for an objection, which a second person decides. */
  const assessed: typeof calls = {
    'review.delete review': ['city', async () => ['DELETE', (await review('draft')).path]],
    'review.advance review': [
      'city',
      async () => {
        const { path, revision } = await review('draft');
        return ['POST', `${path}/advance`, { to: 'self_assessment', due: '2099-01-01' }, revision];
      },
    ],
    'review.selfAssess review': [
      'area',
      async () => {
        const { path, unit, revision } = await review('draft');
        const due = { to: 'self_assessment', due: '2099-01-01' };
        const { own } = await done(of('city'), 'POST', `${path}/advance`, due, revision);
        return ['PUT', `${unit}/self`, { overall: '100', submit: true }, own[0].revision];
      },
    ],
    'review.assess review': [
      'city',
      async () => {
        const { unit, own } = await review('assessed');
        return ['PUT', `${unit}/assessment`, marked, own[0].revision];
      },
    ],
    'review.object review': [
      'area',
      async () => ['POST', `${(await review('open')).unit}/objections`, objection],
    ],
    'review.accept review': ['area', async () => ['POST', `${(await review('open')).unit}/acceptance`]],
    'review.decide objection': [
      'city2',
      async () => {
        const { unit } = await review('open');
        const { own } = await done(of('area'), 'POST', `${unit}/objections`, objection);
        const decision = { outcome: 'rejected', answer: '签到表中没有' };
        return ['POST', `/review-objections/${own[0].objections[0].id}/decision`, decision];
      },
    ],
    'review.publish review': [
      'city',
      async () => {
        const { path, revision } = await review('accepted');
        return ['POST', `${path}/publish`, {}, revision];
      },
    ],
    'review.correct review': [
      'city',
      async () => ['POST', `${(await review('published')).path}/corrections`, { reason: '有误' }],
    ],
  };
  const all = { ...calls, ...checks, ...assessed, ...jobs };

  it('has a request of each line in this suite', () => {
    expect(Object.keys(all).sort()).toEqual(
      auditedCalls.map(({ action, subject }) => `${action} ${subject}`).sort(),
    );
  });

  it.each(Object.entries(all))(
    'leaves one entry for %s, none when refused, and is not done where there can be none',
    async (what, [login, prepare]) => {
      const request = await prepare();
      const before = await last();
      expect((await send(app.visitor(), request)).status).toBe(401);
      await entries('ENABLE');
      const failed = await send(of(login), request).finally(() => entries('DISABLE'));
      expect([failed.status, failed.body.code]).toEqual([500, 'server.unexpected']);
      expect(await trail(before)).toEqual([]);
      // Asked again it finds all as it was.
      const answer = await send(of(login), request);
      expect(answer.body ?? {}).not.toMatchObject({ code: expect.any(String), type: expect.any(String) });
      expect(answer.status).toBeLessThan(300);
      const [action, subject] = what.split(' ');
      expect(await trail(before)).toEqual([
        expect.objectContaining({
          action,
          subject: expect.stringMatching(new RegExp(`^${subject}:.+`)),
          actor_id: expect.any(String),
          actor_name: expect.stringMatching(/./),
          on_behalf:
            login === 'operator'
              ? null
              : expect.stringMatching(/^(city|area)/.test(login) ? /^body:/ : /^organisation:/),
          address: '127.0.0.1',
          request_id: answer.headers.get('x-request-id'),
          reason: typeof (request[2] as Body)?.reason === 'string' ? (request[2] as Body).reason : null,
        }),
      ]);
    },
  );

  it('leaves one entry of a request that is repeated by its key', async () => {
    const before = await last();
    const ask = () =>
      of('operator').post('/bodies', { name: '商务局', area: '410104' }, undefined, {
        'idempotency-key': 'body',
      });
    const [first, second] = [await ask(), await ask()];
    expect(second.body).toEqual(first.body);
    expect(await trail(before)).toEqual([expect.objectContaining({ action: 'body.create' })]);
  });

  it('leaves an entry of a password that was not changed, and of nothing else that is refused by a rule', async () => {
    const before = await last();
    const wrong = { current: 'wrong', next: `${password} once more` };
    expect((await send(of('supply'), ['PUT', '/me/password', wrong])).status).toBe(422);
    const { id, version } = await edition();
    expect(
      (await send(of('city'), ['POST', `/editions/${id}/withdraw`, { reason: 'x' }, version])).status,
    ).toBe(409);
    expect((await send(of('city'), ['POST', `/claims/${newId()}/verify`, {}, 1])).status).toBe(404);
    expect((await send(of('demand'), ['POST', '/periods/2026-02/freeze', {}])).status).toBe(403);
    expect(await trail(before)).toEqual([
      expect.objectContaining({
        action: 'person.refusePassword',
        subject: expect.stringMatching(/^person:.+/),
        on_behalf: expect.stringMatching(/^organisation:/),
      }),
    ]);
  });
});
