import { dayOf, newId } from '#kernel';
import { rows } from '#platform';
import { type Answer, eventually, RunningApp, type Visitor } from '../../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../../support/database.js';
import { staged } from '../../support/imports.js';
import { publish, settle } from '../../support/market.js';
import { password, staff } from '../../support/people.js';
import { type Reviewed, rankScheme, reviewAt } from '../../support/reviewed.js';

// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
export type Body = any;
export type Request = [method: string, path: string, body?: unknown, version?: number];
/** Of every audited action: who does it, and by which request once the things that it wants are there. */
export type Calls = Record<string, [who: string, prepare: () => Promise<Request>]>;
export type Kind = 'scenarios' | 'capabilities' | 'technology-needs' | 'technology-results';

const contact = { name: '联系人', phone: '', email: '' };
const content = {
  scenarios: { title: '病历质控', needs: '实时质控', contact },
  capabilities: { product: '质控软件', functions: '实时质控', contact },
  'technology-needs': { title: '涂层剥落', needs: '高速切削时剥落', contact },
  'technology-results': { title: '纳米涂层', introduction: '结合力高', contact },
};

/** Until a line needs a worker the API runs alone: jobs stay where they were asked for. Nothing else writes into the trail. */
export class AuditStage {
  suite!: SuiteDatabase;
  app!: RunningApp;
  private readonly visitors = new Map<string, Visitor>();

  readonly of = (login: string) => this.visitors.get(login) as Visitor;

  async begin(): Promise<void> {
    this.suite = await suiteDatabase();
    await staff(this.suite.db);
    await settle(this.suite.db, 971, { login: 'demand', kind: 'user', area: '410105' });
    await settle(this.suite.db, 972, { login: 'supply', kind: 'firm', area: '410172' });
    // As one would be whose disk is full: an entry cannot be written.
    await this.suite.owner.query(
      `CREATE FUNCTION no_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no entry'; END $$`,
    );
    await this.suite.owner.query(
      'CREATE TRIGGER no_entry BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION no_entry()',
    );
    await this.entries('DISABLE');
    this.app = new RunningApp({ DATABASE_URL: this.suite.url, LOG_LEVEL: 'silent' });
    this.app.base = String(await this.app.launch('api'));
    for (const login of ['city', 'city2', 'area', 'operator', 'demand', 'supply'])
      this.visitors.set(login, await this.app.visitor().signIn(login, password));
  }

  async end(): Promise<void> {
    await this.app?.stop();
    await this.suite?.drop();
  }

  readonly entries = (how: 'ENABLE' | 'DISABLE') =>
    this.suite.owner.query(`ALTER TABLE audit_entries ${how} TRIGGER no_entry`);
  readonly trail = (after: string) =>
    this.suite.db.query<Body>('SELECT * FROM audit_entries WHERE id > $1 ORDER BY id', [after]);
  readonly last = async () =>
    (
      await this.suite.db.query<{ id: string }>('SELECT coalesce(max(id), 0)::text AS id FROM audit_entries')
    )[0]?.id ?? '0';

  readonly send = (visitor: Visitor, [method, path, body, version]: Request): Promise<Answer<Body>> =>
    visitor.send(method, path, body === undefined ? undefined : JSON.stringify(body), {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    });
  readonly done = async (visitor: Visitor, ...request: Request): Promise<Body> => {
    const answer = await this.send(visitor, request);
    if (answer.status >= 300) throw new Error(`${request.join(' ')}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  readonly owner = (kind: Kind) =>
    this.of(kind === 'scenarios' || kind === 'technology-needs' ? 'demand' : 'supply');
  readonly listed = (kind: Kind) => publish(kind, content[kind], this.owner(kind), this.of('city'));
  readonly submitted = async (kind: Kind): Promise<Body> => {
    const draft = await this.done(this.owner(kind), 'POST', `/${kind}`, { content: content[kind] });
    return this.done(this.owner(kind), 'POST', `/${kind}/${draft.id}/submit`, {}, draft.version);
  };
  readonly engaged = async (): Promise<{ id: string; claimed: Body }> => {
    const pair = {
      demandListingId: await this.listed('scenarios'),
      supplyListingId: await this.listed('capabilities'),
    };
    const { id } = await this.done(this.of('supply'), 'POST', '/engagements', pair);
    await this.done(this.of('demand'), 'POST', '/engagements', pair);
    return {
      id,
      claimed: await this.done(this.of('supply'), 'POST', `/engagements/${id}/claims`, { level: 2 }),
    };
  };
  readonly confirmed = async (): Promise<Body> => {
    const { claimed } = await this.engaged();
    const [{ id }] = claimed.claims;
    const { version } = await this.done(
      this.of('demand'),
      'POST',
      `/claims/${id}/confirm`,
      {},
      claimed.version,
    );
    return { id, version };
  };
  /** Of today, with one listing of each side; `held`: both are there. */
  readonly meeting = async (then?: 'announced' | 'held'): Promise<Body> => {
    const [demandListingId, supplyListingId] = [
      await this.listed('scenarios'),
      await this.listed('capabilities'),
    ];
    const numbers = [
      (await this.done(this.of('city'), 'GET', `/scenarios/${demandListingId}`)).number,
      (await this.done(this.of('city'), 'GET', `/capabilities/${supplyListingId}`)).number,
    ];
    const { id } = await this.done(this.of('city'), 'POST', '/meetings', this.ofToday());
    const path = `/meetings/${id}`;
    let { version, ...rest } = await this.done(this.of('city'), 'POST', `${path}/listings`, { numbers });
    if (then)
      ({ version, ...rest } = await this.done(
        this.of('city'),
        'POST',
        `${path}/move`,
        { to: 'announced' },
        version,
      ));
    if (then === 'held') {
      for (const { organisationId } of rest.listings)
        await this.done(this.of('city'), 'POST', `${path}/check-ins`, { organisationId });
      ({ version, ...rest } = await this.done(
        this.of('city'),
        'POST',
        `${path}/move`,
        { to: 'held' },
        version,
      ));
    }
    return { ...rest, path, version, numbers, demandListingId, supplyListingId };
  };
  readonly ofToday = () => ({
    title: '供需对接会',
    day: dayOf(new Date()),
    starts: '09:00',
    ends: '11:30',
    place: '会展中心',
  });
  readonly edition = async (then?: 'published'): Promise<Body> => {
    const draft = await this.done(this.of('city'), 'POST', '/editions', {
      kind: 'scenario',
      title: '第一批',
    });
    return then
      ? this.done(this.of('city'), 'POST', `/editions/${draft.id}/publish`, {}, draft.version)
      : draft;
  };
  readonly uploaded = async (): Promise<Body> => {
    const csv = '需求名称,需求内容\n预约,挂号\n,没有名称\n';
    return (await this.of('demand').upload('/imports', { kind: 'scenario' }, 'a.csv', csv)).body;
  };
  readonly job = async (state: 'failed' | 'waiting'): Promise<string> => {
    const id = `matching.${newId()}`;
    await this.suite.db.transaction((tx) =>
      rows(
        tx,
        `INSERT INTO jobs (id, queue, name, payload, state, asked_by, finished_at, error)
         SELECT $1, 'matching', 'match.all', '{}', $2::text, ARRAY[id], CASE $2 WHEN 'failed' THEN now() END, CASE $2 WHEN 'failed' THEN '' END FROM people WHERE login = 'city'`,
        [id, state],
      ),
    );
    return id;
  };
  readonly verified = async (): Promise<string> => {
    const { id, version } = await this.confirmed();
    await this.done(this.of('city'), 'POST', `/claims/${id}/verify`, {}, version);
    return id;
  };
  /** A sample of the second reviewer, of whose claims the first one verified all. */
  readonly drawn = async (): Promise<{ id: string; claimId: string }> => {
    await this.verified();
    const body = { period: dayOf(new Date()).slice(0, 4), percent: 100 };
    const { id } = await this.done(this.of('city2'), 'POST', '/verification-samples', body);
    const { items } = await this.done(this.of('city2'), 'GET', `/verification-samples/${id}/claims`);
    return { id, claimId: items[0].claimId };
  };
  readonly schemed = () => this.done(this.of('city'), 'POST', '/schemes', rankScheme);
  private working: Promise<unknown> | undefined;
  /** From the first of these on, jobs and followers are at work. */
  readonly worked = async (): Promise<void> => {
    this.working ??= this.app.launch('worker');
    await this.working;
  };
  private titles = 0;
  readonly imported = async (login: string, fields: Record<string, string>, column = ''): Promise<Body> => {
    await this.worked();
    const csv = `需求名称,需求内容${column && ','}${column}\n需求${++this.titles},挂号${column && ',x'}\n`;
    const { body } = await staged(this.of(login), { kind: 'scenario', ...fields }, 'a.csv', csv);
    return body;
  };
  readonly committed = async (login: string, fields: Record<string, string> = {}): Promise<string> => {
    const { id } = await this.imported(login, fields);
    await this.done(this.of(login), 'POST', `/imports/${id}/commit`, {});
    await eventually(
      () => this.of(login).get(`/imports/${id}`),
      ({ body }) => body.state === 'committed',
    );
    return id;
  };
  readonly ownerOf = async (login: string) => (await this.done(this.of(login), 'GET', '/me')).organisation.id;
  private frozen: Promise<unknown> | undefined;
  readonly review = async (step: Reviewed) => {
    this.frozen ??= this.done(this.of('city'), 'POST', '/periods/2026-03/freeze', {});
    await this.frozen;
    return reviewAt((...request) => this.done(this.of('city'), ...request), '2026-03', step);
  };
}
