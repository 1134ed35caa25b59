import { BodyService, CoordinatorService, PeopleService } from '#accounts';
import { newId } from '#kernel';
import { RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { accounts, apply, found, invite, password, staff, uscc } from '../support/people.js';

const actor = { id: null, name: '测试' };

/** One write of each kind; asked with a body that no schema takes, so that who may is told 4xx of another sort. */
const writes = {
  listing: ['POST', '/scenarios'],
  import: ['POST', '/imports'],
  intent: ['POST', '/engagements'],
  claim: ['POST', `/claims/${newId()}/confirm`],
  change: ['POST', `/organisations/${newId()}/changes`],
  invite: ['POST', `/organisations/${newId()}/invitations`],
  apply: ['POST', '/applications'],
  review: ['POST', `/scenarios/${newId()}/approve`],
  verify: ['POST', `/claims/${newId()}/verify`],
  control: ['PUT', `/controllers/${uscc(1)}`],
  suspend: ['POST', `/organisations/${newId()}/suspend`],
  weights: ['POST', '/match-weights'],
  body: ['POST', '/bodies'],
} as const;
type Write = keyof typeof writes;

/** What each state of a person lets in: a new sign-in, a session from before, and which writes. */
const people: Record<string, { signIn: boolean; before: boolean; reads: boolean; writes: readonly Write[] }> =
  {
    'no account': { signIn: false, before: false, reads: false, writes: [] },
    'account only': { signIn: true, before: true, reads: false, writes: ['apply'] },
    'application drafted': { signIn: true, before: true, reads: false, writes: ['apply'] },
    'application submitted': { signIn: true, before: true, reads: false, writes: ['apply'] },
    'application rejected': { signIn: true, before: true, reads: false, writes: ['apply'] },
    'application withdrawn': { signIn: true, before: true, reads: false, writes: ['apply'] },
    viewer: { signIn: true, before: true, reads: true, writes: [] },
    editor: { signIn: true, before: true, reads: true, writes: ['listing', 'import', 'intent', 'claim'] },
    owner: {
      signIn: true,
      before: true,
      reads: true,
      writes: ['listing', 'import', 'intent', 'claim', 'change', 'invite'],
    },
    'removed member': { signIn: true, before: false, reads: false, writes: ['apply'] },
    'owner of a suspended organisation': { signIn: true, before: false, reads: false, writes: [] },
    'owner of a restored organisation': {
      signIn: true,
      before: false,
      reads: true,
      writes: ['listing', 'import', 'intent', 'claim', 'change', 'invite'],
    },
    'area coordinator': {
      signIn: true,
      before: true,
      reads: true,
      writes: ['listing', 'import', 'change', 'review', 'verify', 'control', 'suspend'],
    },
    'city coordinator': {
      signIn: true,
      before: true,
      reads: true,
      writes: ['listing', 'import', 'change', 'review', 'verify', 'control', 'suspend', 'weights'],
    },
    'coordinator of a suspended body': { signIn: true, before: false, reads: false, writes: [] },
    'removed coordinator': { signIn: true, before: false, reads: false, writes: ['apply'] },
    operator: { signIn: true, before: true, reads: true, writes: ['body'] },
  };

describe('every state × every way in', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let all: ReturnType<typeof accounts>;
  let city: Visitor;
  let made = 700;
  /** By state: the login, and a session from before the state came about. */
  const walked = new Map<string, { login: string; before: Visitor }>();

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    all = accounts(suite.db);
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    city = await app.visitor().signIn('city', password);
    await prepare();
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const session = (login: string) => app.visitor().signIn(login, password);
  const idOf = async (login: string) =>
    (await suite.db.query<{ id: string }>('SELECT id FROM people WHERE login = $1', [login]))[0]?.id ?? '';

  /** @param then brings the state about, with the session from before already there. */
  async function add(state: string, login: string, then: () => Promise<unknown> = async () => undefined) {
    const before = await session(login);
    await then();
    walked.set(state, { login, before });
  }

  async function applicants(): Promise<void> {
    await all.people.signUp({ login: 'account', name: '某人', password });
    await add('account only', 'account');
    const draft = await all.people.signUp({ login: 'drafted', name: '某人', password });
    const content = { uscc: uscc(++made), kinds: ['user' as const], profile: { name: '甲', area: '410105' } };
    await add('application drafted', 'drafted', async () => {
      const visitor = await session('drafted');
      expect((await visitor.post('/applications', content)).status).toBe(201);
    });
    expect(draft.id).toBeTruthy();
    for (const state of ['submitted', 'rejected', 'withdrawn'] as const) {
      const id = await apply(suite.db, { login: state, uscc: uscc(++made), kinds: ['user'] });
      await add(`application ${state}`, state, async () => {
        if (state === 'rejected') await city.post(`/applications/${id}/reject`, { reason: '不符' });
        if (state === 'withdrawn') await (await session(state)).post(`/applications/${id}/withdraw`);
      });
    }
  }

  async function members(): Promise<void> {
    const organisation = await found(suite.db, {
      login: 'owner',
      uscc: uscc(++made),
      kinds: ['user', 'firm'],
    });
    await add('owner', 'owner');
    for (const role of ['viewer', 'editor'] as const) {
      await invite(suite.db, organisation, { login: role, role });
      await add(role, role);
    }
    await invite(suite.db, organisation, { login: 'removed', role: 'editor' });
    await add('removed member', 'removed', async () =>
      all.members.remove({ organisationId: organisation, personId: await idOf('removed'), actor }),
    );
    for (const [state, login, lifted] of [
      ['owner of a suspended organisation', 'suspended', false],
      ['owner of a restored organisation', 'restored', true],
    ] as const) {
      const id = await found(suite.db, { login, uscc: uscc(++made), kinds: ['user', 'firm'] });
      await add(state, login, async () => {
        await all.organisations.suspend(id, actor, '停用');
        if (lifted) await all.organisations.restore(id, actor, '恢复');
      });
    }
  }

  async function officials(): Promise<void> {
    await add('area coordinator', 'area');
    await add('city coordinator', 'city2');
    await add('operator', 'operator');
    const bodies = new BodyService(suite.db, all.audit);
    const people = new PeopleService(suite.db);
    const halted = await people.createBody('停用的部门', '410172');
    await people.addCoordinator(halted.id, { login: 'halted', name: '某人', password });
    await add('coordinator of a suspended body', 'halted', () =>
      bodies.suspend({ id: halted.id, reason: '调整', actor }),
    );
    const gone = await people.addCoordinator(halted.id, { login: 'gone', name: '某人', password });
    await add('removed coordinator', 'gone', () =>
      new CoordinatorService(suite.db, people, all.audit).remove({
        bodyId: halted.id,
        personId: gone.id,
        actor,
        reason: '离岗',
      }),
    );
  }

  async function prepare(): Promise<void> {
    await applicants();
    await members();
    await officials();
    walked.set('no account', { login: 'nobody', before: app.visitor() });
  }

  async function mayWrite(visitor: Visitor): Promise<Write[]> {
    const allowed: Write[] = [];
    for (const [name, [method, path]] of Object.entries(writes)) {
      const answer = await visitor.send(method, path, '{"no":"such member"}', {
        'content-type': 'application/json',
      });
      expect(answer.status).toBeLessThan(500);
      if (answer.status !== 401 && answer.body.code !== 'access.forbidden') allowed.push(name as Write);
    }
    return allowed;
  }

  it('lets in by sign-in, by a session from before, and to each kind of write, as the table says', async () => {
    expect([...walked.keys()].sort()).toEqual(Object.keys(people).sort());
    const seen: typeof people = {};
    for (const [state, { login, before }] of walked) {
      const signedIn = await session(login).catch(() => undefined);
      const visitor = signedIn ?? app.visitor();
      seen[state] = {
        signIn: signedIn !== undefined,
        before: (await before.get('/me')).status === 200,
        reads: (await visitor.get('/scenarios')).status === 200,
        writes: await mayWrite(visitor),
      };
    }
    expect(seen).toEqual(people);
  });

  it('takes nothing but the session cookie: no bearer, no key, no token in the address', async () => {
    const { token } = (
      await suite.db.query<{ token: string }>('SELECT token_sha256 AS token FROM sessions LIMIT 1')
    )[0] ?? {
      token: '',
    };
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { authorization: `Basic ${Buffer.from(`owner:${password}`).toString('base64')}` },
      { 'x-api-key': token },
      { cookie: `duijie_session=${token}` },
    ])
      expect(
        (await app.visitor().send('GET', '/me', undefined, headers as Record<string, string>)).status,
      ).toBe(401);
    expect((await app.visitor().get(`/me?token=${token}`)).status).toBe(401);
  });

  it('lets an invitation in once, never to who has a place, never into a suspended organisation', async () => {
    const organisation = await found(suite.db, { login: 'host', uscc: uscc(++made), kinds: ['firm'] });
    const host = await session('host');
    const offer = async () =>
      (await host.post(`/organisations/${organisation}/invitations`, { role: 'viewer' })).body
        .token as string;
    const accept = (by: Visitor, token: string, login?: string) =>
      by.post('/invitations/accept', {
        token,
        ...(login ? { person: { login, name: '受邀人', password } } : {}),
      });
    const token = await offer();
    expect((await accept(app.visitor(), token, 'guest')).status).toBeLessThan(300);
    expect((await accept(app.visitor(), token, 'guest-2')).status).toBeGreaterThanOrEqual(400);
    const placed = await accept(await session('viewer'), await offer());
    expect(placed.status).toBeGreaterThanOrEqual(400);
    expect((await (await session('viewer')).get('/me')).body.organisation.id).not.toBe(organisation);
    const late = await offer();
    await all.organisations.suspend(organisation, actor, '停用');
    expect((await accept(app.visitor(), late, 'guest-3')).status).toBeGreaterThanOrEqual(400);
    expect(await session('guest-3').catch(() => undefined)).toBeUndefined();
  });

  it('takes each step of an organisation in its state alone', async () => {
    const approved = await found(suite.db, { login: 'standing', uscc: uscc(++made), kinds: ['user'] });
    const { id: unclaimed } = await suite.db.transaction((tx) =>
      all.organisations.ensureUnclaimed(tx, {
        uscc: uscc(++made),
        name: '代录',
        kinds: ['user'],
        area: '410105',
      }),
    );
    const halted = await found(suite.db, { login: 'halting', uscc: uscc(++made), kinds: ['user'] });
    await all.organisations.suspend(halted, actor, '停用');
    const steps = async (id: string) => {
      const step = async (what: string, body: unknown) =>
        (await city.post(`/organisations/${id}/${what}`, body)).status < 300;
      return {
        change: await step('changes', { proposed: { name: '更名' }, reason: '变更' }),
        restore: await step('restore', { reason: '恢复' }),
        suspend: await step('suspend', { reason: '停用' }),
      };
    };
    expect({
      unclaimed: await steps(unclaimed),
      approved: await steps(approved),
      suspended: await steps(halted),
    }).toEqual({
      unclaimed: { change: true, restore: false, suspend: false },
      approved: { change: true, restore: false, suspend: true },
      // Restored by the second step, and suspended again by the third.
      suspended: { change: true, restore: true, suspend: true },
    });
  });
});
