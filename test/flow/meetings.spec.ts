import { countedFacts, type DeliveredFact } from '#contracts';
import { dayOf } from '#kernel';
import { allFacts } from '#platform';
import { LedgerService } from '#statistics';
import { RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish, settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
type Body = any;

const organisations = [
  ['hospital', 'user'],
  ['factory', 'user'],
  ['firm', 'firm'],
  ['maker', 'firm'],
] as const;
const today = dayOf(new Date());

/** From the invitation to the count: desk, code, both sides' words, an online claim that a meeting confirms. */
describe('a meeting', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const visitors = new Map<string, Visitor>();
  const as = (login: string) => visitors.get(login) as Visitor;
  const listings: Record<string, string> = {};
  const organisationIds: Record<string, string> = {};
  let meeting: Body;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    for (const [i, [login, kind]] of organisations.entries())
      organisationIds[login] = await settle(suite.db, 931 + i, { login, kind, area: '410105' });
    app = new RunningApp({ DATABASE_URL: suite.url });
    app.base = String(await app.launch('api'));
    for (const login of ['city', 'city2', 'area', ...organisations.map(([of]) => of)])
      visitors.set(login, await app.visitor().signIn(login, password));
    for (const [login, kind] of organisations) {
      const path = kind === 'user' ? 'scenarios' : 'capabilities';
      const content =
        kind === 'user'
          ? { title: `${login}质控`, needs: '病历文书实时质控', area: '410105' }
          : { product: `${login}质控软件`, functions: '病历文书实时质控' };
      listings[login] = await publish(path, content, as(login), as('city'));
    }
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  /** What the worker's follower does; it records what it has recorded before as nothing. */
  const counted = async () => {
    const facts: DeliveredFact[] = [];
    for await (const fact of allFacts(suite.db.manager, countedFacts)) facts.push(fact);
    await suite.db.transaction((tx) => new LedgerService().record(tx, facts));
    return (await as('area').get('/statistics/figures')).body.total;
  };
  const path = (rest = '') => `/meetings/${meeting.id}${rest}`;
  const numberOf = async (login: string, kind: string) =>
    (await as('city').get(`/${kind === 'user' ? 'scenarios' : 'capabilities'}/${listings[login]}`)).body
      .number;
  const move = (to: string, more = {}) => as('area').post(path('/move'), { to, ...more }, meeting.version);
  const pair = (user: string, firm: string) => ({
    demandListingId: listings[user],
    supplyListingId: listings[firm],
  });
  const engagementOf = async (user: string, firm: string): Promise<Body> => {
    const { body } = await as('city').get('/engagements?limit=200');
    return body.items.find(
      (one: Body) => one.demandListing.id === listings[user] && one.supplyListing.id === listings[firm],
    );
  };
  const levelTwo = async (user: string, firm: string) => (await engagementOf(user, firm))?.claims ?? [];

  it('is for those whom it invites, and nobody else learns of it', async () => {
    const made = await as('area').post('/meetings', {
      title: '医疗软件专场',
      day: today,
      starts: '09:00',
      ends: '11:30',
      place: '金水区政务中心',
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ state: 'draft', area: '410105', checkInCode: expect.any(String) });
    meeting = made.body;
    const numbers = await Promise.all(organisations.map(([login, kind]) => numberOf(login, kind)));
    const invited = await as('area').post(path('/listings'), { numbers: numbers.slice(0, 3) });
    expect(invited.body.listings).toHaveLength(3);
    expect((await as('area').post(path('/listings'), { numbers: ['CJ-1999-1'] })).status).toBe(422);
    meeting = invited.body;
    expect((await as('firm').get(path())).status).toBe(404);
    meeting = (await move('announced')).body;
    const seen = await as('firm').get(path());
    expect(seen.body).toMatchObject({ title: '医疗软件专场', checkInCode: null, history: [], checkIns: [] });
    expect((await as('maker').get(path())).status).toBe(404);
    meeting = (await as('area').post(path('/listings'), { numbers })).body;
  });

  it('is held once people of both sides have checked in, at the desk or by the code', async () => {
    expect((await move('held')).body.code).toBe('meeting.not_held');
    expect((await as('firm').post(path('/attend'), { code: 'WRONGONE' })).body.code).toBe(
      'meeting.wrong_code',
    );
    for (const login of ['firm', 'hospital', 'maker'])
      expect(
        (await as(login).post(path('/attend'), { code: meeting.checkInCode.toLowerCase() })).status,
      ).toBe(200);
    const desk = { organisationId: organisationIds['factory'] };
    expect((await as('firm').post(path('/check-ins'), desk)).status).toBe(403);
    expect((await as('area').post(path('/pairs'), pair('hospital', 'firm'))).body.code).toBe(
      'meeting.not_open',
    );
    await as('area').post(path('/check-ins'), desk);
    meeting = (await move('held')).body;
    expect(meeting.state).toBe('held');
    expect(await counted()).toMatchObject({ meetingsHeld: '1', reached2: '0' });
  });

  it('makes a pair that both sides name, and were there for, a claim that a coordinator verifies', async () => {
    const one = await as('hospital').post(path('/pairs'), pair('hospital', 'firm'));
    expect(one.body.pairs).toMatchObject([{ namedBy: ['demand'], metAt: null, engagement: null }]);
    expect(await levelTwo('hospital', 'firm')).toEqual([]);
    const two = await as('firm').post(path('/pairs'), pair('hospital', 'firm'));
    expect(two.body.pairs).toMatchObject([{ engagement: { claimState: 'confirmed' } }]);
    expect((await as('maker').get(path())).body.pairs).toEqual([]);
    const engagement = await engagementOf('hospital', 'firm');
    expect(engagement.claims).toMatchObject([
      { level: 2, state: 'confirmed', channel: 'meeting', happenedOn: today },
    ]);
    // Named again by a coordinator, it stays as it is.
    await as('area').post(path('/pairs'), pair('hospital', 'firm'));
    expect(await levelTwo('hospital', 'firm')).toHaveLength(1);
    const [{ id }] = engagement.claims;
    const verified = await as('city').post(`/claims/${id}/verify`, {}, engagement.version);
    expect(verified.body).toMatchObject({ level: 2 });
  });

  it('confirms what one side had claimed online, and never doubles it', async () => {
    const opened = await as('maker').post('/engagements', pair('hospital', 'maker'));
    await as('maker').post(`/engagements/${opened.body.id}/claims`, { level: 2 });
    expect(await levelTwo('hospital', 'maker')).toMatchObject([{ state: 'claimed', channel: 'online' }]);
    await as('area').post(path('/pairs'), pair('hospital', 'maker'));
    expect(await levelTwo('hospital', 'maker')).toMatchObject([{ state: 'confirmed', channel: 'online' }]);
    const again = await as('hospital').post(`/engagements/${opened.body.id}/claims`, { level: 2 });
    expect(again.body.code).toBe('claim.level_taken');
  });

  it('lets nobody verify what rests on his own word from the desk', async () => {
    await as('area').post(path('/pairs'), pair('factory', 'firm'));
    const engagement = await engagementOf('factory', 'firm');
    // The firm said so itself by the code, and claims; the desk vouches for the factory.
    expect(engagement.claims).toMatchObject([{ state: 'confirmed', side: 'supply' }]);
    const [{ id }] = engagement.claims;
    const own = await as('area').post(`/claims/${id}/verify`, {}, engagement.version);
    expect([own.status, own.body.code]).toEqual([403, 'claim.reviewer_involved']);
    expect((await as('city2').post(`/claims/${id}/verify`, {}, engagement.version)).status).toBe(200);
  });

  it('stays on record once pairs met there, and closes', async () => {
    meeting = (await as('area').get(path())).body;
    expect((await move('cancelled', { reason: '误记' })).body.code).toBe('meeting.has_pairs');
    meeting = (await move('closed')).body;
    expect((await as('area').post(path('/pairs'), pair('factory', 'maker'))).body.code).toBe(
      'meeting.not_open',
    );
    expect(await counted()).toMatchObject({ reached2: '2', meetingsHeld: '1' });
    const { body: lines } = await as('area').get('/statistics/lines?measure=meetingsHeld');
    expect(lines.items[0]).toMatchObject({
      what: '举办',
      change: '1',
      meetingId: meeting.id,
      area: '410105',
    });
  });

  it('that was said to be held by mistake is taken back from the figures', async () => {
    const content = {
      title: '误记',
      day: today,
      starts: '14:00',
      ends: '15:00',
      link: 'https://example.com/a',
    };
    meeting = (await as('area').post('/meetings', content)).body;
    const numbers = await Promise.all([numberOf('hospital', 'user'), numberOf('firm', 'firm')]);
    meeting = (await as('area').post(path('/listings'), { numbers })).body;
    meeting = (await move('announced')).body;
    for (const login of ['hospital', 'firm'])
      await as('area').post(path('/check-ins'), { organisationId: organisationIds[login] });
    meeting = (await move('held')).body;
    meeting = (await move('cancelled', { reason: '误记举办' })).body;
    expect(meeting).toMatchObject({ state: 'cancelled', reason: '误记举办' });
    expect(await counted()).toMatchObject({ meetingsHeld: '1' });
    expect((await as('city').post('/statistics/recount')).body).toMatchObject({ ok: true });
  });
});
